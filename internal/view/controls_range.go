package view

import (
	"fmt"
	"net/url"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// Custom is a comparison that begins with any day one likes and has as many days
// as the range.
type Custom struct {
	First   string // the day it begins with, ISO
	Latest  string // the last day it can begin with, ISO: it ends before the range begins
	Length  int    // in days
	Rest    []HiddenField
	Current bool
}

// dates is a page as its range and comparison are chosen.
type dates struct{ Page }

// presets returns the ranges that need no dates: those of so many days, and those
// with a name.
func (b dates) presets() (days, named []Choice) {
	v, t := b.View, &b.T.Control
	label := map[string]string{"this_week": t.ThisWeek, "last_week": t.LastWeek, "this_month": t.ThisMonth, "last_month": t.LastMonth,
		"this_quarter": t.ThisQuarter, "last_quarter": t.LastQuarter, "this_year": t.ThisYear, "all": t.SinceStart}
	scope := b.Data.PageScope(b.Layout)
	for _, name := range analysis.Presets() {
		r, _ := analysis.PresetRange(b.Data, name, scope, v.Latest)
		grain, fits := b.grainFor(r)
		if !fits {
			continue // since the start of more years than a page can show
		}
		c := Choice{ID: "range-" + name, Label: label[name], Small: b.Days(r), Current: v.Preset == name, Href: b.href(func(p *analysis.Params) {
			p.Range, p.From, p.To = name, "", ""
			p.Grain = grain
			fit(b.Data, p, r)
		})}
		if c.Label == "" {
			c.Label = fmt.Sprintf(t.Days, r.Len())
			days = append(days, c)
		} else {
			named = append(named, c)
		}
	}
	return days, named
}

// grainFor returns the grain that a page of the range is asked for with: its own,
// unless that makes too many points; false where each does.
func (b dates) grainFor(r ops.Range) (string, bool) {
	if r.Last() >= ops.AddMonths(r.From, 12*analysis.MaxYears) {
		return "", false
	}
	if len(b.Data.Calendar.Buckets(r, b.View.Grain)) <= analysis.MaxBuckets {
		return b.View.Params.Grain, true
	}
	return string(ops.Weekly), true
}

// fit takes a comparison back on the way to a range that cannot have it.
func fit(d analysis.Data, p *analysis.Params, r ops.Range) {
	holiday := p.Compare == string(analysis.SameHoliday) && analysis.HolidayOf(d, r) == ""
	if holiday || !analysis.Compare(p.Compare).FitsRange(r) {
		p.Compare = ""
	}
}

// fitting returns the controls without a comparison that other dates may not have.
func (b dates) fitting() url.Values {
	p := b.View.Params
	if _, ok := analysis.Compare(p.Compare).First(); ok || p.Compare == string(analysis.SameHoliday) {
		p.Compare = ""
	}
	return p.Query()
}

// custom offers a comparison of any days before the range: at first those just before it.
func (b dates) custom() Custom {
	n := b.View.Range.Len()
	latest := b.View.Range.From - ops.Day(n)
	out := Custom{Latest: latest.String(), First: latest.String(), Length: n}
	if first, ok := b.View.Compare.First(); ok {
		out.First, out.Current = first.String(), true
	} else if past := b.View.CompareRange; past.Len() > 0 && past.From <= latest {
		out.First = past.From.String()
	}
	return out
}

// known returns the first and the last day with data of the page, as ISO dates.
func (b dates) known() (first, final string) {
	scope := b.Data.PageScope(b.Layout)
	r, _ := analysis.PresetRange(b.Data, "all", scope, b.View.Latest)
	if b.View.Latest == 0 || r.Len() == 0 {
		return "", ""
	}
	return r.From.String(), r.Last().String()
}
