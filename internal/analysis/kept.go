package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// KeptQuery asks what members who stay have cost: Start, Return, Cohort and
// Mode are those of a RetentionQuery by days, Horizons the days after which
// members count as kept, and Metric a ratio of money to members acquired (CAC),
// whose numerator is the cost.
type KeptQuery struct {
	Start, Return engine.Activity
	Cohort        string // first or join
	Mode          string // exact or on_or_after
	Horizons      []int
	Metric        string
	By            string
}

// Kept is cost per member acquired and per member kept, by group.
type Kept struct {
	Query    KeptQuery
	Metric   *ops.Metric
	Range    ops.Range   // days the cost is complete for: those of Cost and PerAcquired
	Horizons []ops.Range // for each horizon the days whose members have had it, and whose cost is complete; empty if none
	Groups   []KeptGroup // the dearest first
	All      KeptGroup
	notes    []Note
	labels   ops.Label
	asked    []engine.RetentionQuery
}

// KeptGroup is one group. Cost, Acquired and their ratio cover Kept.Range:
// members whose first-ever acquisition falls in it.
type KeptGroup struct {
	Group          string
	Cost, Acquired ops.Value
	PerAcquired    ops.Value
	At             []KeptAt // by horizon
}

// KeptAt is one horizon: of Members that have had it Kept were still there,
// and cost Cost ÷ Kept each. Left counts members left out as immature (R6).
type KeptAt struct {
	Members, Kept, Left int
	Cost, PerKept       ops.Value
}

// Kept answers a panel of type kept. A member's channel is that of its entry, a
// cost's its own; a channel without spend has cost 0.
func (d Data) Kept(ctx context.Context, v *View, p *ops.Panel) (*Kept, error) {
	return d.KeptOf(ctx, v, *v.Asks(p).Kept)
}

// KeptOf answers q on the range and filter of v. A metric that is not money
// per member is an *ops.Error with code bad_question.
func (d Data) KeptOf(ctx context.Context, v *View, q KeptQuery) (*Kept, error) {
	metrics, err := d.Lookup([]string{q.Metric})
	if err != nil {
		return nil, err
	}
	m := metrics[0]
	if m.Unit != ops.UnitMoney || len(m.Den) == 0 {
		return nil, &ops.Error{Code: "bad_question", Message: m.Name + " is not money per member.", Hint: "Name a metric such as cac.",
			Where: ops.Place{Column: "metric", Value: m.Name}, Args: []any{m.Name}}
	}
	if err := CheckDimension(q.By); err != nil {
		return nil, err
	}
	out := &Kept{Query: q, Metric: m, labels: d.Catalog.Dimensions[q.By], Horizons: make([]ops.Range, len(q.Horizons)),
		asked: make([]engine.RetentionQuery, len(q.Horizons))}
	through, ok := d.eventsThrough(v)
	s := d.coverage(v, m)
	out.notes = append(d.sourceNotes(v, metrics), s.notes...)
	out.All = KeptGroup{Cost: pending, Acquired: pending, PerAcquired: pending, At: slices.Repeat([]KeptAt{{Cost: pending, PerKept: pending}}, len(q.Horizons))}
	if !ok || !s.known {
		return out, nil
	}
	out.Range = s.complete
	groups := map[string]*KeptGroup{}
	group := func(name string) *KeptGroup {
		if groups[name] == nil {
			groups[name] = &KeptGroup{Group: name, PerAcquired: notApplicable, At: make([]KeptAt, len(q.Horizons))}
		}
		return groups[name]
	}
	costs, err := d.costs(ctx, v, m, q.By, s.complete)
	if err != nil {
		return nil, err
	}
	for name, c := range costs.groups {
		g := group(name)
		g.Cost, g.Acquired, g.PerAcquired = c[0], c[1], c[2]
	}
	out.All.Cost, out.All.Acquired, out.All.PerAcquired = costs.all[0], costs.all[1], costs.all[2]
	ask := engine.RetentionQuery{Start: q.Start, Return: q.Return, Cohort: q.Cohort, Mode: q.Mode, Period: ops.Daily, By: q.By,
		Range: out.Range, Filter: v.Filter, Through: through}
	for i, h := range q.Horizons {
		out.asked[i] = ask
		out.asked[i].Periods = h
		ask.Periods = max(ask.Periods, h)
	}
	var r *engine.Retention // up to the last horizon
	if len(q.Horizons) > 0 {
		if r, err = d.Snapshot.Retention(ctx, ask); err != nil {
			return nil, err
		}
	}
	for i, h := range q.Horizons {
		if err := d.keptAt(ctx, v, m, out, i, h, r, group); err != nil {
			return nil, err
		}
	}
	out.All.settle(&out.All)
	for _, g := range groups {
		g.settle(&out.All)
		out.Groups = append(out.Groups, *g)
	}
	slices.SortFunc(out.Groups, func(a, b KeptGroup) int {
		return cmp.Or(cmp.Compare(b.Cost.Number, a.Cost.Number), cmp.Compare(a.Group, b.Group))
	})
	return out, nil
}

