package enginetest_test

import (
	"reflect"
	"testing"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/engine/reference"
	"daybreak/internal/ops"
)

// TestEveryRecordOfADayIsCounted asks both engines about one row of every
// record: one that is counted has one row on its day and a watermark, under the
// name of its stream.
func TestEveryRecordOfADayIsCounted(t *testing.T) {
	day := ops.DayOf(2026, 9, 1)
	calendar := ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}
	for _, r := range ops.Records() {
		if !r.Counted() {
			continue
		}
		t.Run(r.Name, func(t *testing.T) {
			source := enginetest.NewSource(calendar)
			rows := source.Rows(r.Name)
			if err := source.Append(rows, oneRow(r, day)); err != nil {
				t.Fatal(err)
			}
			source.Add(rows)
			e := memory.New(source, memory.Options{Calendar: calendar, Currency: "CNY"})
			if err := e.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			if days := e.Current().Days(r.Name); days != (ops.Range{From: day, To: day + 1}) {
				t.Errorf("the snapshot has %s of %v", r.Name, days)
			}
			want := ops.Source{Record: r.Name, Through: day}
			if r.Source != "" {
				want.Name = "x"
			}
			if r.Marked {
				want.Part = "x"
			}
			sources := e.Current().Sources()
			if len(sources) != 1 || !reflect.DeepEqual(sources[0], want) {
				t.Errorf("the streams are %+v, want %+v", sources, want)
			}
			for name, engine := range map[string]engine.Facts{"memory": e.Current(), "reference": &reference.Engine{Source: source, Calendar: calendar,
				Currency: "CNY"}} {
				counts(t, name, engine, r, day)
			}
		})
	}
}

// counts asks an engine for the rows of r on day.
func counts(t *testing.T, name string, e engine.Facts, r *ops.Record, day ops.Day) {
	t.Helper()
	measures := []*ops.Measure{{Name: "rows", Record: r.Name, Agg: ops.RowCount}}
	for c, column := range r.Columns {
		if r.Adds(c) {
			measures = append(measures, &ops.Measure{Name: column.Name, Record: r.Name, Column: column.Name, Agg: ops.Sum, Money: column.Type == ops.Money})
		} else if column.Level {
			measures = append(measures, &ops.Measure{Name: column.Name, Record: r.Name, Column: column.Name, Agg: ops.Level})
		}
	}
	sums, err := e.Sums(t.Context(), engine.SumQuery{Measures: measures, Range: ops.Range{From: day, To: day + 1}, Grain: ops.Whole})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for i, m := range measures {
		want := int64(1)
		switch c := r.Column(m.Column); {
		case c < 0:
		case r.Columns[c].Type == ops.Money:
			want = 300
		case r.Columns[c].Type == ops.Decimal:
			want = 3_000_000
		default:
			want = 3
		}
		if got := sums.Measures[i].Total; got.Sum != want {
			t.Errorf("%s: %s of %s is %d, want %d", name, m.Name, r.Name, got.Sum, want)
		}
	}
}

// oneRow fills every column of r: texts with x, numbers with 3.
func oneRow(r *ops.Record, day ops.Day) map[string]string {
	out := map[string]string{}
	for _, c := range r.Columns {
		switch {
		case c.Name == "currency":
			out[c.Name] = "CNY"
		case c.Choices != nil:
			out[c.Name] = c.Choices[0]
		case c.Type == ops.Date:
			out[c.Name] = day.String()
		case c.Type == ops.Instant:
			out[c.Name] = day.String() + " 12:00:00"
		case c.Type == ops.Flag:
			out[c.Name] = "1"
		case c.Name == "props":
		case c.Type.IsText():
			out[c.Name] = "x"
		default:
			out[c.Name] = "3"
		}
	}
	return out
}
