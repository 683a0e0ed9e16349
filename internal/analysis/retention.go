package analysis

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Retention says how many members of each cohort came back (SPEC §5). It
// answers panels of the types retention, drawn as a triangle, retention_curve
// and retention_trend.
type Retention struct {
	Query   engine.RetentionQuery // as asked; By is that of Curves
	Period  ops.Grain
	Periods int      // last cell of any cohort
	Cohorts []Cohort // of all members, in order of start; of cohorts that are groups themselves, in order of group
	All     Curve    // of all members; empty where cohorts are groups
	By      string
	Curves  []Curve // one per group of By, the largest first; what is left out comes last, as one
	Other   int     // groups in the last one; 0 if all have one of their own
	Trend   int     // period drawn over time
	curves  bool    // it is the curves that are shown
	notes   []Note
	labels  ops.Label // of By
}

// Cohort is one row of the triangle; Cells[h] is period h, or bracket h. Group
// is set where cohorts are groups themselves.
type Cohort struct {
	Group string
	Start ops.Day
	Size  int
	Cells []CohortCell
}

// CohortCell is one period of a cohort. Count is what is known so far; Rate is
// pending until all members have had the whole period (R6).
type CohortCell struct {
	Period int
	Count  int
	Rate   Figure
}

// Curve is Σ returned ÷ Σ size by period over mature members.
type Curve struct {
	Group  string
	Other  int // if not 0, how many groups it has together
	Size   int // of period 0
	Points []CurvePoint
}

// CurvePoint is one period. Mean is the simple mean of the cohorts' rates, Left
// the members left out as immature.
type CurvePoint struct {
	Period int
	Rate   Figure
	Mean   ops.Value
	Left   int
}

// Grouped reports whether the cohorts are groups themselves: a member may be in
// several, so that there is no average of all.
func (r *Retention) Grouped() bool {
	switch r.Query.Cohort {
	case engine.CohortChannel, engine.CohortCampaign, engine.CohortChallenge:
		return true
	}
	return false
}

// TrendCell returns the cell of a cohort that the trend draws; false if it has
// none. Of brackets it is the one that begins with the period, else the first.
func (r *Retention) TrendCell(c Cohort) (CohortCell, bool) {
	i := slices.IndexFunc(c.Cells, func(x CohortCell) bool { return x.Period == r.Trend })
	if i < 0 && r.Query.Mode == engine.ModeBracket {
		i = 0
	}
	if i < 0 || i >= len(c.Cells) {
		return CohortCell{}, false
	}
	return c.Cells[i], true
}

// CellOf returns the index of a cell, by which its members are asked for.
func (r *Retention) CellOf(c CohortCell) int {
	if r.Query.Mode == engine.ModeBracket {
		return max(0, slices.IndexFunc(r.Query.Brackets, func(b [2]int) bool { return b[0] == c.Period }))
	}
	return c.Period
}

// Retention answers panels of the types retention, retention_curve and
// retention_trend.
func (d Data) Retention(ctx context.Context, v *View, p *ops.Panel) (*Retention, error) {
	asked := v.Asks(p)
	q := *asked.Retention
	out := &Retention{Query: q, Period: q.Period, By: q.By, Trend: asked.Trend, curves: p.Type == "retention_curve"}
	through, ok := d.eventsThrough(v)
	if !ok {
		out.notes = nothing(d, "events")
		return out, nil
	}
	q.Range, q.Filter, q.Through = v.Range, v.Filter, through
	if out.Grouped() {
		q.By = q.Cohort
		out.By = q.By
	}
	out.Query, out.labels = q, d.Catalog.Dimensions[out.By]
	if !out.Grouped() {
		q.By = ""
	}
	all, err := d.Snapshot.Retention(ctx, q)
	if err != nil {
		return nil, err
	}
	if all.Cells() > maxCells {
		return nil, engine.TooManyCells(maxCells)
	}
	for _, c := range all.Cohorts {
		row := Cohort{Group: c.Group, Start: c.Start, Size: c.Size}
		for h, state := range c.State {
			x := CohortCell{Period: periodOf(q, h), Count: int(c.Count[h])}
			if state == engine.Complete {
				x.Rate = proportionOf(int(c.Returned[h]), int(c.Mature[h]))
			} else {
				x.Rate = Figure{Value: pending, InProgress: state == engine.Partial, Compare: notApplicable, Delta: noDelta}
			}
			out.Periods = max(out.Periods, h)
			row.Cells = append(row.Cells, x)
		}
		out.Cohorts = append(out.Cohorts, row)
	}
	groups := all
	if curves, _ := curvesOf(all, q, 1); !out.Grouped() && len(curves) > 0 {
		out.All = curves[0]
	}
	if out.By == "" {
		return out, nil
	}
	if !out.Grouped() {
		q.By = out.By
		if groups, err = d.Snapshot.Retention(ctx, q); err != nil {
			return nil, err
		}
	}
	out.Curves, out.Other = curvesOf(groups, q, cmp.Or(p.Limit, lineSeries))
	return out, nil
}