// keptAt works out horizon i of all groups.
func (d Data) keptAt(ctx context.Context, v *View, m *ops.Metric, out *Kept, i, h int, r *engine.Retention, group func(string) *KeptGroup) error {
	days := ops.Range{From: out.Range.From, To: min(out.Range.To, out.asked[i].Through-ops.Day(h)+1)}
	if days.Len() == 0 {
		days = ops.Range{}
	}
	out.Horizons[i] = days
	q := out.Query
	for _, c := range r.Cohorts {
		g := group(c.Group)
		for _, at := range []*KeptAt{&g.At[i], &out.All.At[i]} {
			if days.Has(c.Start) && h < len(c.Returned) {
				at.Members += c.Size
				at.Kept += int(c.Returned[h])
			} else {
				at.Left += c.Size
			}
		}
	}
	costs, err := d.costs(ctx, v, m, q.By, days)
	if err != nil {
		return err
	}
	for name, c := range costs.groups {
		group(name).At[i].Cost = c[0]
	}
	out.All.At[i].Cost = costs.all[0]
	return nil
}

// settle divides cost by members kept. Where the cost of all is not known, that
// of a group without cost or members is not either.
func (g *KeptGroup) settle(all *KeptGroup) {
	if all.Cost.State == ops.Pending {
		g.Cost, g.Acquired, g.PerAcquired = pending, pending, pending
	}
	for i := range g.At {
		at := &g.At[i]
		if all.At[i].Cost.State == ops.Pending {
			at.Cost = pending
		}
		whole := at.Cost
		whole.Number = whole.Num // divided before it is rounded
		at.PerKept = ratio(whole, number(at.Kept))
	}
}

// shownMoney rounds money to the minor unit, half to even: once, at the figure.
func (d Data) shownMoney(x float64) float64 {
	unit := math.Pow10(ops.Exponent(d.Currency))
	return math.RoundToEven(x*unit) / unit
}

// keptCosts are cost, members acquired and their ratio, by group and of all.
type keptCosts struct {
	groups map[string][3]ops.Value
	all    [3]ops.Value
}

// costs asks for m over days; with none all are pending.
func (d Data) costs(ctx context.Context, v *View, m *ops.Metric, by string, days ops.Range) (keptCosts, error) {
	out := keptCosts{groups: map[string][3]ops.Value{}, all: [3]ops.Value{pending, pending, pending}}
	if err := Yours(d, m); err != nil || days.Len() == 0 {
		return out, err
	}
	t, err := d.Metrics(ctx, &View{Range: days, Grain: ops.Whole, Compare: NoCompare, Filter: v.Filter}, Query{Metrics: []string{m.Name}, By: []string{by}})
	if err != nil {
		return out, err
	}
	guarded := slices.ContainsFunc(t.Notes, func(n Note) bool { return n.Code == NotAttributed })
	parts := func(f Figure) [3]ops.Value {
		switch {
		case f.State == ops.Pending, f.State.Hidden():
			return [3]ops.Value{f.Value, f.Value, f.Value}
		case f.State == ops.NotApplicable && f.Num == 0 && f.Den == 0 && guarded: // rows do not say whose it is
			return [3]ops.Value{notApplicable, notApplicable, notApplicable}
		}
		return [3]ops.Value{{Number: d.shownMoney(f.Num), Num: f.Num}, {Number: f.Den, Num: f.Den}, f.Value}
	}
	c := t.Columns[0]
	out.all = parts(c.Total)
	if c.Missing != "" {
		return out, &ops.Error{Code: "unknown_dimension", Message: "The cost of " + m.Name + " is not known by " + c.Missing + ".",
			Hint: "Leave out the condition on it.", Where: ops.Place{Column: "filter", Value: c.Missing}, Args: []any{c.Missing}}
	}
	for g, x := range t.Groups {
		out.groups[x.Values[0]] = parts(c.ByGroup[g])
	}
	return out, nil
}

