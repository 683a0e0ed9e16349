package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

// kept opens a data directory whose figures are kept however few they are.
func kept(t *testing.T, dir string) (w *workspace, k *keptFigures, loaded bool) {
	t.Helper()
	env := &environment{ctx: t.Context(), clock: time.Now, log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	w, err := openWorkspace(env, dir, calendarFlags{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	_, k, err = w.figures(t.Context(), dir, env.log)
	if err != nil {
		t.Fatal(err)
	}
	k.from = 0
	return w, k, k.kept > 0
}

// keepsAnswers compares an engine with one that is built from the rows.
func keepsAnswers(t *testing.T, w *workspace, e *memory.Engine) {
	t.Helper()
	built, err := w.engine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a, b := e.Current(), built.Current()
	days := a.Days("spend")
	cost := &ops.Measure{Name: "cost", Record: "spend", Column: "cost", Agg: ops.Sum}
	for _, ask := range []func(s engine.Snapshot) (any, error){
		func(s engine.Snapshot) (any, error) { return []any{s.Version(), s.Sources(), s.Days("spend")}, nil },
		func(s engine.Snapshot) (any, error) {
			return s.Sums(context.Background(), engine.SumQuery{Measures: []*ops.Measure{cost}, Range: days, Grain: ops.Daily})
		},
	} {
		x, err1 := ask(a)
		y, err2 := ask(b)
		if err1 != nil || err2 != nil || !reflect.DeepEqual(x, y) {
			t.Errorf("kept: %+v, %v\nbuilt: %+v, %v", x, err1, y, err2)
		}
	}
}

// A start takes the figures kept, and what was imported since; other figures
// it does not take.
func TestKeptFigures(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	imports := func(name string, rows int, cost string) {
		t.Helper()
		file := filepath.Join(t.TempDir(), name)
		spendFile(t, file, rows, cost)
		if code, _, errs := runs(t, "import", "--data", dir, file); code != 0 {
			t.Fatal(errs)
		}
	}
	start := func(want bool) *keptFigures {
		t.Helper()
		w, k, loaded := kept(t, dir)
		if loaded != want {
			t.Errorf("figures taken: %v, want %v", loaded, want)
		}
		keepsAnswers(t, w, k.engine)
		if err := k.keep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return k
	}
	imports("first.csv", 1500, "1.00")
	k := start(false)
	info, err := os.Stat(k.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info, err)
	}
	start(true)
	imports("second.csv", 2500, "2.00") // replaces the first rows
	restored := copyDir(t, dir)         // with figures of before the second import
	start(true)
	start(true)

	// An older record knows of other figures.
	now, err := os.ReadFile(k.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(restored, figuresFile), now, 0o600); err != nil {
		t.Fatal(err)
	}
	was := dir
	dir = restored
	start(false)
	dir = was

	now[len(now)/2] ^= 4
	if err := os.WriteFile(k.path, now, 0o600); err != nil {
		t.Fatal(err)
	}
	start(false)
	start(true)
	if _, err := os.Stat(k.path + ".new"); !os.IsNotExist(err) {
		t.Errorf("an unfinished file is left: %v", err)
	}
}
