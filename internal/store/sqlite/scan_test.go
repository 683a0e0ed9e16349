package sqlite

import (
	"path/filepath"
	"testing"

	"daybreak/internal/ops"
)

// TestReadKeepsEveryByte reads texts that end nowhere but at their length, and
// the versions of such rows: the latest live one counts, wherever it lies.
func TestReadKeepsEveryByte(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := Init(dir); err != nil {
		t.Fatal(err)
	}
	s := reopen(t, dir)
	event := func(day int, key, props string, value any) map[string]any {
		row := map[string]any{"key": key, "member": "m\x00" + key, "event": "visit", "at": sunrise.AddDate(0, 0, day), "props": props}
		if value != nil {
			row["value"] = value
		}
		return row
	}
	columns := func() (out []string) {
		t.Helper()
		r, _ := ops.RecordNamed("events")
		err := s.Read(t.Context(), "events", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
			for i := range b.Len() {
				value := "none"
				if v := b.Ints[r.Column("value")][i]; v != ops.NoValue {
					value = format(ops.Count, v, "", nil)
				}
				out = append(out, b.Text(r.Column("key"), i)+"|"+b.Text(r.Column("member"), i)+"|"+b.Text(r.Column("props"), i)+"|"+value)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	commit(t, s, build("events").row(event(1, "k", "a\x00b", nil)).row(event(2, "k\x00", "\xff\xfe", 0)).row(event(3, "k\x00x", "", -1)).row(event(4, "", "\x00",
		7)).rows)
	first := []string{"k|m\x00k|a\x00b|none", "k\x00|m\x00k\x00|\xff\xfe|0", "k\x00x|m\x00k\x00x||-1", "|m\x00|\x00|7"}
	equal(t, columns(), first)
	// The second row comes again a day after all others, the fourth at its place.
	later := commit(t, s, build("events").row(event(5, "k\x00", "\xff", 9)).row(event(4, "", "", nil)).rows)
	second := []string{first[0], first[2], "|m\x00||none", "k\x00|m\x00k\x00|\xff|9"}
	equal(t, columns(), second)
	latest := commit(t, s, build("events").row(event(0, "k\x00", "\x00\x00", nil)).rows)
	equal(t, columns(), []string{"k\x00|m\x00k\x00|\x00\x00|none", first[0], first[2], "|m\x00||none"})
	if _, err := s.Undo(t.Context(), latest.ID, "me"); err != nil {
		t.Fatal(err)
	}
	equal(t, columns(), second)
	if _, err := s.Undo(t.Context(), later.ID, "me"); err != nil {
		t.Fatal(err)
	}
	equal(t, columns(), first)
	s.Close()
	s = reopen(t, dir)
	equal(t, columns(), first)
}
