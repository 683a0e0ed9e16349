package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// PaybackDays is up to which day after joining it is looked at whether what members cost came back.
const PaybackDays = 90

// NoTouches is the note that no event before a join names a channel, so that all credit is that of
// the join.
const NoTouches NoteCode = "no_touches"

// EarnedMeasures are the sums of an engine.EarnedQuery that earnings are taken from.
func EarnedMeasures() []*ops.Measure {
	sum := func(name, column string) *ops.Measure {
		return &ops.Measure{Name: name, Record: "orders", Column: column, Agg: ops.Sum, Money: true}
	}
	return []*ops.Measure{sum("revenue", "revenue"), sum("refunds", "refund"), sum("cost_of_goods", "cost_of_goods")}
}

// Earnings is what those who joined in Range brought in their first days against what they cost, by
// group, and of all of them.
type Earnings struct {
	Query           engine.EarnedQuery
	Range           ops.Range // days of joining whose cost is complete
	Joined, Touched int
	Groups          []EarningsGroup // what cost most first
	All             EarningsGroup
	notes           []Note
}

// EarningsGroup is one group. Members are the different ones credited to it, Credited what their parts
// come to. Cost is the loaded cost of Range. Payback is the least number of days by which earnings
// have reached the cost, over those who have had them; pending while they have not, where they are
// fewer than FewSubjects, or where that is not known of an earlier day; not applicable without a cost.
type EarningsGroup struct {
	Group    string
	Members  int
	Credited ops.Value
	Cost     ops.Value
	Payback  ops.Value
	At       []EarningsAt // by day
}

// EarningsAt is how things stand after Day days, for members who have had them: Earned is revenue
// less refunds and less the cost of goods that orders state, Cost what the days of joining of these
// members cost, Return Earned ÷ Cost. All are pending where nobody has had them.
type EarningsAt struct {
	Day                                   int
	Members, Buyers                       int
	Credited                              ops.Value
	Revenue, Refunds, CostOfGoods, Earned ops.Value
	Cost, Return                          ops.Value
}

// Earnings answers q, of which Range, Filter, Measures and Through follow the view and the record.
func (d Buying) Earnings(ctx context.Context, v *View, q engine.EarnedQuery) (*Earnings, error) {
	metrics, err := d.Lookup([]string{"loaded_cost"})
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics)
	through, ok := d.Through()
	out := &Earnings{notes: notes, All: EarningsGroup{Cost: pending, Payback: pending, Credited: pending}}
	if !ok {
		out.notes = append(append(out.notes, nothing(d.Data, "events")...), nothing(d.Data, "orders")...)
	}
	q.Measures, q.Filter, q.Through = EarnedMeasures(), v.Filter, through
	q.Range = cut.Range.And(ops.Range{From: cut.Range.From, To: through + 1})
	asked := q.Days
	out.Query, out.Range = q, q.Range
	for _, n := range asked {
		out.All.At = append(out.All.At, unknownEarnings(n))
	}
	if !ok || q.Range.Len() <= 0 {
		return out, nil
	}
	for n := range PaybackDays + 1 {
		if !slices.Contains(q.Days, n) {
			q.Days = append(slices.Clone(q.Days), n)
		}
	}
	slices.Sort(q.Days)
	answer, err := d.Snapshot.Earned(ctx, q)
	if err != nil {
		return nil, err
	}
	whole := q
	whole.By, whole.Credit = "", engine.CreditJoin
	all, err := d.Snapshot.Earned(ctx, whole)
	if err != nil {
		return nil, err
	}
	costs, err := d.dailyCosts(ctx, v, q)
	if err != nil {
		return nil, err
	}
	out.Joined, out.Touched = answer.Joined, answer.Touched
	if q.Credit != engine.CreditJoin && answer.Touched == 0 {
		out.notes = append(out.notes, Note{Code: NoTouches, Args: []any{engine.TouchDays}})
	}
	names := map[string]engine.EarnedGroup{}
	for _, g := range answer.Groups {
		names[g.Group] = g
	}
	nobody := engine.EarnedGroup{At: slices.Repeat([]engine.EarnedAt{{Sums: make([]engine.Cell, len(q.Measures))}}, len(q.Days))}
	for name := range costs.groups {
		if _, ok := names[name]; !ok {
			nobody.Group = name
			names[name] = nobody // they share its days, which nothing writes to
		}
	}
	for name, g := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out.Groups = append(out.Groups, d.earningsOf(q, g, costs.of(name), asked))
	}
	slices.SortFunc(out.Groups, func(a, b EarningsGroup) int {
		return cmp.Or(cmp.Compare(b.Cost.Number, a.Cost.Number), cmp.Compare(b.Members, a.Members), cmp.Compare(a.Group, b.Group))
	})
	nobody.Group = ""
	total := nobody
	if len(all.Groups) > 0 {
		total = all.Groups[0]
	}
	out.All = d.earningsOf(q, total, costs.all, asked)
	return out, nil
}

