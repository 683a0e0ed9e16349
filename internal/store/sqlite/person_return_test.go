package sqlite

import (
	"crypto/sha256"
	"strings"
	"sync"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// Nobody forgotten comes back by what was previewed before: by their id, in keys, or in
// what others' rows say of them.
func TestForgottenStayAway(t *testing.T) {
	at := time.Date(2026, 9, 9, 9, 0, 0, 0, time.UTC)
	for name, rows := range map[string]*ops.Rows{
		"a record that never named them": build("orders").row(map[string]any{"order_id": "o9", "at": at, "member": "mara-7", "product": "Course",
			"quantity": 1_000_000, "revenue": 100, "currency": "CNY"}).rows,
		"members, which have no days": build("members").row(map[string]any{"member": "mara-7", "nickname": "Mara Q", "city": "Xi'an"}).rows,
		"what another's row says":     build("events").row(map[string]any{"member": "ben", "at": at, "event": "join", "props": `{"by":"mara-7"}`}).rows,
	} {
		t.Run(name, func(t *testing.T) {
			s := fresh(t)
			commit(t, s, build("members").row(map[string]any{"member": "mara-7", "nickname": "Mara Q"}).row(map[string]any{"member": "ben"}).rows)
			diff, err := s.Compare(t.Context(), rows)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := PersonsIn(s).Forget(t.Context(), "mara-7"); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Commit(t.Context(), ops.Batch{}, rows, diff, nil); ops.CodeOf(err) != "stale_plan" {
				t.Errorf("the preview is committed: %v", err)
			}
			for _, record := range []string{"members", "events", "orders"} {
				if text := strings.Join(read(t, s, record), "\n"); strings.Contains(text, "ara") {
					t.Errorf("%s: %s", record, text)
				}
			}
		})
	}
}

// A link for somebody forgotten is refused, and so are rows that come without a preview.
func TestForgottenGetNoLink(t *testing.T) {
	s := known(t)
	left, err := PersonsIn(s).Forget(t.Context(), "mara-7")
	if err != nil {
		t.Fatal(err)
	}
	hash := sha256.Sum256([]byte("another link"))
	err = s.Community().AddCheckInTokens(t.Context(), [][sha256.Size]byte{hash}, []ops.CheckInToken{{Name: "x", Member: "mara-7"}})
	if ops.CodeOf(err) != "forgotten_member" || !strings.Contains(err.Error(), left.Name) {
		t.Errorf("a link: %v", err)
	}
	rows := build("members").row(map[string]any{"member": "mara-7"}).rows
	if _, err := s.Commit(t.Context(), ops.Batch{}, rows, nil, nil); ops.CodeOf(err) != "forgotten_member" {
		t.Errorf("rows: %v", err)
	}
}

// Two who forget the same member at once are told the same.
func TestForgetAtOnce(t *testing.T) {
	s := known(t)
	var both sync.WaitGroup
	var names [2]string
	for i := range names {
		both.Go(func() {
			left, err := PersonsIn(s).Forget(t.Context(), "mara-7")
			if err != nil {
				t.Error(err)
			}
			names[i] = left.Name
		})
	}
	both.Wait()
	if names[0] == "" || names[0] != names[1] {
		t.Errorf("%q", names)
	}
}
