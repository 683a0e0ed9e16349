package analysis

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

// Whatever was imported and of whatever metric: what a figure is compared with is
// the figure of the other days, asked for by themselves. Levels that are stated on
// one day only, blanks, distinct members, metrics of several records and those
// narrowed to channels with spend are among them.
func TestComparisonIsTheOtherDaysAskedForThemselves(t *testing.T) {
	c, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	compared := map[ops.State]int{}
	rapid.Check(t, func(r *rapid.T) {
		s := enginetest.RandomSettings(r)
		source := enginetest.NewSource(s.Calendar)
		for range rapid.IntRange(2, 6).Draw(r, "steps") {
			enginetest.RandomStep(r, source, 15, "spend", "spend", "followers", "posts", "orders", "costs", "events", "members", "rates")
		}
		said(r, source)
		e := memory.New(source, memory.Options{Calendar: s.Calendar, Currency: s.Currency})
		if err := e.Refresh(t.Context()); err != nil {
			r.Fatal(err)
		}
		d := Data{Snapshot: e.Current(), Catalog: c, Calendar: s.Calendar, Currency: s.Currency}
		for _, m := range rapid.SliceOfNDistinct(rapid.SampledFrom(c.Metrics), 8, 8, rapid.ID[*ops.Metric]).Draw(r, "metrics") {
			askBeside(t, r, d, m, compared)
		}
	})
	if !testing.Short() && (compared[ops.Known] < 50 || compared[ops.Pending] == 0 || compared[ops.NotApplicable] == 0) {
		t.Errorf("%v: this proves nothing", compared)
	}
}

// askBeside asks a random question about a metric, and for what its figures are
// compared with.
func askBeside(t *testing.T, r *rapid.T, d Data, m *ops.Metric, seen map[ops.State]int) {
	from := ops.DayOf(2026, 10, 10) + ops.Day(rapid.IntRange(0, 25).Draw(r, "from"))
	to := from + ops.Day(rapid.IntRange(0, 15).Draw(r, "days"))
	p := Params{From: from.String(), To: to.String(), Grain: some(r, "grain", "day", "week", "whole"),
		Compare: some(r, "compare", "previous", "weekdays", "month")}
	q := Query{Metrics: []string{m.Name}}
	if by := some(r, "by", "", "channel", "platform", "account"); by != "" {
		q.By = []string{by}
	}
	v := resolve(t, d, p, m.Name)
	table := ask(t, d, v, q)
	column := &table.Columns[0]
	b := beside{t: t, r: r, d: d, v: v, q: q, column: column, seen: seen}
	b.begins = d.coverage(v, m).begins
	b.figure("total", column.Total, column.Complete, -1, table)
	for g := range table.Groups {
		b.figure(fmt.Sprint("group ", table.Groups[g].Values), column.ByGroup[g], column.Complete, g, table)
		for k, bucket := range table.Buckets {
			b.figure(fmt.Sprint("cell ", table.Groups[g].Values, " of ", bucket.Days), column.Cell(g, k), elapsedOf(column, bucket.Days), g, table)
		}
	}
	for k, bucket := range table.Buckets {
		b.figure(fmt.Sprint("bucket ", bucket.Days), column.ByBucket[k], elapsedOf(column, bucket.Days), -1, table)
	}
}

// said has somebody say how far the accounts are complete, mostly to the end. Else
// nearly nothing would be known, as few of them have a row on the last days.
func said(r *rapid.T, source *enginetest.Source) {
	all, err := source.Sources(context.Background())
	if err != nil {
		r.Fatal(err)
	}
	through := ops.DayOf(2026, 11, 24) - ops.Day(max(0, rapid.IntRange(-30, 40).Draw(r, "before the end")))
	for _, x := range all {
		if record, ok := ops.RecordNamed(x.Record); ok && record.Marked {
			source.Declare(ops.Source{Record: x.Record, Name: x.Name, Part: x.Part, Through: through})
		}
	}
}

// elapsedOf returns the days of a bucket that are over.
func elapsedOf(c *Column, days ops.Range) ops.Range {
	if over := days.And(c.Complete); over.Len() > 0 {
		return over
	}
	return days
}

