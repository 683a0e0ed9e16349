package memory

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// The members' attributes that events and orders take where they have no value
// of their own.
var attributeNames = [...]string{"channel", "campaign", "group", "city"}

// attributes holds them by member code, as codes of names. Members without a
// record have "".
type attributes [len(attributeNames)][]uint32

// readAttributes returns the attributes as the source has them now.
func readAttributes(ctx context.Context, source engine.Source, members *ops.Dictionary) (*attributes, error) {
	a := &attributes{}
	err := source.Read(ctx, "members", ops.Range{}, func(w *ops.Rows) error {
		codes := w.Codes[w.Record.Column("member")]
		for k, name := range attributeNames {
			if n := members.Len() - len(a[k]); n > 0 {
				a[k] = append(a[k], make([]uint32, n)...)
			}
			for i, v := range w.Codes[w.Record.Column(name)] {
				a[k][codes[i]] = v
			}
		}
		return nil
	})
	return a, err
}

// of returns attribute k of a member.
func (a *attributes) of(k int, member uint32) uint32 {
	if member < uint32(len(a[k])) {
		return a[k][member]
	}
	return 0
}

// differs says by member code whose attributes in a and b are not the same.
func (a *attributes) differs(b *attributes) []bool {
	members := make([]bool, max(len(a[0]), len(b[0])))
	for m := range members {
		for k := range attributeNames {
			if a.of(k, uint32(m)) != b.of(k, uint32(m)) {
				members[m] = true
			}
		}
	}
	return members
}