// maxCells bounds the cells of a triangle, some 200 bytes each.
const maxCells = 500_000

// curvesOf returns the averages of the largest groups of an answer as curves,
// that of all others together behind them, and how many those are.
func curvesOf(r *engine.Retention, q engine.RetentionQuery, limit int) ([]Curve, int) {
	sizes := map[string]int{}
	for _, c := range r.Cohorts {
		sizes[c.Group] += c.Size
	}
	averages, rest := largest(slices.Clone(r.Average), limit, func(a engine.RetentionAverage) int { return sizes[a.Group] })
	if len(rest) > 0 {
		averages = append(slices.Clone(averages), restOfRetention(rest))
		for _, a := range rest {
			sizes[ops.OtherGroups] += sizes[a.Group]
		}
	}
	out := make([]Curve, len(averages))
	for i, a := range averages {
		out[i] = Curve{Group: a.Group, Size: sizes[a.Group]}
		if i == limit {
			out[i].Other = len(rest)
		}
		for h := range a.Size {
			point := CurvePoint{Period: periodOf(q, h), Rate: proportionOf(a.Returned[h], a.Size[h]), Mean: ops.Value{Number: a.Mean[h]}, Left: a.Left[h]}
			if out[i].Other > 0 {
				point.Mean = notApplicable
			}
			if a.Size[h] == 0 {
				point.Mean = notApplicable
				if a.Left[h] > 0 {
					point.Rate.Value, point.Mean = pending, pending
				}
			}
			out[i].Points = append(out[i].Points, point)
		}
	}
	return out, len(rest)
}

// largest returns the groups with the largest size, equal ones in their order,
// and those it leaves out.
func largest[G any](groups []G, limit int, size func(G) int) (shown, left []G) {
	slices.SortStableFunc(groups, func(a, b G) int { return cmp.Compare(size(b), size(a)) })
	n := min(limit, len(groups))
	return groups[:n], groups[n:]
}

// periodOf returns the period of cell h: of a bracket, its first one.
func periodOf(q engine.RetentionQuery, h int) int {
	if q.Mode == engine.ModeBracket {
		return q.Brackets[h][0]
	}
	return h
}

// eventsThrough returns the watermark of events for a view that is not empty.
func (d Data) eventsThrough(v *View) (ops.Day, bool) {
	through, ok := d.watermark("events", v.Filter)
	return through, ok && v.Range.Len() > 0
}

