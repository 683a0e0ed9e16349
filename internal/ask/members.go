package ask

import (
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// dimension returns the name of a dimension, or fallback where the parameter is
// absent.
func (p *Params) dimension(name, fallback string, dimensions []string) string {
	v := p.Text(name, fallback)
	if p.Values.Has(name) && !slices.Contains(dimensions, v) {
		p.UnknownDimension(name, v, dimensions)
		return ""
	}
	return v
}

// UnknownDimension notes that a parameter names a dimension that is not among
// those it takes.
func (p *Params) UnknownDimension(name, value string, dimensions []string) {
	p.Fail("unknown_dimension", name, value, fmt.Sprintf("There is no dimension %q here.", ops.Show(value)), "Dimensions are: "+strings.Join(dimensions, ", ")+".")
}

// DimensionsOf returns the dimensions of the records, sorted.
func DimensionsOf(records ...string) []string {
	var out []string
	for _, r := range ops.Records() {
		if !slices.Contains(records, r.Name) {
			continue
		}
		for _, c := range r.Columns {
			if c.Dimension {
				out = append(out, c.Name)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// memberRecords are the records questions about members are answered from.
func memberRecords() []string { return []string{"events", "members"} }

// Through returns the last ops day the events are known complete for: the
// earliest watermark of their sources that nobody retired (R2). Without any
// it is the day before the first.
func Through(snapshot engine.Snapshot) ops.Day {
	last, known := ops.MinDay-1, false
	for _, s := range snapshot.Sources() {
		if s.Record == "events" && !s.Retired() && (!known || s.Through < last) {
			last, known = s.Through, true
		}
	}
	return last
}

// MemberRange returns the days a question about members is about: from and to,
// else every day there are events for up to the watermark.
func MemberRange(p *Params, snapshot engine.Snapshot) ops.Range {
	return p.days(memberDays(p, snapshot))
}

// memberDays returns every day there are events for up to the watermark.
func memberDays(p *Params, snapshot engine.Snapshot) ops.Range {
	all := snapshot.Days("events")
	if all.Len() == 0 {
		p.Fail("unknown_event", "", "", "No events have been imported yet.", "Import events, or post them to /api/v1/events.")
		all = ops.Range{From: ops.MinDay, To: ops.MinDay + 1} // what else is wrong with the days is told all the same
	}
	all.To = max(min(all.To, Through(snapshot)+1), all.From+1)
	return all
}

// MemberAttributes are what members and their events are told apart by, besides
// the properties of events.
func MemberAttributes() []string {
	out := append(DimensionsOf(memberRecords()...), "invited_by", "staff")
	slices.Sort(out)
	return out
}

// attribute returns what members are told apart by at their entry: one of
// MemberAttributes, or the name of a property. The engine refuses what no event
// has.
func (p *Params) attribute(name, fallback string) string {
	v := p.Text(name, fallback)
	if v == "" && p.Values.Has(name) {
		p.UnknownDimension(name, v, MemberAttributes())
	}
	return v
}

// MetricFilter returns the conditions on what any record may be filtered by.
func MetricFilter(p *Params) []ops.Filter {
	return p.Filters("filter", slices.Sorted(slices.Values(ops.FilterDimensions())))
}

// MemberFilter returns the conditions on dimensions that members and their
// events share with other records.
func MemberFilter(p *Params) []ops.Filter {
	dimensions := append(DimensionsOf(memberRecords()...), "staff")
	slices.Sort(dimensions)
	return p.Filters("filter", dimensions)
}

// RecordNames lists the kinds of records.
func RecordNames() []string {
	var out []string
	for _, r := range ops.Records() {
		out = append(out, r.Name)
	}
	return out
}
