package analysis

import (
	"context"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/engine/trace"
	"daybreak/internal/ops"
)

// traced returns data of a source, and what traces its sums.
func traced(t testing.TB, source *enginetest.Source, currency string) (Data, trace.Tracer) {
	t.Helper()
	e := memory.New(source, memory.Options{Calendar: source.Calendar, Currency: currency})
	if err := e.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	c, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	return Data{Snapshot: e.Current(), Catalog: c, Calendar: source.Calendar, Currency: currency},
		trace.Tracer{Source: source, Calendar: source.Calendar, Currency: currency}
}

// TestContributionsComeToTheFigure: in random worlds of several imports and undos, what
// the imports add to each sum of each metric of the catalog is that sum, to the minor
// unit, and the sums make the figure.
func TestContributionsComeToTheFigure(t *testing.T) {
	known := 0
	rapid.Check(t, func(rt *rapid.T) {
		s := enginetest.RandomSettings(rt)
		source := enginetest.NewSource(s.Calendar)
		for range rapid.IntRange(2, 6).Draw(rt, "steps") {
			enginetest.RandomStep(rt, source, 20, "spend", "followers", "posts", "orders", "costs", "events", "events", "members", "rates")
		}
		d, tracer := traced(t, source, s.Currency)
		unit := math.Pow10(-ops.Exponent(s.Currency))
		v := &View{Range: enginetest.RandomRange(rt), Grain: ops.Whole, Compare: NoCompare}
		if rapid.Bool().Draw(rt, "filtered") {
			v.Filter = []ops.Filter{{Dimension: "channel", Values: []string{"zhihu", ""}, Not: rapid.Bool().Draw(rt, "not")}}
		}
		for _, m := range d.Catalog.Metrics {
			p, err := Trace(context.Background(), d, v, m, tracer, true)
			if err != nil {
				rt.Fatalf("%s: %v", m.Name, err)
			}
			if p.Column.Total.State != ops.Known {
				continue
			}
			known++
			halves := make([]float64, 2)
			for h, addends := range p.Halves {
				for _, x := range addends {
					sum := 0.0
					for _, part := range x.Parts {
						sum += part.Number
					}
					if math.Abs(sum-x.Value.Number) > 1e-9*(1+math.Abs(sum)) {
						rt.Fatalf("%s, %s: the imports add %v, the sum is %v", m.Name, x.Name, sum, x.Value.Number)
					}
					halves[h] += float64(x.Sign) * x.Value.Number
				}
			}
			want := p.Column.Total.Num
			if math.Abs(halves[0]-want) > unit*float64(len(p.Halves[0])) { // each sum is rounded for itself
				rt.Fatalf("%s: the sums make %v, the figure has %v", m.Name, halves[0], want)
			}
			if len(p.Halves) > 1 && math.Abs(halves[1]-p.Column.Total.Den) > unit*float64(len(p.Halves[1])) {
				rt.Fatalf("%s: the sums below make %v, the figure has %v", m.Name, halves[1], p.Column.Total.Den)
			}
		}
	})
	if known == 0 {
		t.Error("no figure is known in any world")
	}
}

// TestProvenanceOfROI is the worked answer of SPEC-LOOP §16.
func TestProvenanceOfROI(t *testing.T) {
	calendar := ops.Calendar{Zone: time.FixedZone("UTC+8", 8*3600), WeekStart: time.Monday}
	source := enginetest.NewSource(calendar)
	for _, r := range ops.Records() {
		if text, ok := story()[r.Name]; ok {
			if _, err := source.Import(r.Name, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	streams, err := source.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range streams { // a file vouches for all its sources through its last day
		source.Declare(ops.Source{Record: s.Record, Name: s.Name, Part: s.Part, Through: ops.DayOf(2026, 10, 31)})
	}
	d, tracer := traced(t, source, "CNY")
	m, _ := d.Catalog.Metric("roi")
	v := &View{Range: ops.Range{From: ops.DayOf(2026, 10, 4), To: ops.DayOf(2026, 11, 1)}, Grain: ops.Whole, Compare: NoCompare}
	p, err := Trace(t.Context(), d, v, m, tracer, true)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "ROI", p.Column.Total.Number, 589.02/24368.78, 1e-6)
	if !p.Column.Total.AtMost {
		t.Error("ROI is no upper bound")
	}
	type row struct {
		sign        int
		value       float64
		rows, blank int64
	}
	want := map[string]row{
		"revenue": {1, 30875.10, 431, 0}, "refund": {-1, 1172.50, 0, 0}, "cost_of_goods": {-1, 4744.80, 346, 85},
		"cost": {-1, 14978.78, 620, 0}, "other_cost": {-1, 9390, 59, 0}}
	for _, x := range p.Halves[0] {
		w := want[x.Name]
		if x.Name == "refund" {
			w.rows = x.Rows
		}
		if x.Sign != w.sign || math.Abs(x.Value.Number-w.value) > 1e-9 || x.Rows != w.rows || x.Blank != w.blank || len(x.Parts) != 1 {
			t.Errorf("%s: %d × %v of %d rows, %d blank, from %d imports; want %+v", x.Name, x.Sign, x.Value.Number, x.Rows, x.Blank, len(x.Parts), w)
		}
		delete(want, x.Name)
	}
	if len(want) > 0 {
		t.Errorf("the formula lacks %v", want)
	}
	below := 0.0
	for _, x := range p.Halves[1] {
		below += x.Value.Number
	}
	near(t, "loaded cost", below, 24368.78, 1e-9)
	formula := p.Formula(d.Catalog, func(l ops.Label) string { return l.En })
	if want := "(Revenue − Refunds − Cost of goods − Ad spend − Other costs) ÷ (Ad spend + Other costs)"; formula != want {
		t.Errorf("formula %s, want %s", formula, want)
	}
}

// TestAnalystsSeeNoPart: who may not see members sees no import's part in a sum of them.
func TestAnalystsSeeNoPart(t *testing.T) {
	source := enginetest.NewSource(ops.Calendar{Zone: time.FixedZone("UTC+8", 8*3600), WeekStart: time.Monday})
	if _, err := source.Import("events", story()["events"]); err != nil {
		t.Fatal(err)
	}
	d, tracer := traced(t, source, "CNY")
	v := &View{Range: ops.Range{From: ops.DayOf(2026, 10, 4), To: ops.DayOf(2026, 11, 1)}, Grain: ops.Whole, Compare: NoCompare}
	for people, parts := range map[bool]int{true: 1, false: 0} {
		m, _ := d.Catalog.Metric("joins")
		p, err := Trace(t.Context(), d, v, m, tracer, people)
		if err != nil {
			t.Fatal(err)
		}
		if x := p.Halves[0][0]; len(x.Parts) != parts || x.Withheld == people {
			t.Errorf("members %v: %d parts, withheld %v", people, len(x.Parts), x.Withheld)
		}
	}
}