func unknownEarnings(n int) EarningsAt {
	return EarningsAt{Day: n, Credited: pending, Revenue: pending, Refunds: pending, CostOfGoods: pending, Earned: pending, Cost: pending, Return: pending}
}

// dayCosts are the loaded costs of the days of joining, by group and of all. Where rows do not say
// whose a cost is, that of no group is known.
type dayCosts struct {
	groups  map[string][]ops.Value
	all     []ops.Value
	alone   bool // nothing is told apart: the one group is all of them
	guarded bool
}

// of returns the costs of a group, which are 0 where no row has any.
func (c *dayCosts) of(name string) []ops.Value {
	if c.alone {
		return c.all
	}
	if days, ok := c.groups[name]; ok {
		return days
	}
	if c.guarded {
		return slices.Repeat([]ops.Value{notApplicable}, len(c.all))
	}
	return slices.Repeat([]ops.Value{known(0)}, len(c.all))
}

func (d Buying) dailyCosts(ctx context.Context, v *View, q engine.EarnedQuery) (*dayCosts, error) {
	out := &dayCosts{groups: map[string][]ops.Value{}, alone: q.By == ""}
	ask := Query{Metrics: []string{"loaded_cost"}}
	if q.By != "" {
		ask.By = []string{q.By}
	}
	t, err := d.Metrics(ctx, &View{Range: q.Range, Grain: ops.Daily, Compare: NoCompare, Filter: v.Filter}, ask)
	if err != nil {
		return nil, err
	}
	exact, err := d.exactly(ctx, t.Columns[0].Metric, engine.SumQuery{Range: q.Range, Grain: ops.Daily, By: ask.By, Filter: v.Filter})
	if err != nil {
		return nil, err
	}
	c := &t.Columns[0]
	for b, f := range c.ByBucket {
		out.all = append(out.all, exact(f.Value, func(m engine.MeasureSums, _ int) engine.Cell { return m.ByBucket[b] }, ""))
	}
	out.guarded = c.Missing != "" || slices.ContainsFunc(t.Notes, func(n Note) bool { return n.Code == NotAttributed })
	for g, group := range t.Groups {
		if q.By == "" || c.Missing != "" {
			continue
		}
		for b := range t.Buckets {
			name := group.Values[0]
			cell := func(m engine.MeasureSums, g int) engine.Cell { return m.Cells[g*len(t.Buckets)+b] }
			out.groups[name] = append(out.groups[name], exact(c.Cell(g, b).Value, cell, name))
		}
	}
	return out, nil
}

