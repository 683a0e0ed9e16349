package sqlite

import (
	"slices"
	"testing"

	"daybreak/internal/ops"
)

// TestABlankInAnAddedColumnIsNoChange compares the digests of rows with those
// they had before their record got more columns: the records of those who had
// it then are not damaged.
func TestABlankInAnAddedColumnIsNoChange(t *testing.T) {
	added := 0
	for _, r := range ops.Records() {
		before := *r
		before.Columns = slices.DeleteFunc(slices.Clone(r.Columns), func(c ops.Column) bool { return c.Added })
		if len(before.Columns) == len(r.Columns) {
			continue
		}
		values := map[string]any{}
		for i, c := range before.Columns {
			switch {
			case c.Type.IsText():
				values[c.Name] = c.Name
			case c.Type != ops.Instant:
				values[c.Name] = 20_000 + i
			}
		}
		was := &builder{ops.NewRows(&before, ops.NewDictionary(), ops.NewDictionary(), ops.NewDictionary())}
		digest := func(b *builder) uint64 {
			return new(digester).rows(newLayout(b.rows.Record), b.rows, []uint32{0}, func(uint32) ops.Day { return 20_000 })[0]
		}
		want := digest(was.row(values))
		if got := digest(build(r.Name).row(values)); got != want {
			t.Errorf("the digest of a row of %s is %x, it was %x", r.Name, got, want)
		}
		seen := map[uint64]string{want: "no column"}
		for _, c := range r.Columns {
			if !c.Added {
				continue
			}
			added++
			if values[c.Name] = 20_000; c.Type.IsText() {
				values[c.Name] = "x"
			}
			got := digest(build(r.Name).row(values))
			if other, ok := seen[got]; ok {
				t.Errorf("%s: the digest with a value in %s is that with one in %s", r.Name, c.Name, other)
			}
			seen[got] = c.Name
			delete(values, c.Name)
		}
	}
	if added < 10 {
		t.Errorf("%d columns were added, at least 10 are", added)
	}
}
