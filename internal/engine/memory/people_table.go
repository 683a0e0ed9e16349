package memory

import (
	"context"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// memberTable is the members record by member code. It is immutable; a member
// beyond its length, or without a record, has nothing stated.
type memberTable struct {
	known                                     []bool
	joined                                    []int64
	channel, campaign, group, city, invitedBy []uint32
	staff                                     []uint32 // codes of staffNames

	usedOnce sync.Once
	used     map[string][]uint32 // codes of an attribute that some member has
}

// codes returns the codes that members have of an attribute.
func (t *memberTable) codes(attribute string) []uint32 {
	t.usedOnce.Do(func() {
		t.used = map[string][]uint32{}
		for name, column := range map[string][]uint32{"channel": t.channel, "campaign": t.campaign, "group": t.group, "city": t.city, "invited_by": t.invitedBy,
			"staff": t.staff} {
			var seen []bool
			for _, code := range column {
				for int(code) >= len(seen) {
					seen = append(seen, make([]bool, int(code)+1)...)
				}
				if !seen[code] {
					seen[code] = true
					t.used[name] = append(t.used[name], code)
				}
			}
		}
	})
	return t.used[attribute]
}

// apply returns the table after the changes; it is t itself when none concerns
// members. Cost: all members.
func (t *memberTable) apply(ctx context.Context, source engine.Source, d *dictionaries, changed []engine.Changed) (*memberTable, error) {
	if !slices.ContainsFunc(changed, func(c engine.Changed) bool { return c.Record == "members" }) {
		return t, nil
	}
	n := d.members.Len()
	next := &memberTable{
		known: make([]bool, n), joined: make([]int64, n),
		channel: make([]uint32, n), campaign: make([]uint32, n), group: make([]uint32, n), city: make([]uint32, n), invitedBy: make([]uint32, n),
		staff: make([]uint32, n),
	}
	for i := range next.joined {
		next.joined[i] = ops.NoValue
	}
	err := source.Read(ctx, "members", ops.Range{}, func(w *ops.Rows) error {
		r := w.Record
		joined, staff := w.Ints[r.Column("joined_at")], w.Ints[r.Column("staff")]
		texts := []struct {
			to   []uint32
			from []uint32
		}{
			{next.channel, w.Codes[r.Column("channel")]}, {next.campaign, w.Codes[r.Column("campaign")]}, {next.group, w.Codes[r.Column("group")]},
			{next.city, w.Codes[r.Column("city")]}, {next.invitedBy, w.Codes[r.Column("invited_by")]},
		}
		for i, m := range w.Codes[r.Column("member")] {
			if int(m) >= n {
				continue // came after the dictionary was measured; the next version has it
			}
			next.known[m], next.joined[m] = true, joined[i]
			if staff[i] != ops.NoValue {
				next.staff[m] = uint32(staff[i]) + 1
			}
			for _, t := range texts {
				t.to[m] = t.from[i]
			}
		}
		return ctx.Err()
	})
	return next, err
}

// notStaff and isStaff are codes of staffNames.
const (
	notStaff uint32 = iota + 1
	isStaff
)

// staffNames are the values of the flag staff: not stated, 0 and 1.
func staffNames() *ops.Dictionary {
	d := ops.NewDictionary()
	d.Code("0")
	d.Code("1")
	return d
}

// at returns the value of a column for a member, 0 where nothing is stated.
func at(column []uint32, member uint32) uint32 {
	if int(member) < len(column) {
		return column[member]
	}
	return 0
}

// joinedAt returns when the member joined by its record.
func (t *memberTable) joinedAt(member uint32) (micros int64, ok bool) {
	if int(member) >= len(t.joined) || t.joined[member] == ops.NoValue {
		return 0, false
	}
	return t.joined[member], true
}
