package memory

import (
	"context"
	"sync"
)

// entryTraits keeps what the entries of a matrix say of a dimension, in the
// order of its members.
type entryTraits struct {
	mu     sync.Mutex
	byName map[string]entryTrait
}

// entryTrait holds codes by ordinal, as of one members record, and the groups
// they make once somebody has asked for them.
type entryTrait struct {
	table *memberTable
	codes []uint32
	parts *entryParts
}

// entryCodes returns the code of a trait for the entry of every ordinal.
func (m *memberData) entryCodes(ctx context.Context, x *activityMatrix, t *trait) ([]uint32, error) {
	x.traits.mu.Lock()
	defer x.traits.mu.Unlock()
	if kept, ok := x.traits.byName[t.name]; ok && kept.table == m.table {
		return kept.codes, nil
	}
	codes := make([]uint32, len(x.member))
	done := 0
	if x.base != nil && t.name != "" {
		base, err := m.entryCodes(ctx, x.base, t)
		if err != nil {
			return nil, err
		}
		done = copy(codes, base)
	}
	err := parallel(ctx, len(codes)-done, func(lo, hi int) {
		for o := done + lo; o < done+hi; o++ {
			if member := x.member[o]; member != nobody {
				codes[o] = t.code(member, x.entry[o])
			}
		}
	})
	if err == nil && t.name != "" {
		if x.traits.byName == nil {
			x.traits.byName = map[string]entryTrait{}
		}
		x.traits.byName[t.name] = entryTrait{table: m.table, codes: codes}
	}
	return codes, err
}

// entryGroups knows which members of a matrix meet conditions on their entry,
// and of what group their entry is.
type entryGroups struct {
	matrix     *activityMatrix
	conditions []*condition
	codes      [][]uint32 // of each condition's trait by ordinal
	by         *trait     // nil: all are of group 0
	parts      *entryParts
}

func (m *memberData) entryGroups(ctx context.Context, x *activityMatrix, conditions []*condition, by *trait) (*entryGroups, error) {
	g := &entryGroups{matrix: x, conditions: conditions, by: by}
	for _, c := range conditions {
		codes, err := m.entryCodes(ctx, x, c.trait)
		if err != nil {
			return nil, err
		}
		g.codes = append(g.codes, codes)
	}
	var err error
	if by != nil {
		g.parts, err = m.entryParts(ctx, x, by)
	}
	return g, err
}

// segment sets out to which members of the words from lo on meet the conditions.
func (g *entryGroups) segment(out []uint64, lo uint32) {
	for w := range out {
		out[w] = g.matrix.all(int(lo) + w)
	}
	for i, c := range g.conditions {
		for w := range out {
			var met uint64
			for j, code := range g.codes[i][(int(lo)+w)*64:][:64] {
				v := ask
				if int(code) < len(c.known) {
					v = c.known[code]
				}
				if v == ask {
					v = verdictIf(c.decide(code))
				}
				met |= uint64(v) << j // no = 0, yes = 1
			}
			out[w] &= met
		}
	}
}
