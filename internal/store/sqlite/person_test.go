package sqlite

import (
	"crypto/sha256"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// tableOf returns columns of a table of what is held, a line for each row.
func tableOf(t *testing.T, h ops.Held, name string, columns ...string) []string {
	t.Helper()
	for _, x := range h.Tables {
		if x.Name != name {
			continue
		}
		var out []string
		for _, row := range x.Rows {
			var cells []string
			for _, c := range columns {
				cells = append(cells, row[slices.Index(x.Header, c)])
			}
			out = append(out, strings.Join(cells, " "))
		}
		return out
	}
	t.Fatalf("nothing is held as %s", name)
	return nil
}

// known is a record that knows of mara, whom others invited and who invited others,
// in live and in undone imports, by a link, in notes and in a try.
func known(t *testing.T) *Store {
	t.Helper()
	s := fresh(t)
	at := func(day, hour int) time.Time { return time.Date(2026, 9, day, hour, 0, 0, 0, time.UTC) }
	commit(t, s, build("members").row(map[string]any{"member": "mara-7", "joined_at": at(1, 9), "channel": "zhihu", "city": "Beijing", "nickname": "Mara Q",
		"name": "Mara Quill", "contact": "mara@example.org", "tags": "vip"}).
		row(map[string]any{"member": "ben", "joined_at": at(2, 9), "channel": "zhihu", "invited_by": "mara-7"}).rows)
	commit(t, s, build("events").row(map[string]any{"key": "k/mara-7", "member": "mara-7", "at": at(1, 9), "event": "join", "channel": "zhihu"}).
		row(map[string]any{"member": "ben", "at": at(2, 9), "event": "join", "invited_by": "mara-7", "props": `{"by":"mara-7","page":"x"}`}).
		row(map[string]any{"member": "ben", "at": at(2, 10), "event": "pay", "value": 2_500_000}).rows)
	order := func(id, member string, day, revenue int) *ops.Rows {
		return build("orders").row(map[string]any{"order_id": id, "at": at(day, 9), "member": member, "product": "Course", "quantity": 1_000_000, "revenue": revenue,
			"currency": "CNY"}).rows
	}
	undone := commit(t, s, order("o1", "mara-7", 3, 5000))
	commit(t, s, order("o2", "ben", 4, 7000))
	if _, err := s.Undo(t.Context(), undone.ID, "test"); err != nil {
		t.Fatal(err)
	}
	hash := sha256.Sum256([]byte("a link"))
	link := ops.CheckInToken{Name: "Mara Q", Member: "mara-7", Invite: "inv"}
	if err := s.Community().AddCheckInTokens(t.Context(), [][sha256.Size]byte{hash}, []ops.CheckInToken{link}); err != nil {
		t.Fatal(err)
	}
	in := ops.CheckIn{Member: "mara-7", Key: "app-mara-7", At: at(5, 9), Days: []ops.Day{ops.DayOf(2026, 9, 5)}}
	if _, err := s.Community().CheckIn(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"mara-7 asked twice", "mara-70 is another", "Mara Quill hosts"} {
		day := ops.DayOf(2026, 9, 3)
		if _, _, err := s.Notes().Add(t.Context(), ops.Note{Days: ops.Range{From: day, To: day + 1}, Text: text, Kind: "fact"}, ""); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// Everything that names a member goes out: rows of all imports, those of others that
// they invited, links and texts; and nothing of others besides.
func TestHeld(t *testing.T) {
	s := known(t)
	h, err := PersonsIn(s).Held(t.Context(), "mara-7")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		table, columns string
		want           []string
	}{
		{"members", "member,nickname,contact,invited_by,joined_at,import,state", []string{"mara-7 Mara Q mara@example.org  2026-09-01T09:00:00Z 1 live",
			"ben   mara-7 2026-09-02T09:00:00Z 1 live"}},
		{"events", "member,event,invited_by,import", []string{"mara-7 join  2", "ben join mara-7 2", "mara-7 check_in  5"}},
		{"orders", "order_id,revenue,state", []string{"o1 50.00 undone"}},
		{"check_in_links", "name,member,invites", []string{"Mara Q mara-7 yes"}},
		{"note", "text", []string{"mara-7 asked twice", "Mara Quill hosts"}},
		{"try", "title", nil},
	} {
		if got := tableOf(t, h, x.table, strings.Split(x.columns, ",")...); !slices.Equal(got, x.want) {
			t.Errorf("%s: %q, want %q", x.table, got, x.want)
		}
	}
	if len(tableOf(t, h, "audit", "object")) == 0 {
		t.Error("the audit log names the member's link")
	}
	if _, err := PersonsIn(s).Held(t.Context(), "nobody"); ops.CodeOf(err) != "unknown_member" {
		t.Errorf("nobody: %v", err)
	}
}
