package sqlite

import (
	"testing"

	"daybreak/internal/ops"
)

// A row that is gone takes back what is stored under its key: nothing counts
// there, not even 0; the sums follow, the readable view too, and undo brings
// back exactly what was there.
func TestTakenBack(t *testing.T) {
	s := fresh(t)
	day := ops.DayOf(2026, 9, 1)
	row := func(campaign string, cost int) map[string]any {
		return map[string]any{"date": day, "platform": "baidu", "campaign": campaign, "cost": cost, "currency": "CNY"}
	}
	gone := func(campaign string) map[string]any {
		r := row(campaign, 0)
		r["gone"] = true
		return r
	}
	commit(t, s, build("spend").row(row("a", 100)).row(row("b", 250)).rows)
	next := build("spend").row(row("a", 110)).row(gone("b")).row(gone("never")).rows
	diff, err := s.Compare(t.Context(), next)
	if err != nil {
		t.Fatal(err)
	}
	if diff.Created != 0 || diff.Updated != 1 || diff.Removed != 1 {
		t.Errorf("%+v", diff)
	}
	sums := func(list []ops.Total) (out int64) {
		for _, x := range list {
			if x.Column == "cost" {
				out += x.Sum
			}
		}
		return out
	}
	if sums(diff.Before) != 350 || sums(diff.After) != 110 {
		t.Errorf("the sums go from %v to %v", diff.Before, diff.After)
	}
	if len(diff.Days) != 1 || diff.Days[0].Before != 350 || diff.Days[0].After != 110 {
		t.Errorf("the day goes %+v", diff.Days)
	}
	b := commit(t, s, next)
	if b.Removed != 1 || b.Created != 0 {
		t.Errorf("%+v", b)
	}
	equal(t, read(t, s, "spend"), []string{"2026-09-01,baidu,,a,,,,,,,110,CNY,,"})
	var readable int
	if err := s.read.QueryRowContext(t.Context(), `SELECT count(*) FROM spend_now`).Scan(&readable); err != nil || readable != 1 {
		t.Errorf("the view shows %d rows (%v)", readable, err)
	}
	// Said again, it is new.
	diff, err = s.Compare(t.Context(), build("spend").row(row("b", 7)).rows)
	if err != nil || diff.Created != 1 {
		t.Errorf("%+v %v", diff, err)
	}
	again := commit(t, s, build("spend").row(row("b", 7)).rows)
	if again.Created != 1 {
		t.Errorf("%+v", again)
	}
	if _, err := s.Undo(t.Context(), b.ID, "test"); err != nil {
		t.Fatal(err)
	}
	equal(t, read(t, s, "spend"), []string{"2026-09-01,baidu,,a,,,,,,,100,CNY,,", "2026-09-01,baidu,,b,,,,,,,7,CNY,,"})
	if _, err := s.Undo(t.Context(), again.ID, "test"); err != nil {
		t.Fatal(err)
	}
	equal(t, read(t, s, "spend"), []string{"2026-09-01,baidu,,a,,,,,,,100,CNY,,", "2026-09-01,baidu,,b,,,,,,,250,CNY,,"})
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	// A mark that flips on the disk is found.
	if _, err := s.write.Exec(`UPDATE spend SET gone = 0 WHERE gone = 1`); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); ops.CodeOf(err) != "control_total" {
		t.Errorf("a mark was lost: %v", err)
	}
}