// Cohorts returns the question behind the members of horizon i.
func (k *Kept) Cohorts(i int) engine.RetentionQuery {
	q := k.asked[i]
	q.Range = k.Horizons[i]
	return q
}

// Entrants returns the question behind the members of Range.
func (k *Kept) Entrants() engine.RetentionQuery {
	q := k.asked[0]
	q.Range = k.Range
	return q
}

// Frame has one row for each group; the last, whose group is *, is all.
func (k *Kept) Frame() *ops.Frame {
	key := ops.KeyColumn{Name: k.Query.By, Label: k.labels}
	var columns []ops.ValueColumn
	add := func(name, en, zh string, unit ops.Unit, of func(*KeptGroup) ops.Value) {
		c := ops.ValueColumn{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: unit}
		for i := range k.Groups {
			c.Values = append(c.Values, of(&k.Groups[i]))
		}
		c.Values = append(c.Values, of(&k.All))
		columns = append(columns, c)
	}
	for _, g := range k.Groups {
		key.Texts = append(key.Texts, g.Group)
	}
	key.Texts = append(key.Texts, allMembers)
	add("cost", "Cost", "花费", ops.UnitMoney, func(g *KeptGroup) ops.Value { return g.Cost })
	add("acquired", "Members acquired", "新增成员", ops.UnitCount, func(g *KeptGroup) ops.Value { return g.Acquired })
	add("cost_per_acquired", "Cost per member", "单个成员成本", ops.UnitMoney, func(g *KeptGroup) ops.Value { return g.PerAcquired })
	for i, h := range k.Query.Horizons {
		day, n := "d"+strconv.Itoa(h), strconv.Itoa(h)
		people := func(of func(KeptAt) int) func(*KeptGroup) ops.Value {
			return func(g *KeptGroup) ops.Value {
				if k.Horizons[i].Len() == 0 {
					return pending
				}
				return number(of(g.At[i]))
			}
		}
		add("members_"+day, "Members who have had day "+n, "已满 "+n+" 天的成员", ops.UnitCount, people(func(a KeptAt) int { return a.Members }))
		add("kept_"+day, "Kept on day "+n, "第 "+n+" 天留存", ops.UnitCount, people(func(a KeptAt) int { return a.Kept }))
		add("left_out_"+day, "Day "+n+" still to come", "未满 "+n+" 天", ops.UnitCount, func(g *KeptGroup) ops.Value { return number(g.At[i].Left) })
		add("cost_per_kept_"+day, "Cost per member kept on day "+n, "第 "+n+" 天每留存成本", ops.UnitMoney, func(g *KeptGroup) ops.Value { return g.At[i].PerKept })
	}
	return &ops.Frame{Keys: []ops.KeyColumn{key}, Values: columns}
}

// Remarks implements Result.
func (k *Kept) Remarks() []Note { return k.notes }

func (k *Kept) headlines() []Headline {
	out := []Headline{measured("per_acquired", "Per member acquired", "每个新成员", ops.UnitMoney, ops.DownGood, k.All.PerAcquired)}
	for i, at := range k.All.At {
		n := strconv.Itoa(k.Query.Horizons[i])
		out = append(out, measured("kept_"+n, "Per member kept, day "+n, "每个留存成员，第 "+n+" 天", ops.UnitMoney, ops.DownGood, at.PerKept))
	}
	return out
}
