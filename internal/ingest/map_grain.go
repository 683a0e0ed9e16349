package ingest

import (
	"context"
	"fmt"
	"hash/maphash"

	"daybreak/internal/ops"
)

// stored is a Store whose rows can be read back, as that of a server can.
type stored interface {
	Read(ctx context.Context, record string, days ops.Range, yield func(*ops.Rows) error) error
}

// SameMoney looks for spend that would count twice: platforms report the same
// money by campaign, by ad group, by keyword and by search term, under keys
// that never meet. It compares rows to be imported with those read yields.
//
// Money counts twice where, for one campaign of one account on one day, rows
// of another breakdown would stay beside the new ones; or where rows of the
// same breakdown but other names would stay and cost as much over all days,
// within 1 %, as keywords and the search terms they were found by.
func SameMoney(rows *ops.Rows, read func(yield func(*ops.Rows) error) error) (*Twice, error) {
	g := &money{seed: maphash.MakeSeed(), rows: rows, groups: map[uint64]*campaignDay{}, keys: map[uint64]bool{}}
	if err := read(func(b *ops.Rows) error { g.meet(b); return nil }); err != nil {
		return nil, err
	}
	return g.verdict(), nil
}

// Twice says which rows of a file are money that is stored already.
type Twice struct {
	Err  *ops.Error // same_money with the days concerned
	Rows []bool     // by row, those that are; nil if all are
	Left int        // rows that are not
}

// money is the spend to be imported by (day, platform, account, campaign), of
// those days that have spend already.
type money struct {
	seed   maphash.Seed
	rows   *ops.Rows
	byDay  map[ops.Day][]int32 // rows not looked at yet; nil before the first stored row
	groups map[uint64]*campaignDay
	keys   map[uint64]bool // every new row of these days
}

type campaignDay struct {
	day         ops.Day
	cost, stays int64 // new; stored and not replaced
	grains      uint8 // of the new rows, by bit: see grainOf
	others      uint8 // of the rows that stay
}

// split makes byDay: most files bring days that have no spend yet, and cost
// no more than this.
func (g *money) split() {
	g.byDay = map[ops.Day][]int32{}
	for i, day := range g.rows.Ints[g.rows.Record.Column("date")] {
		g.byDay[ops.Day(day)] = append(g.byDay[ops.Day(day)], int32(i))
	}
}

// take adds the new rows of a day.
func (g *money) take(day ops.Day) {
	cost := g.rows.Ints[g.rows.Record.Column("cost")]
	for _, i := range g.byDay[day] {
		group, key := g.hashes(g.rows, int(i))
		c := g.groups[group]
		if c == nil {
			c = &campaignDay{day: day}
			g.groups[group] = c
		}
		c.cost += cost[i]
		c.grains |= grainOf(g.rows, int(i))
		g.keys[key] = true
	}
	delete(g.byDay, day)
}

// hashes identifies row i's campaign on its day, and the row itself.
func (g *money) hashes(rows *ops.Rows, i int) (group, key uint64) {
	var h maphash.Hash
	h.SetSeed(g.seed)
	r := rows.Record
	h.WriteString(ops.Day(rows.Ints[r.Column("date")][i]).String())
	for _, name := range []string{"platform", "account", "campaign"} {
		h.WriteByte(0)
		h.WriteString(ops.Fold(rows.Text(r.Column(name), i)))
	}
	group = h.Sum64()
	for _, name := range []string{"ad_group", "keyword"} {
		h.WriteByte(0)
		h.WriteString(ops.Fold(rows.Text(r.Column(name), i)))
	}
	return group, h.Sum64()
}

// grainOf returns a bit for the breakdown of row i: campaign, ad group, or
// keyword.
func grainOf(rows *ops.Rows, i int) uint8 {
	switch r := rows.Record; {
	case rows.Codes[r.Column("keyword")][i] != 0:
		return 4
	case rows.Codes[r.Column("ad_group")][i] != 0:
		return 2
	}
	return 1
}

func (g *money) meet(b *ops.Rows) {
	if g.byDay == nil {
		g.split()
	}
	date, cost := b.Record.Column("date"), b.Record.Column("cost")
	for i := range b.Len() {
		g.take(ops.Day(b.Ints[date][i]))
		group, key := g.hashes(b, i)
		c := g.groups[group]
		if c == nil || g.keys[key] || b.Ints[cost][i] == 0 {
			continue
		}
		c.stays += b.Ints[cost][i]
		c.others |= grainOf(b, i)
	}
}

// verdict returns nil where no money is stored already.
func (g *money) verdict() *Twice {
	var days, alikeDays ops.Range
	var mine, theirs int64
	twice := map[uint64]bool{} // campaigns of a day, by the hash of their group
	for group, c := range g.groups {
		if c.stays == 0 || c.cost == 0 {
			continue
		}
		day := ops.Range{From: c.day, To: c.day + 1}
		if c.others&^c.grains != 0 {
			twice[group] = true
			days = days.Or(day)
		} else {
			mine += c.cost
			theirs += c.stays
			alikeDays = alikeDays.Or(day)
		}
	}
	alike := false
	if diff := mine - theirs; mine > 0 && max(diff, -diff)*100 <= mine {
		alike = true
		days = days.Or(alikeDays)
	}
	if len(twice) == 0 && !alike {
		return nil
	}
	out := &Twice{Err: fault("same_money",
		fmt.Sprintf("From %s these campaigns already have spend in another breakdown; importing this file as well would count the same money twice.", days),
		"Keep one report of each campaign: undo the earlier import first, or say that both are to count.", days.From.String(), days.Last().String()).Error}
	if alike {
		return out
	}
	out.Rows = make([]bool, g.rows.Len())
	for i := range out.Rows {
		group, _ := g.hashes(g.rows, i)
		if out.Rows[i] = twice[group]; !out.Rows[i] {
			out.Left++
		}
	}
	return out
}
