package monthly

import (
	"context"
	"fmt"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// counted is a snapshot that counts how often it is asked.
type counted struct {
	engine.Snapshot
	sums, keys *int
}

func (c counted) Sums(ctx context.Context, q engine.SumQuery) (*engine.Sums, error) {
	*c.sums++
	return c.Snapshot.Sums(ctx, q)
}

func (c counted) Keys() ops.Keys {
	*c.keys++
	return c.Snapshot.Keys()
}

// asked returns how many sums the report of October asks for, and how often it reads
// names, with n more tries of three days from a day on.
func asked(t *testing.T, n int, from ops.Day) (sums, keys int) {
	t.Helper()
	b := story(t)
	b.World.Snapshot = counted{b.World.Snapshot, &sums, &keys}
	for i := range n {
		b.World.Tries = append(b.World.Tries, ops.Try{Edited: ops.Edited{ID: int64(i + 10)}, Title: fmt.Sprintf("Try %d", i), Kind: "channel", Metric: "joins",
			Direction: ops.UpGood, Scope: "channel:search-ads", Start: from, End: from + 2, Expected: .3, Probability: .6})
	}
	if _, err := Make(context.Background(), b, Template(day("2026-10-01"))); err != nil {
		t.Fatal(err)
	}
	return sums, keys
}

// A report does not measure the tries of other months.
func TestTriesOfOtherMonthsCostNothing(t *testing.T) {
	none, _ := asked(t, 0, day("2026-08-03"))
	if many, _ := asked(t, 40, day("2026-08-03")); many != none {
		t.Errorf("with 40 tries of August the report of October asks for %d sums, without them for %d", many, none)
	}
}

// Each try of the month is held against all others, and still the names in their scopes
// are read once for each: twice as many tries read twice as many, not four times.
func TestManyTriesAreReadOnce(t *testing.T) {
	_, none := asked(t, 0, day("2026-10-05"))
	_, some := asked(t, 40, day("2026-10-05"))
	_, twice := asked(t, 80, day("2026-10-05"))
	if some -= none; twice-none != 2*some || some == 0 {
		t.Errorf("40 tries of the month read names %d times, 80 tries %d times", some, twice-none)
	}
}
