package analysis

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Query asks for metrics over the range of a view, by its buckets and by
// groups.
type Query struct {
	Metrics   []string
	By        []string // dimensions; none = one group
	Sort      string   // metric that orders the groups by its group total; "" = the first of Metrics
	Ascending bool
	Limit     int // groups shown, the rest added up as one more; 0 = all
}

// Table is the answer to a Query: for every metric a grid of groups × buckets
// with its totals. Every figure is a ratio of sums (R4), never a sum or mean
// of other figures.
type Table struct {
	View    *View
	Buckets []Bucket
	By      []string
	Groups  []Group
	Columns []Column
	Notes   []Note
	labels  []ops.Label // of By
}

// Bucket is one point in time of a table and what it is compared with, which
// is empty without comparison.
type Bucket struct{ Days, Compare ops.Range }

// Group is one row of a table. Values are those of By, "" meaning not stated.
// Other is how many groups were added up in this one; 0 for a group proper.
type Group struct {
	Values []string
	Other  int
}

// Column holds the figures of one metric. Totals cover Complete only: the days
// of the range up to the metric's watermark (R2).
type Column struct {
	Metric   *ops.Metric
	Known    bool    // all its records have been imported
	Through  ops.Day // its watermark, if Known
	Complete ops.Range
	LeftOut  int      // days of the range after Complete
	Missing  string   // dimension that its records do not have: all figures by group are not applicable
	Cells    []Figure // group·len(Buckets) + bucket
	ByBucket []Figure
	ByGroup  []Figure
	Total    Figure
}

// Figure is a value with what is needed to judge it. Compare and Delta are
// not applicable where there is no comparison.
type Figure struct {
	ops.Value
	InProgress bool // the bucket ends after the watermark: draw it dashed, compare it with nothing
	Compare    ops.Value
	Delta      Delta
	Interval   Interval // of a proportion
	AtMost     bool     // an upper bound: some rows do not state what it subtracts
	LeftOut    float64  // share of what it might be taken from that is left out as unknown
}

// Cell returns the figure of a group in a bucket.
func (c *Column) Cell(group, bucket int) Figure {
	return c.Cells[group*len(c.ByBucket)+bucket]
}

// maxFigures bounds the figures of a table, some 300 bytes each with the row
// they are written in.
const maxFigures = 300_000

// Metrics answers q on view v. Errors are those of the engine, unknown_metric,
// unknown_dimension and answer_too_large.
func (d Data) Metrics(ctx context.Context, v *View, q Query) (*Table, error) {
	metrics, err := d.Lookup(q.Metrics)
	if err != nil {
		return nil, err
	}
	t := &Table{View: v, By: q.By}
	for _, dim := range q.By {
		if err := CheckDimension(dim); err != nil {
			return nil, err
		}
		t.labels = append(t.labels, d.Catalog.Dimensions[dim])
	}
	for _, b := range d.Calendar.Buckets(v.Range, v.Grain) {
		bucket := Bucket{Days: b}
		if v.Compare != NoCompare {
			bucket.Compare = v.Past(b)
		}
		t.Buckets = append(t.Buckets, bucket)
	}
	a := &asker{data: d, view: v, by: q.By, metrics: metrics}
	t.Notes = d.sourceNotes(v, metrics)
	left := make([]int, len(metrics))
	for i, m := range metrics {
		s := d.coverage(v, m)
		a.spans = append(a.spans, s)
		t.Notes = append(t.Notes, s.notes...)
		if s.known {
			left[i] = v.Range.Len() - s.complete.Len()
		}
	}
	t.Notes = append(t.Notes, leftOut(metrics, left)...)
	if v.Range.Len() == 0 {
		for i, m := range metrics {
			unknown := Figure{Value: pending, Compare: notApplicable, Delta: noDelta}
			t.Columns = append(t.Columns, Column{Metric: m, Known: a.spans[i].known, Total: unknown})
		}
		return t, nil
	}
	if err := a.ask(ctx); err != nil {
		return nil, err
	}
	order := a.order(q)
	shown := order
	if q.Limit > 0 && len(order) > q.Limit {
		shown = order[:q.Limit]
	}
	rest := order[len(shown):]
	if (len(shown)+1)*(len(t.Buckets)+1)*len(metrics) > maxFigures {
		return nil, engine.TooManyCells(maxFigures)
	}
	for _, g := range shown {
		t.Groups = append(t.Groups, Group{Values: a.groups[g]})
	}
	if len(rest) > 0 {
		t.Groups = append(t.Groups, Group{Values: make([]string, len(q.By)), Other: len(rest)})
	}
	t.Notes = append(t.Notes, a.holeNotes()...)
	others, err := a.others(ctx, q, shown, rest)
	if err != nil {
		return nil, err
	}
	for i := range metrics {
		col, notes := a.column(i, shown, rest)
		if own := others[metrics[i].Name]; own != nil {
			col.takeOthers(own)
			notes = slices.DeleteFunc(notes, func(n Note) bool { return n.Code == NotAdditive })
		}
		t.Columns = append(t.Columns, col)
		t.Notes = append(t.Notes, notes...)
	}
	t.Notes = unique(t.Notes)
	if v.HideOpen {
		t.hideOpen()
	}
	return t, nil
}

// hideOpen drops the buckets that are in progress for every metric.
func (t *Table) hideOpen() {
	keep := len(t.Buckets)
	for keep > 0 && !slices.ContainsFunc(t.Columns, func(c Column) bool { return !c.ByBucket[keep-1].InProgress }) {
		keep--
	}
	n := len(t.Buckets)
	t.Buckets = t.Buckets[:keep]
	for i := range t.Columns {
		c := &t.Columns[i]
		var cells []Figure
		for g := range t.Groups {
			cells = append(cells, c.Cells[g*n:g*n+keep]...)
		}
		c.Cells, c.ByBucket = cells, c.ByBucket[:keep]
	}
}

func shift(r ops.Range, days int) ops.Range {
	return ops.Range{From: r.From - ops.Day(days), To: r.To - ops.Day(days)}
}

// compareFigures orders figures by number; the unknown come last either way.
func compareFigures(a, b ops.Value, ascending bool) int {
	if (a.State == ops.Known) != (b.State == ops.Known) {
		if a.State == ops.Known {
			return -1
		}
		return 1
	}
	if ascending {
		return cmp.Compare(a.Number, b.Number)
	}
	return cmp.Compare(b.Number, a.Number)
}