// Frame has one row for each cohort and period: size, members that came back
// and rate; of curves by group, one for each group and period, all members first.
func (r *Retention) Frame() *ops.Frame {
	period := ops.KeyColumn{Name: "period", Label: ops.Label{En: "Period", Zh: "周期"}}
	size := ops.ValueColumn{Name: "size", Label: ops.Label{En: "Members", Zh: "人数"}, Unit: ops.UnitCount}
	share := ops.ValueColumn{Name: "rate", Label: ops.Label{En: "Retention", Zh: "留存率"}, Unit: ops.UnitPercent}
	if r.curves && r.By != "" && !r.Grouped() {
		group := ops.KeyColumn{Name: r.By, Label: r.labels}
		for i, c := range append([]Curve{r.All}, r.Curves...) {
			for _, point := range c.Points {
				group.Texts = append(group.Texts, groupKey(i, c.Group))
				period.Texts = append(period.Texts, strconv.Itoa(point.Period))
				size.Values = append(size.Values, number(c.Size))
				share.Values = append(share.Values, point.Rate.Value)
			}
		}
		return &ops.Frame{Keys: []ops.KeyColumn{group, period}, Values: []ops.ValueColumn{size, share}}
	}
	group := ops.KeyColumn{Name: r.By, Label: r.labels}
	start := ops.KeyColumn{Name: "cohort", Label: ops.Label{En: "Cohort", Zh: "群组"}}
	count := ops.ValueColumn{Name: "count", Label: ops.Label{En: "Came back", Zh: "回访人数"}, Unit: ops.UnitCount}
	for _, c := range r.Cohorts {
		for _, cell := range c.Cells {
			group.Texts, start.Texts = append(group.Texts, c.Group), append(start.Texts, c.Start.String())
			period.Texts = append(period.Texts, strconv.Itoa(cell.Period))
			size.Values = append(size.Values, number(c.Size))
			if cell.Rate.State == ops.Known || cell.Rate.InProgress {
				count.Values = append(count.Values, number(cell.Count))
			} else {
				count.Values = append(count.Values, pending)
			}
			share.Values = append(share.Values, cell.Rate.Value)
		}
	}
	keys := []ops.KeyColumn{start, period}
	if r.Grouped() {
		keys = slices.Insert(keys, 0, group)
	}
	return &ops.Frame{Keys: keys, Values: []ops.ValueColumn{size, count, share}}
}

// groupKey is the key text of the i-th of groups that all members come before.
func groupKey(i int, group string) string {
	if i == 0 {
		return allMembers
	}
	return group
}

// allMembers is the key text of a row about the members of every group: an
// empty one means not stated.
const allMembers = "*"

// Remarks implements Result.
func (r *Retention) Remarks() []Note { return r.notes }

// headlines are the averages of a few periods; of cohorts that are groups
// themselves the first of those of each group.
func (r *Retention) headlines() []Headline {
	marks := map[ops.Grain][]int{ops.Daily: {1, 7, 30}, ops.Weekly: {1, 4, 8}, ops.Monthly: {1, 3, 6}}[r.Period]
	units := map[ops.Grain]ops.Label{ops.Daily: {En: "Day", Zh: "日"}, ops.Weekly: {En: "Week", Zh: "周"}, ops.Monthly: {En: "Month", Zh: "月"}}
	of := func(c Curve, group string, marks []int) (out []Headline) {
		for _, x := range c.Points {
			for _, m := range marks {
				if x.Period == m {
					unit, n := units[r.Period], strconv.Itoa(m)
					h := ofPersons(group+"\x00"+n, unit.En+" "+n, "第 "+n+" "+unit.Zh, ops.UpGood, x.Rate.Value)
					h.Column = string(r.Period) + "_" + n
					if r.Grouped() {
						h.Name, h.Keys, h.Values = group, []SheetKey{{Name: r.By, Dimension: r.By}}, []string{group}
					}
					out = append(out, h)
				}
			}
		}
		return out
	}
	if len(r.Query.Brackets) > 0 {
		marks = nil
		for _, b := range r.Query.Brackets {
			marks = append(marks, b[0])
		}
	}
	if !r.Grouped() {
		return of(r.All, "", marks)
	}
	var out []Headline
	for _, c := range r.Curves {
		out = append(out, of(c, c.Group, marks[:min(1, len(marks))])...)
	}
	return out
}

func (r *Retention) period() ops.Grain { return cmp.Or(r.Query.GroupBy, r.Query.Period) }
