package sqlite

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// A copy of the record lets nobody in: it has no link, and what a letter says of one is
// sealed there as it is in the record.
func TestCopiesHoldNoWayIn(t *testing.T) {
	s, now := clocked(t)
	channel, err := s.Alerts().Channels().Add(t.Context(), ops.Channel{Name: "Post", Kind: "mail", Lang: "en", Sealed: []byte("x")})
	if err != nil {
		t.Fatal(err)
	}
	hash := hashOf("a secret")
	w := ops.WayIn{Hash: hash, Expires: now.Add(time.Hour), Letter: ops.Delivery{Channel: channel.ID, Once: "1", Kind: "account", Title: "Account",
		Message: []byte("sealed"), Secret: true, To: "lin@example.com", Made: *now, Due: *now}}
	u, err := s.Accounts().InviteUser(t.Context(), ops.User{Name: "Lin", Role: ops.Viewer, Mail: "lin@example.com"}, w)
	if err != nil {
		t.Fatal(err)
	}
	if got, ok, err := s.Accounts().WayIn(t.Context(), hash); err != nil || !ok || got.ID != u.ID {
		t.Fatalf("%+v %v %v", got, ok, err)
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || bytes.Contains(text, hash[:]) || !bytes.Contains(text, []byte("lin@example.com")) {
		t.Errorf("the copy holds the link: %v", err)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM way_in`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d links, %v", n, err)
	}
}
