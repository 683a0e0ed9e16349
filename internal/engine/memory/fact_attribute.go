package memory

import (
	"context"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// The members' attributes that events and orders take where they have no value
// of their own. Of staff they have none.
var attributeNames = [...]string{"channel", "campaign", "group", "city", "staff"}

// staffAttribute is the place of staff, whose codes are those of staffNames.
const staffAttribute = len(attributeNames) - 1

// attributes holds them by member code, as codes of names. Members without a
// record have "", and are not staff.
type attributes struct {
	rows    []attributeRow
	records int64    // members that have one
	counts  sync.Map // attribute → members by code
}

// attributeRow are the attributes of a member, which lie together because they
// are asked for together.
type attributeRow [len(attributeNames)]uint32

// readAttributes returns the attributes as the source has them now.
func readAttributes(ctx context.Context, source engine.Source, members *ops.Dictionary) (*attributes, error) {
	a := &attributes{}
	err := source.Read(ctx, "members", ops.Range{}, func(w *ops.Rows) error {
		codes := w.Codes[w.Record.Column("member")]
		a.records += int64(len(codes))
		if n := members.Len() - len(a.rows); n > 0 {
			a.rows = append(a.rows, make([]attributeRow, n)...)
		}
		for i, v := range w.Ints[w.Record.Column("staff")] {
			if v == 1 {
				a.rows[codes[i]][staffAttribute] = isStaff
			}
		}
		for k, name := range attributeNames[:staffAttribute] {
			for i, v := range w.Codes[w.Record.Column(name)] {
				a.rows[codes[i]][k] = v
			}
		}
		return nil
	})
	return a, err
}

// of returns attribute k of a member; nobody has none.
func (a *attributes) of(k int, member uint32) uint32 {
	if int(member) < len(a.rows) && a.rows[member][k] != 0 {
		return a.rows[member][k]
	}
	if k == staffAttribute && member != 0 {
		return notStaff
	}
	return 0
}

// count returns how many members with a record have each code as their attribute
// k; how many have none, it does not say. Nobody may change it.
func (a *attributes) count(k int) map[uint32]int64 {
	made, _ := a.counts.LoadOrStore(k, sync.OnceValue(func() map[uint32]int64 {
		out := map[uint32]int64{}
		for i := range a.rows {
			if code := a.rows[i][k]; code != 0 {
				out[code]++
			}
		}
		if k == staffAttribute && a.records > out[isStaff] {
			out[notStaff] = a.records - out[isStaff]
		}
		return out
	}))
	return made.(func() map[uint32]int64)()
}

// differs says by member code whose attributes in a and b are not the same.
func (a *attributes) differs(b *attributes) []bool {
	members := make([]bool, max(len(a.rows), len(b.rows)))
	for m := range members {
		for k := range attributeNames {
			if a.of(k, uint32(m)) != b.of(k, uint32(m)) {
				members[m] = true
			}
		}
	}
	return members
}
