package web

import (
	"slices"
	"strconv"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// memberRecords are the records questions about members are answered from.
func memberRecords() []string { return []string{"events", "members"} }

// through returns the last ops day the events are known complete for: the
// earliest watermark of their sources that are not given up (R2). Without any
// it is the day before the first.
func through(snapshot engine.Snapshot) ops.Day {
	last, known := ops.MinDay-1, false
	for _, s := range snapshot.Sources() {
		if s.Record == "events" && !s.Dormant && (!known || s.Through < last) {
			last, known = s.Through, true
		}
	}
	return last
}

// memberRange returns the days a question about members is about: from and to,
// else every day there are events for up to the watermark.
func memberRange(p *params, snapshot engine.Snapshot) ops.Range {
	return p.days(memberDays(p, snapshot))
}

// memberDays returns every day there are events for up to the watermark.
func memberDays(p *params, snapshot engine.Snapshot) ops.Range {
	all := snapshot.Days("events")
	if all.Len() == 0 {
		p.fail("unknown_event", "", "", "No events have been imported yet.", "Import events, or post them to /api/v1/events.")
		all = ops.Range{From: ops.MinDay, To: ops.MinDay + 1} // what else is wrong with the days is told all the same
	}
	all.To = max(min(all.To, through(snapshot)+1), all.From+1)
	return all
}

// memberAttributes are what members and their events are told apart by, besides
// the properties of events.
func memberAttributes() []string {
	out := append(dimensionsOf(memberRecords()...), "invited_by", "staff")
	slices.Sort(out)
	return out
}

// attribute returns what members are told apart by at their entry: one of
// memberAttributes, or the name of a property. The engine refuses what no event
// has.
func (p *params) attribute(name, fallback string) string {
	v := p.text(name, fallback)
	if v == "" && p.values.Has(name) {
		p.unknownDimension(name, v, memberAttributes())
	}
	return v
}

// memberFilter returns the conditions on dimensions that members and their
// events share with other records.
func memberFilter(p *params) []ops.Filter {
	return p.filters("filter", dimensionsOf(memberRecords()...))
}

// count is a number of people, or null while nothing is known of it.
func count(n int, state engine.CellState) *int {
	if state == engine.Waiting {
		return nil
	}
	return &n
}

// countText is count in CSV.
func countText(n int, state engine.CellState) string {
	if state == engine.Waiting {
		return csvPending
	}
	return strconv.Itoa(n)
}

// ratio returns num ÷ den, or null where den is 0.
func ratio[N int | int64 | float64](num, den N) *float64 {
	if den == 0 {
		return nil
	}
	r := float64(num) / float64(den)
	return &r
}

// numberText writes a number that may not apply in CSV.
func numberText(f *float64) string {
	if f == nil {
		return csvNotApplicable
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}
