package memory_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

// saved returns a source, the options it is read with, and the path of its
// saved figures.
func saved(t *testing.T) (*enginetest.Source, memory.Options, string) {
	t.Helper()
	source := enginetest.NewSource(shanghai(t))
	load(t, source, "spend", firstSpend)
	load(t, source, "members", "member,channel,city\nanna,zhihu,Xi'an\n")
	load(t, source, "events", "member,at,event,props\nanna,2026-09-01 06:00:00,check_in,\"{\"\"a\"\":\"\"b\"\"}\"\n")
	options := memory.Options{Calendar: source.Calendar, Currency: "CNY"}
	e := memory.New(source, options)
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "figures.snapshot")
	if err := e.Save(t.Context(), path, "mark"); err != nil {
		t.Fatal(err)
	}
	return source, options, path
}

// Whatever is changed in a saved snapshot, it is not taken, and the figures
// are built again.
func TestLoadDamaged(t *testing.T) {
	source, options, path := saved(t)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	try := func(b []byte) error {
		p := filepath.Join(t.TempDir(), "figures.snapshot")
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		e := memory.New(source, options)
		err := e.Load(t.Context(), p, "mark")
		if err != nil && e.Version() != 0 {
			t.Fatalf("%v, and yet it is at version %d", err, e.Version())
		}
		if err := e.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := totalCost(t, e.Current()); got.Sum != 700 {
			t.Fatalf("the cost is %v", got)
		}
		return err
	}
	if err := try(good); err != nil {
		t.Fatal(err)
	}
	for i := range good {
		b := append([]byte(nil), good...)
		b[i] ^= 1 << (i % 8)
		if try(b) == nil {
			t.Errorf("byte %d of %d changed, and it was loaded", i, len(good))
		}
	}
	for _, n := range []int{0, 1, 40, 48, len(good) / 2, len(good) - 1} {
		if try(good[:n]) == nil {
			t.Errorf("%d of %d bytes were loaded", n, len(good))
		}
	}
	if try(append(good, 0)) == nil {
		t.Error("a byte too many was loaded")
	}
}

// Figures of another record, of other settings or of a later version than the
// record's are not taken.
func TestLoadOther(t *testing.T) {
	source, options, path := saved(t)
	other := func(change func(*memory.Options)) memory.Options {
		o := options
		change(&o)
		return o
	}
	behind := enginetest.NewSource(source.Calendar)
	load(t, behind, "spend", firstSpend)
	for _, x := range []struct {
		name    string
		source  *enginetest.Source
		options memory.Options
		mark    string
		ok      bool
	}{
		{"the same", source, options, "mark", true},
		{"another mark", source, options, "nark", false},
		{"a longer mark", source, options, "marks", false},
		{"another zone", source, other(func(o *memory.Options) { o.Calendar.Zone = time.UTC }), "mark", false},
		{"another start of the day", source, other(func(o *memory.Options) { o.Calendar.DayStart = 4 * time.Hour }), "mark", false},
		{"another currency", source, other(func(o *memory.Options) { o.Currency = "USD" }), "mark", false},
		{"an earlier record", behind, options, "mark", false},
	} {
		if err := memory.New(x.source, x.options).Load(t.Context(), path, x.mark); (err == nil) != x.ok {
			t.Errorf("%s: %v", x.name, err)
		}
	}
	if err := memory.New(source, options).Load(t.Context(), path+".none", "mark"); !os.IsNotExist(err) {
		t.Errorf("no file: %v", err)
	}
}

func TestSave(t *testing.T) {
	source, options, path := saved(t)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	e := memory.New(source, options)
	if err := e.Save(t.Context(), path, "mark"); !os.IsExist(err) {
		t.Errorf("saved over a file: %v", err)
	}
	// After a restart only what is new is read.
	if err := e.Load(t.Context(), path, "mark"); err != nil {
		t.Fatal(err)
	}
	load(t, source, "spend", strings.ReplaceAll(firstSpend, "2026-09-01", "2026-09-05"))
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := e.Current().Days("spend"); got != (ops.Range{From: ops.DayOf(2026, 9, 1), To: ops.DayOf(2026, 9, 6)}) {
		t.Errorf("days %v", got)
	}
	if e.Rows() == 0 {
		t.Error("no rows")
	}
}
