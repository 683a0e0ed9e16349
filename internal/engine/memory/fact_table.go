package memory

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"daybreak/internal/ops"
)

// table holds the rows of one record, a segment for each day that has any, in
// order of day. It never changes; its successor shares the segments of days
// without change.
type table struct {
	schema   *schema
	segments []*segment

	blankOnce  sync.Once
	blankBits  uint64
	streamOnce sync.Once
	streamDays []ops.Stream

	firsts sync.Map // Where of a measure → *firsts
	counts sync.Map // dimension slot → rows by code
	cubes  sync.Map // bits of slots → *cube
}

// schema says where the columns of a record lie in segments.
type schema struct {
	record   *ops.Record
	slots    []slot // dimensions; the first runSlots are kept by run, the others by row
	runSlots int
	rolledUp []bool // run slots left out of the roll-up; nil = there is none
	measures []int  // columns of numbers
	currency int    // run slot, or -1
	day      int    // columns, or -1:
	member   int
	at       int
	ident    int
	idents   *ops.Dictionary

	questions sync.Map // headcountKey → the pointer that stands for it
}

// slot is one dimension of a record: a column, a member's attribute, or the
// column where it is stated and else the attribute.
type slot struct {
	dimension *dimension
	column    int // or -1
	attribute int // or -1
	key       bool
}

func newSchema(record *ops.Record, dimension func(string, ops.ColumnType) *dimension) *schema {
	s := &schema{record: record, currency: -1, day: record.Column(record.Day), member: record.Column("member"), at: -1, ident: -1}
	var finest []slot
	for i, c := range record.Columns {
		switch {
		case c.Dimension:
			d := slot{dimension: dimension(c.Name, c.Type), column: i, attribute: -1, key: c.Key}
			if s.member >= 0 {
				d.attribute = slices.Index(attributeNames[:], c.Name)
			}
			if c.Fine {
				finest = append(finest, d)
			} else {
				s.slots = append(s.slots, d)
			}
		case c.Type == ops.Count, c.Type == ops.Signed, c.Type == ops.Money, c.Type == ops.Decimal:
			s.measures = append(s.measures, i)
		case c.Type == ops.Text && c.Key && c.Required:
			s.ident, s.idents = i, ops.NewDictionary()
		}
	}
	if s.member >= 0 {
		s.at = s.day
		for k, name := range attributeNames {
			if s.slot(name) < 0 {
				kind := ops.Name
				if k == staffAttribute {
					kind = ops.Flag
				}
				s.slots = append(s.slots, slot{dimension: dimension(name, kind), column: -1, attribute: k})
			}
		}
	}
	s.runSlots = len(s.slots)
	s.currency = s.slot("currency")
	if len(finest) > 0 {
		s.slots = append(s.slots, finest...)
		s.rolledUp = make([]bool, s.runSlots)
		if k := s.slot("ad_group"); k >= 0 {
			s.rolledUp[k] = true
		}
	}
	return s
}

// slot returns the slot of the named dimension, or -1.
func (s *schema) slot(dimension string) int {
	return slices.IndexFunc(s.slots, func(d slot) bool { return d.dimension.name == dimension })
}

// measure returns the measure slot of the named column, or -1.
func (s *schema) measure(column string) int {
	return slices.Index(s.measures, s.record.Column(column))
}

// isMoney reports whether v is money.
func (s *schema) isMoney(v value) bool {
	return v.slot != rowCount && s.record.Columns[s.measures[v.slot]].Type == ops.Money
}

// dayOf returns the ops day of row i.
func (s *schema) dayOf(w *ops.Rows, i int, c ops.Calendar) ops.Day {
	v := w.Ints[s.day][i]
	if s.at >= 0 {
		return c.Day(time.UnixMicro(v))
	}
	return ops.Day(v)
}

// days returns the days from the first to the last with rows.
func (t *table) days() ops.Range {
	if len(t.segments) == 0 {
		return ops.Range{}
	}
	return ops.Range{From: t.segments[0].day, To: t.segments[len(t.segments)-1].day + 1}
}

// in returns the segments of the days in r.
func (t *table) in(r ops.Range) []*segment {
	at := func(d ops.Day) int {
		i, _ := slices.BinarySearchFunc(t.segments, d, func(s *segment, d ops.Day) int { return cmp.Compare(s.day, d) })
		return i
	}
	if r.Len() == 0 {
		return nil
	}
	return t.segments[at(r.From):at(r.To)]
}

// touched returns the days on which a rate differs from the one used, or that
// have rows of one of the members.
func (t *table) touched(r *rates, members []bool) []ops.Range {
	var out []ops.Range
	for _, seg := range t.segments {
		stale := slices.ContainsFunc(seg.rates, func(u usedRate) bool { return r.on(u.currency, seg.day) != u.conversion })
		if members != nil && !stale {
			stale = slices.ContainsFunc(seg.members, func(m uint32) bool { return int(m) < len(members) && members[m] })
		}
		if stale {
			out = append(out, ops.Range{From: seg.day, To: seg.day + 1})
		}
	}
	return out
}