// beside asks for the other days of figures.
type beside struct {
	t      *testing.T
	r      *rapid.T
	d      Data
	v      *View
	q      Query
	column *Column
	begins ops.Day
	seen   map[ops.State]int
}

// figure asks for what a figure of some days is compared with.
func (b *beside) figure(what string, f Figure, days ops.Range, g int, table *Table) {
	if !b.column.Known || days.Len() == 0 || days.To <= b.begins {
		return
	}
	past := slowPast(b.v.Compare, b.v.Range, days)
	if past.From < b.begins || past.To > b.column.Through+1 {
		if f.Compare.State == ops.Known {
			b.r.Fatalf("%s of %s is compared with %v over %s, which is not all there", what, b.column.Metric.Name, f.Compare.Number, past)
		}
		return
	}
	if f.Compare.State != ops.Known && f.InProgress { // a ratio of days to come has no figure beside it
		return
	}
	v := resolve(b.t, b.d, Params{From: past.From.String(), To: past.Last().String(), Grain: "whole", Compare: "none"}, b.column.Metric.Name)
	other := ask(b.t, b.d, v, b.q)
	want := other.Columns[0].Total
	if g >= 0 {
		at := slices.IndexFunc(other.Groups, func(o Group) bool { return slices.Equal(o.Values, table.Groups[g].Values) })
		if at < 0 { // no rows of it on those days: a sum of nothing, or nothing at all
			if f.Compare.State == ops.Known && f.Compare.Number != 0 {
				b.r.Fatalf("%s of %s is compared with %v of no rows", what, b.column.Metric.Name, f.Compare.Number)
			}
			return
		}
		want = other.Columns[0].ByGroup[at]
	}
	m := b.column.Metric
	if m.Over != (ops.Over{}) || strings.HasPrefix(m.Name, "reported_") {
		return // narrowed by, or apart over, all days of the comparison
	}
	if g >= 0 && past != b.v.CompareRange && b.judgedOverAll(f, want.Value, other, table.Groups[g].Values) {
		return
	}
	b.seen[f.Compare.State]++
	if f.Compare.State != want.State || !(math.Abs(f.Compare.Number-want.Number) <= 1e-9*math.Max(1, math.Abs(want.Number))) {
		b.r.Fatalf("%s of %s is compared with %v %v, over %s it is %v %v", what, m.Name, f.Compare.State, f.Compare.Number, past, want.State, want.Number)
	}
}

// judgedOverAll reports whether a group has a figure on one side alone because all
// of the comparison decides whether rows attribute a metric to groups, and whether
// anybody reported of the group: its days decide otherwise where they are asked for
// by themselves.
func (b *beside) judgedOverAll(f Figure, want ops.Value, other *Table, group []string) bool {
	unattributed := func(t *Table) bool { return len(noteArgs(t.Notes, NotAttributed)) > 0 }
	switch {
	case f.Compare.State != ops.NotApplicable && want.State == ops.NotApplicable: // 0: rows of other days name or report it
		return unattributed(other) || f.Compare.State == ops.Known && f.Compare.Number == 0 || f.Compare.State == ops.Pending && b.ofOneRecord()
	case f.Compare.State == ops.NotApplicable && want.State != ops.NotApplicable:
		past := b.v.CompareRange
		v := resolve(b.t, b.d, Params{From: past.From.String(), To: past.Last().String(), Grain: "whole", Compare: "none"}, b.column.Metric.Name)
		all := ask(b.t, b.d, v, b.q)
		at := slices.IndexFunc(all.Groups, func(o Group) bool { return slices.Equal(o.Values, group) })
		sum := len(b.column.Metric.Den) == 0 && want.Number == 0 // of a group that no row names
		return (unattributed(all) || sum) && at >= 0 && all.Columns[0].ByGroup[at].State == ops.NotApplicable
	}
	return false
}

// ofOneRecord reports whether all that the metric is made of are rows of one record:
// a group of which nobody reports on some days is not known on those of a longer range.
func (b *beside) ofOneRecord() bool {
	m := b.column.Metric
	first := b.d.Catalog.Measures[m.Num[0].Measure].Record
	return !slices.ContainsFunc(slices.Concat(m.Num, m.Den), func(t ops.Term) bool { return b.d.Catalog.Measures[t.Measure].Record != first })
}
