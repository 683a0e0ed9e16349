package sqlite

import (
	"slices"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// TestCompareDays: worked by hand. 1 September is not touched by an update, so
// it is not listed; the 2nd has two currencies, one of them new.
func TestCompareDays(t *testing.T) {
	s := fresh(t)
	day := ops.DayOf(2026, 9, 1)
	spend := func(b *builder, d ops.Day, campaign string, clicks, cost int, currency string) {
		b.row(map[string]any{"date": d, "platform": "baidu", "campaign": campaign, "clicks": clicks, "cost": cost, "currency": currency})
	}
	old := build("spend")
	spend(old, day, "A", 10, 100, "CNY")
	spend(old, day+1, "A", 20, 1000, "CNY")
	spend(old, day+1, "B", 5, 500, "CNY")
	diff, err := s.Compare(t.Context(), old.rows)
	if err != nil || len(diff.Days) != 0 {
		t.Fatal(diff.Days, err)
	}
	if _, err := s.Commit(t.Context(), ops.Batch{Record: "spend", SHA256: "1", At: time.Unix(0, 0)}, old.rows, diff, nil); err != nil {
		t.Fatal(err)
	}
	next := build("spend")
	spend(next, day, "A", 10, 100, "CNY") // unchanged
	spend(next, day, "C", 1, 7, "CNY")    // new
	spend(next, day+1, "A", 2, 80, "CNY") // update
	spend(next, day+1, "D", 3, 9, "USD")  // new
	diff, err = s.Compare(t.Context(), next.rows)
	if err != nil {
		t.Fatal(err)
	}
	want := []ops.DayTotal{
		{Day: day + 1, Column: "clicks", Before: 25, After: 10},
		{Day: day + 1, Column: "cost", Currency: "CNY", Before: 1500, After: 580},
		{Day: day + 1, Column: "cost", Currency: "USD", Before: 0, After: 9},
	}
	if !slices.Equal(diff.Days, want) {
		t.Errorf("got  %+v\nwant %+v", diff.Days, want)
	}
}

// TestCompareDaysMoves: an order that moves to another day leaves the old one,
// also when the old day is none of those the file covers.
func TestCompareDaysMoves(t *testing.T) {
	s := fresh(t)
	at := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	order := func(id string, at time.Time, revenue int, b *builder) *builder {
		return b.row(map[string]any{"order_id": id, "at": at, "revenue": revenue, "currency": "CNY"})
	}
	old := order("o2", at.AddDate(0, 0, 1), 30, order("o1", at, 100, build("orders")))
	diff, err := s.Compare(t.Context(), old.rows)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context(), ops.Batch{Record: "orders", SHA256: "1", At: at}, old.rows, diff, nil); err != nil {
		t.Fatal(err)
	}
	moved := order("o1", at.AddDate(0, 0, 1), 70, build("orders"))
	if diff, err = s.Compare(t.Context(), moved.rows); err != nil {
		t.Fatal(err)
	}
	want := []ops.DayTotal{{Day: ops.DayOf(2026, 9, 2), Column: "revenue", Currency: "CNY", Before: 30, After: 100}}
	if !slices.Equal(diff.Days, want) {
		t.Errorf("got %+v, want %+v", diff.Days, want)
	}
}
