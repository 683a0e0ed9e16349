package memory_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

var keepAnew = flag.Bool("keep-anew", false, "keep the figures of testdata/format anew, after memory.Format was raised")

// The figures in testdata/format were kept by a program of before. One of today takes
// them as its own: it answers from them what it answers from the rows. If that is not so
// any more, memory.Format is to be raised, and they are to be kept anew (-keep-anew).
func TestFiguresOfAFormatAreTheSame(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("they were kept on amd64")
	}
	source := enginetest.NewSource(shanghai(t))
	files, err := filepath.Glob("testdata/format/*.csv")
	if err != nil || len(files) != 11 {
		t.Fatal(files, err)
	}
	slices.Sort(files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		load(t, source, strings.TrimSuffix(filepath.Base(file), ".csv"), string(text))
	}
	options := memory.Options{Calendar: source.Calendar, Currency: "CNY"}
	built, taken := memory.New(source, options), memory.New(source, options)
	if err := built.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	path := fmt.Sprintf("testdata/format/%d.snapshot", memory.Format)
	if *keepAnew {
		if err := built.Save(t.Context(), path, "format"); err != nil {
			t.Fatal(err)
		}
	}
	if err := taken.Load(t.Context(), path, "format"); err != nil {
		t.Fatal(err)
	}
	for name, ask := range formatQuestions() {
		want, err1 := ask(t.Context(), built.Current())
		got, err2 := ask(t.Context(), taken.Current())
		if err1 != nil || err2 != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: kept %+v (%v), built %+v (%v)", name, got, err2, want, err1)
		}
	}
}

// formatQuestions read every column and every kind of figure that is kept.
func formatQuestions() map[string]func(context.Context, engine.Snapshot) (any, error) {
	days := ops.Range{From: ops.DayOf(2026, 1, 1), To: ops.DayOf(2026, 12, 1)}
	out := map[string]func(context.Context, engine.Snapshot) (any, error){
		"sources": func(_ context.Context, s engine.Snapshot) (any, error) { return s.Sources(), nil },
		"events":  func(_ context.Context, s engine.Snapshot) (any, error) { return s.Events(), nil },
		"retention": func(ctx context.Context, s engine.Snapshot) (any, error) {
			return s.Retention(ctx, engine.RetentionQuery{Period: ops.Daily, Range: days, Through: days.Last()})
		},
		"growth": func(ctx context.Context, s engine.Snapshot) (any, error) {
			return s.Growth(ctx, engine.GrowthQuery{Period: ops.Daily, Range: days, Through: days.Last()})
		},
		"groups": func(ctx context.Context, s engine.Snapshot) (any, error) {
			return s.Groups(ctx, engine.GroupsQuery{Range: days, Grain: ops.Monthly, Through: days.Last()})
		},
		"posts": func(ctx context.Context, s engine.Snapshot) (any, error) {
			return s.Posts(ctx, engine.PostsQuery{Range: days, Days: 7, Through: days.Last()})
		},
	}
	for _, r := range ops.Records() {
		if r.Day == "" || r.LookedUp {
			continue
		}
		for _, c := range r.Columns {
			m := &ops.Measure{Name: c.Name, Record: r.Name, Column: c.Name}
			switch {
			case c.Level:
				m.Agg = ops.Level
			case c.Type == ops.Count || c.Type == ops.Decimal || c.Type == ops.Money:
				m.Agg = ops.Sum
			default:
				continue
			}
			for _, by := range append(ops.Dimensions(), "") { // what the record has not is refused by both
				q := engine.SumQuery{Measures: []*ops.Measure{m}, Range: days, Grain: ops.Weekly, By: []string{by}}
				if by == "" {
					q.By = nil
				}
				out[r.Name+" "+c.Name+" by "+by] = func(ctx context.Context, s engine.Snapshot) (any, error) {
					sums, err := s.Sums(ctx, q)
					if err != nil {
						return err.Error(), nil
					}
					x := sums.Measures[0]
					groups := map[string]any{} // which come in no promised order
					for i, name := range sums.Groups {
						if x.Cells != nil {
							groups[strings.Join(name, "/")] = []any{x.Cells[i*len(sums.Buckets) : (i+1)*len(sums.Buckets)], x.ByGroup[i]}
						}
					}
					return []any{sums.Buckets, sums.Lack, x.Missing, x.ByBucket, x.Total, groups}, nil
				}
			}
		}
	}
	return out
}