// exactly returns what gives values of a sum of money, where they are known, the amount before it was
// rounded: so days add up to what they cost (SPEC §1, rounded once, at the figure). It takes the
// cells of a group of q; without By of all.
func (d Buying) exactly(ctx context.Context, m *ops.Metric, q engine.SumQuery) (
	func(v ops.Value, cell func(m engine.MeasureSums, group int) engine.Cell, group string) ops.Value, error) {
	for _, term := range m.Num {
		q.Measures = append(q.Measures, d.Catalog.Measures[term.Measure])
	}
	sums, err := d.Snapshot.Sums(ctx, q)
	if err != nil {
		return nil, err
	}
	groups := map[string]int{}
	for i, name := range sums.Groups {
		if len(name) > 0 {
			groups[name[0]] = i
		}
	}
	unit := math.Pow10(ops.Exponent(d.Currency))
	return func(v ops.Value, cell func(m engine.MeasureSums, group int) engine.Cell, group string) ops.Value {
		if v.State != ops.Known {
			return v
		}
		v.Num = 0
		for i, term := range m.Num {
			at, there := groups[group]
			if len(q.By) > 0 && (!there || sums.Measures[i].Missing != "") {
				continue // no row is of the group
			}
			whole, rest := cell(sums.Measures[i], at).Exact()
			v.Num += float64(term.Sign) * (float64(whole) + float64(rest)/engine.RestUnit) / unit
		}
		return v
	}, nil
}

// earningsOf works out one group.
func (d Buying) earningsOf(q engine.EarnedQuery, g engine.EarnedGroup, costs []ops.Value, asked []int) EarningsGroup {
	out := EarningsGroup{Group: g.Group, Members: g.Members, Credited: known(float64(g.Parts) / engine.MemberParts), Cost: d.costOf(costs), Payback: pending}
	if out.Cost.State == ops.NotApplicable || out.Cost.State == ops.Known && out.Cost.Number == 0 {
		out.Payback = notApplicable
	}
	gap := false
	for i, n := range q.Days {
		days := min(q.Range.Len(), max(0, int(q.Through)-n-int(q.Range.From)+1)) // whose members have had day n
		at := unknownEarnings(n)
		if days > 0 {
			at = d.earningsAt(n, g.At[i], d.costOf(costs[:days]))
		}
		if slices.Contains(asked, n) {
			out.At = append(out.At, at)
		}
		paid := at.Return.State == ops.Known && at.Members >= FewSubjects && at.Return.Number >= 1
		if out.Payback.State == ops.Pending && paid && n <= PaybackDays && !gap {
			out.Payback = number(n)
		}
		gap = gap || at.Return.State != ops.Known // whether they had paid back by then nobody knows
	}
	return out
}

// costOf adds up days, rounded once.
func (d Buying) costOf(days []ops.Value) ops.Value {
	out := addUp(days)
	out.Number = d.shownMoney(out.Number)
	return out
}

func (d Buying) earningsAt(n int, at engine.EarnedAt, cost ops.Value) EarningsAt {
	revenue, refunds, goods := at.Sums[0], at.Sums[1], at.Sums[2]
	out := EarningsAt{Day: n, Members: at.Members, Buyers: at.Buyers, Credited: known(float64(at.Parts) / engine.MemberParts), Cost: cost,
		Revenue: d.money(revenue), Refunds: d.money(refunds), CostOfGoods: d.money(goods)}
	less := func(c engine.Cell) engine.Cell {
		c.Sum, c.Rest = -c.Sum, -c.Rest
		return c
	}
	out.Earned = d.money(revenue.Plus(less(refunds)).Plus(less(goods)))
	out.Return = ratio(out.Earned, cost)
	if cost.State == ops.NotApplicable {
		out.Return = notApplicable
	}
	return out
}

// money is a sum of money in the reporting currency, not known where a row has no rate.
func (d Buying) money(c engine.Cell) ops.Value {
	switch {
	case c.Hidden != ops.Known:
		return ops.Value{State: c.Hidden}
	case c.Unknown > 0:
		return pending
	}
	return known(float64(c.Rounded()) / math.Pow10(ops.Exponent(d.Currency)))
}
