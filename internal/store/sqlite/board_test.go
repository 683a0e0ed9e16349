package sqlite

import (
	"fmt"
	"testing"

	"daybreak/internal/ops"
)

// Nobody takes the places of others: one user has a share of all boards, and a board that
// was taken away has no place. Versions do not add up without an end.
func TestBoardsHaveASharePerUser(t *testing.T) {
	s, _ := clocked(t)
	k := s.Accounts().Boards()
	add := func(owner int64) (ops.Board, error) { return k.Add(t.Context(), ops.Board{Owner: owner, File: "a"}) }
	var last ops.Board
	for range ops.MaxOwnBoards {
		b, err := add(1)
		if err != nil {
			t.Fatal(err)
		}
		last = b
	}
	if _, err := add(1); ops.CodeOf(err) != "too_many" {
		t.Errorf("one more than the share: %v", err)
	}
	if _, err := add(2); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	for i := range ops.MaxBoardPast + 5 {
		last.File = fmt.Sprint(i)
		b, err := k.Change(t.Context(), last)
		if err != nil {
			t.Fatal(err)
		}
		last = b
	}
	var kept, first int
	if err := s.read.QueryRowContext(t.Context(), `SELECT count(*), min(version) FROM board_past`).Scan(&kept, &first); err != nil || kept != 50 || first != 6 {
		t.Errorf("%d versions from %d are kept, want 50 from 6, %v", kept, first, err)
	}
	if err := k.Remove(t.Context(), last.ID, last.Version); err != nil {
		t.Fatal(err)
	}
	if _, err := add(1); err != nil {
		t.Errorf("the place of a board that was taken away: %v", err)
	}
}
