package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// Somebody forgotten is in no row, text or file any more; every row stays, with a
// tombstone in their place; the control totals hold, also when an import is undone
// and check-ins go on; nobody else is touched.
func TestForget(t *testing.T) {
	s := known(t)
	before := map[string][]string{}
	for _, record := range []string{"events", "orders"} {
		before[record] = read(t, s, record)
	}
	left, err := PersonsIn(s).Forget(t.Context(), "mara-7")
	if err != nil || left.Name == "" || left.Rows != 6 {
		t.Fatalf("%+v %v", left, err)
	}
	for record, was := range before {
		now := read(t, s, record)
		for i := range was {
			was[i] = strings.ReplaceAll(was[i], "mara-7", left.Name)
		}
		if !slices.Equal(now, was) {
			t.Errorf("%s: %q, want %q", record, now, was)
		}
	}
	members := strings.Join(read(t, s, "members"), "\n")
	for _, gone := range []string{"mara", "Mara", "Quill", "vip"} {
		if strings.Contains(members, gone) {
			t.Errorf("members still hold %s: %s", gone, members)
		}
	}
	if !strings.Contains(members, "zhihu") || !strings.Contains(members, "Beijing") {
		t.Errorf("what is counted went with the name: %s", members)
	}
	notes, err := s.Notes().In(t.Context(), ops.Range{From: ops.MinDay, To: ops.MaxDay})
	if err != nil || len(notes) != 3 || notes[0].Text != left.Name+" asked twice" || notes[1].Text != "mara-70 is another" || notes[2].Text != left.Name+" hosts" {
		t.Errorf("notes: %+v %v", notes, err)
	}
	gone := [][]byte{[]byte("mara-7"), []byte("Mara Q"), []byte("mara@example.org")}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(s.path), "*"))
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			continue // the socket, a directory
		}
		b = bytes.ReplaceAll(b, []byte("mara-70"), nil)
		for _, text := range gone {
			if bytes.Contains(b, text) {
				t.Errorf("%s still holds %s", filepath.Base(file), text)
			}
		}
	}
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("the control totals: %v", err)
	}
	if _, err := s.Undo(t.Context(), 2, "test"); err != nil {
		t.Error(err)
	}
	in := ops.CheckIn{Member: "ben", At: time.Date(2026, 9, 5, 10, 0, 0, 0, time.UTC), Days: []ops.Day{ops.DayOf(2026, 9, 5)}}
	if _, err := s.Community().CheckIn(t.Context(), in); err != nil {
		t.Error(err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("the control totals of a later check-in: %v", err)
	}
	in.Member = "mara-7"
	if _, err := s.Community().CheckIn(t.Context(), in); err == nil {
		t.Error("a check-in brings the member back")
	}
	dir := filepath.Dir(s.path)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, dir)
	name, err := PersonsIn(s).Forgotten(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := name("mara-7"); !ok || got != left.Name {
		t.Errorf("mara-7 is known as %q", got)
	}
	if _, ok := name("ben"); ok {
		t.Error("ben is forgotten")
	}
	if _, err := s.write.Exec(`DELETE FROM audit`); err == nil {
		t.Error("lines of the audit log can be removed since")
	}
	if again, err := PersonsIn(s).Forget(t.Context(), "mara-7"); err != nil || again.Name != left.Name {
		t.Errorf("once more: %+v %v", again, err)
	}
}

// A file that names somebody forgotten reads as the rows that are stored.
func TestRowsForget(t *testing.T) {
	rows := build("events").row(map[string]any{"key": "k/m1/x", "member": "m1", "event": "join", "at": time.Unix(0, 0), "props": `{"by":"m1","n":"m12"}`}).
		row(map[string]any{"key": "m1", "member": "m2", "event": "join", "at": time.Unix(1, 0), "invited_by": "m1", "props": `{"m1":1}`}).rows
	name := func(member string) (string, bool) { return "#", member == "m1" }
	out := rows.Forget(name)
	want := []string{`k/#/x,#,0,join,,,,,,,{"by":"#","n":"m12"}`, `m1,m2,1000000,join,,,,,#,,{"#":1}`}
	if got := []string{line(out, 0), line(out, 1)}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if again := out.Forget(name); again != out {
		t.Error("rows without anybody forgotten are made anew")
	}
}
