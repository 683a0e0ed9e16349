package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// figures returns a digest of every row that counts and every watermark of the
// record in dir: all figures are computed from these and nothing else. It opens
// the record, as the next start would, and checks all of it.
func figures(t *testing.T, dir string) string {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir, sqlite.Options{Calendar: ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("check: %v", err)
	}
	h := sha256.New()
	for _, r := range ops.Records() {
		err := s.Read(t.Context(), r.Name, ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
			for i := range b.Len() {
				for c, column := range r.Columns {
					if column.Type.IsText() {
						fmt.Fprintf(h, "%q,", b.Text(c, i))
					} else {
						fmt.Fprintf(h, "%d,", b.Ints[c][i])
					}
				}
				fmt.Fprintln(h, r.Name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	sources, err := s.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range sources {
		fmt.Fprintf(h, "%s,%q,%d\n", x.Record, x.Name, x.Through)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// spendFile writes rows of spend, 500 a day from September 2026 on; each costs
// cost.
func spendFile(t *testing.T, path string, rows int, cost string) {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(spendHeader)
	first := ops.DayOf(2026, 9, 1)
	for i := range rows {
		fmt.Fprintf(&b, "%s,baidu,,brand,,keyword %d,search-ads,,100,10,%s,CNY,,\n", first+ops.Day(i/500), i%500, cost)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// copyDir copies the files of a data directory; a server that was killed leaves
// its socket too, which cannot be copied.
func copyDir(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	must(t, os.Mkdir(to, 0o700))
	files, err := os.ReadDir(from)
	must(t, err)
	for _, f := range files {
		if !f.Type().IsRegular() {
			continue
		}
		b, err := os.ReadFile(filepath.Join(from, f.Name()))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(to, f.Name()), b, 0o600))
	}
	return to
}

// importWorld is a record with one import, a second file that replaces half of
// its rows and adds others, and the digests before and after that import.
type importWorld struct{ base, second, old, new string }

func newImportWorld(t *testing.T) importWorld {
	t.Helper()
	dir := t.TempDir()
	w := importWorld{base: filepath.Join(dir, "base"), second: filepath.Join(dir, "second.csv")}
	first, half := filepath.Join(dir, "first.csv"), filepath.Join(dir, "half.csv")
	spendFile(t, first, 3000, "12.50")
	spendFile(t, w.second, 6000, "13.75")
	spendFile(t, half, 4096, "13.75")
	importInto := func(data, file string) {
		if code, out, errs := runs(t, "import", "--data", data, file); code != 0 {
			t.Fatal(out, errs)
		}
	}
	importInto(w.base, first)
	w.old = figures(t, w.base)
	after := copyDir(t, w.base)
	importInto(after, w.second)
	w.new = figures(t, after)
	mixed := copyDir(t, w.base)
	importInto(mixed, half)
	// The digest would show half an import.
	if d := figures(t, mixed); w.old == w.new || d == w.old || d == w.new {
		t.Fatal("the digest does not tell states apart")
	}
	return w
}

// after returns whether the figures in dir are those after the import, and
// fails when they are neither these nor those before.
func (w importWorld) after(t *testing.T, dir, what string) bool {
	t.Helper()
	d := figures(t, dir)
	if d != w.old && d != w.new {
		t.Errorf("%s: figures neither old nor new", what)
	}
	return d == w.new
}
