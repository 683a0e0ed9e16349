// Package only answers for those who see some rows of the record: it makes
// figures of these rows alone, as if nothing else had ever been imported. No
// question can tell what it was never given.
package only

import (
	"context"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// source is the rows of a record that a rule lets through. An engine that follows
// it knows of no others. It is followed by one engine: changes are asked for before
// rows are read.
type source struct {
	engine.Source
	rule ops.RowRule // with the keys of its names

	mu     sync.RWMutex
	wanted []wanted
	seen   int   // names looked at
	kept   known // as of the version that the engine holds
	next   known // as of the version that it is reading
}

// wanted is one dimension of the rule and the codes of its values.
type wanted struct {
	dimension string
	folded    map[string]bool
	codes     map[uint32]bool
}

// known says by member of which of the rule's values their record is: a row that
// states no channel or group of its own has its member's.
type known struct {
	version int64
	members []uint8 // bit i: the rule's dimension i
}

func newSource(of engine.Source, rule ops.RowRule) *source {
	s := &source{Source: of, rule: rule}
	for _, f := range rule.Filters() {
		w := wanted{dimension: f.Dimension, folded: map[string]bool{}, codes: map[uint32]bool{}}
		for _, v := range f.Values {
			w.folded[ops.Fold(v)] = true
		}
		s.wanted = append(s.wanted, w)
	}
	return s
}

// Changes implements engine.Source. Where a member's record moves into the rule, or
// out of it, any row about a member may.
func (s *source) Changes(ctx context.Context, since int64) (int64, []engine.Changed, error) {
	version, changed, err := s.Source.Changes(ctx, since)
	if err != nil {
		return version, changed, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.findCodes()
	if s.next.version == since {
		s.kept = s.next
	}
	if since == 0 {
		s.kept = known{}
	}
	s.next = known{version: version, members: s.kept.members}
	if !slices.ContainsFunc(changed, func(c engine.Changed) bool { return c.Record == "members" }) {
		return version, changed, nil
	}
	if s.next.members, err = s.readMembers(ctx); err != nil {
		return version, changed, err
	}
	if since == 0 || !differ(s.kept.members, s.next.members) {
		return version, changed, nil
	}
	_, all, err := s.Source.Changes(ctx, 0)
	for _, c := range all {
		if r, ok := ops.RecordNamed(c.Record); ok && r.Column("member") >= 0 && r.Name != "members" {
			changed = append(changed, c)
		}
	}
	return version, changed, err
}

// differ reports whether the records of some member are not the same to the rule.
func differ(a, b []uint8) bool {
	for i := range max(len(a), len(b)) {
		if bitsOf(a, uint32(i)) != bitsOf(b, uint32(i)) {
			return true
		}
	}
	return false
}

func bitsOf(members []uint8, member uint32) uint8 {
	if int(member) < len(members) {
		return members[member]
	}
	return 0
}

// findCodes looks for the rule's values among the names that came since it last did.
func (s *source) findCodes() {
	names, _, _ := s.Source.Dictionaries()
	for n := names.Len(); s.seen < n; s.seen++ {
		folded := ops.Fold(names.Text(uint32(s.seen)))
		for _, w := range s.wanted {
			if w.folded[folded] {
				w.codes[uint32(s.seen)] = true
			}
		}
	}
}

func (s *source) readMembers(ctx context.Context) ([]uint8, error) {
	_, _, members := s.Source.Dictionaries()
	out := make([]uint8, members.Len())
	err := s.Source.Read(ctx, "members", ops.Range{}, func(w *ops.Rows) error {
		codes := w.Codes[w.Record.Column("member")]
		if n := members.Len(); n > len(out) {
			out = append(out, make([]uint8, n-len(out))...)
		}
		for bit, want := range s.wanted {
			for i, c := range w.Codes[w.Record.Column(want.dimension)] {
				if want.codes[c] {
					out[codes[i]] |= 1 << bit
				}
			}
		}
		return ctx.Err()
	})
	return out, err
}

// Read implements engine.Source: it yields the rows that the rule lets through.
func (s *source) Read(ctx context.Context, record string, days ops.Range, yield func(*ops.Rows) error) error {
	r, ok := ops.RecordNamed(record)
	switch {
	case !ok || r.LookedUp: // rates, holidays: rows of nobody
		return s.Source.Read(ctx, record, days, yield)
	case s.rule.Nothing || s.lacks(r) != "":
		return nil
	case record == "members":
		return s.Source.Read(ctx, record, days, func(w *ops.Rows) error { return s.give(s.membersOnly(w), yield) })
	}
	return s.Source.Read(ctx, record, days, func(w *ops.Rows) error { return s.give(w.Without(s.outside(w)), yield) })
}

func (s *source) give(w *ops.Rows, yield func(*ops.Rows) error) error {
	if w.Len() == 0 {
		return nil
	}
	return yield(w)
}

// lacks returns the dimension of the rule that rows of a record do not have, "" if
// they have all.
func (s *source) lacks(r *ops.Record) string { return Lacks(s.rule, r) }

// Lacks returns the dimension of a rule that rows of a record do not have, neither
// themselves nor by their member; "" if they have all.
func Lacks(rule ops.RowRule, r *ops.Record) string {
	if r.LookedUp {
		return ""
	}
	for _, d := range rule.Dimensions() {
		if r.Column(d) < 0 && r.Column("member") < 0 {
			return d
		}
	}
	return ""
}

// outside marks the rows that the rule does not let through.
func (s *source) outside(w *ops.Rows) []bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([]bool, w.Len())
	var members []uint32
	if c := w.Record.Column("member"); c >= 0 && w.Record.Name != "members" {
		members = w.Codes[c]
	}
	for bit, want := range s.wanted {
		var own []uint32
		if c := w.Record.Column(want.dimension); c >= 0 {
			own = w.Codes[c]
		}
		for i := range out {
			switch {
			case own != nil && own[i] != 0:
				out[i] = out[i] || !want.codes[own[i]]
			case members != nil:
				out[i] = out[i] || bitsOf(s.next.members, members[i])>>bit&1 == 0
			default:
				out[i] = true
			}
		}
	}
	return out
}

// membersOnly returns the records of members that the rule lets through and, of all
// others, that somebody is staff: those who only look after a group are not counted
// among its members, wherever their record is.
func (s *source) membersOnly(w *ops.Rows) *ops.Rows {
	outside := s.outside(w)
	staff := w.Ints[w.Record.Column("staff")]
	gone := make([]bool, len(outside))
	stubs := false
	for i, out := range outside {
		gone[i] = out && staff[i] != 1
		stubs = stubs || out && staff[i] == 1
	}
	if !stubs {
		return w.Without(outside)
	}
	kept := w.Without(gone)
	member, isStaff := w.Record.Column("member"), w.Record.Column("staff")
	n := 0
	for i := range outside {
		if gone[i] {
			continue
		}
		for c := range w.Record.Columns {
			switch {
			case !outside[i] || c == member || c == isStaff:
			case kept.Codes[c] != nil:
				kept.Codes[c][n] = 0
			case kept.Ints[c] != nil:
				kept.Ints[c][n] = ops.NoValue
			}
		}
		n++
	}
	return kept
}
