package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"daybreak/internal/ops"
)

// festival is days off in a row that belong to one group of the calendar.
type festival struct {
	name string
	days ops.Range
}

// festivals returns the festivals of a calendar, the earliest first.
func festivals(of ops.Holidays) []festival {
	var days []ops.Holiday
	for _, h := range of {
		if h.Kind == ops.DayOff {
			days = append(days, h)
		}
	}
	slices.SortFunc(days, func(a, b ops.Holiday) int { return cmp.Compare(a.Day, b.Day) })
	var out []festival
	for _, h := range days {
		if n := len(out); n > 0 && out[n-1].name == h.Festival() && out[n-1].days.To == h.Day {
			out[n-1].days.To++
			continue
		}
		out = append(out, festival{h.Festival(), ops.Range{From: h.Day, To: h.Day + 1}})
	}
	return out
}

// mostMoved is how many days a festival may begin off its date of the year before: one
// of the moon moves by up to 20.
const mostMoved = 60

// yearBefore returns the same festival of the year before.
func (f festival) yearBefore(all []festival) (festival, bool) {
	at := ops.AddMonths(f.days.From, -12)
	var out festival
	nearest := ops.Day(mostMoved + 1)
	for _, other := range all {
		if off := max(other.days.From-at, at-other.days.From); ops.Fold(other.name) == ops.Fold(f.name) && off < nearest {
			out, nearest = other, off
		}
	}
	return out, nearest <= mostMoved
}

// stretch is days of a range in a row and the days in a row they are compared with,
// the first with the first. They may be of unequal length where both are whole festivals.
type stretch struct{ now, past ops.Range }

// beside lays a range beside the festival of another year: its days by their position in
// it, those before and after it by the same weekday, as near to it as can be without
// a day of it (SPEC-LOOP §14).
func (f festival) beside(past festival, r ops.Range) []stretch {
	var out []stretch
	add := func(now, before ops.Range) {
		if now.Len() > 0 && before.Len() > 0 {
			out = append(out, stretch{now, before})
		}
	}
	weeks := func(days ops.Day) ops.Day { return days / 7 * 7 } // ends are more than a week apart: never negative
	early := ops.Range{From: r.From, To: min(r.To, f.days.From)}
	add(early, shift(early, int(weeks(f.days.From-past.days.From+6))))
	if now := f.days.And(r); now == f.days && now.Len() > 1 {
		add(now, past.days)
	} else if now.Len() > 0 {
		add(now, shift(now, int(f.days.From-past.days.From)).And(past.days))
	}
	late := ops.Range{From: max(r.From, f.days.To), To: r.To}
	add(late, shift(late, int(weeks(f.days.To-past.days.To))))
	return out
}

// ofFestival returns the stretches that days of the range are compared with: all of a
// whole stretch, of a part as many days from the same position. A single day is
// compared with a single day.
func ofFestival(stretches []stretch, days ops.Range) []ops.Range {
	var out []ops.Range
	for _, s := range stretches {
		now := s.now.And(days)
		if now.Len() == 0 {
			continue
		}
		past := s.past
		if now != s.now || now.Len() == 1 {
			past.From += now.From - s.now.From
			past = ops.Range{From: past.From, To: past.From + ops.Day(now.Len())}.And(s.past)
		}
		if past.Len() > 0 {
			out = append(out, past)
		}
	}
	return out
}

// Beside returns the stretches of days that days of the range are compared with: one,
// unless the comparison is of the same holiday and days lie on both sides of its edge.
func (v *View) Beside(days ops.Range) []ops.Range {
	if v.Compare == SameHoliday {
		return ofFestival(v.stretches, days)
	}
	if past := v.Past(days); past.Len() > 0 {
		return []ops.Range{past}
	}
	return nil
}

// Together reports whether the days that days of the range are compared with follow
// each other: only then are members compared who count once for all of them.
func (v *View) Together(days ops.Range) bool { return len(v.Beside(days)) <= 1 }

// within returns the stretches of the comparison in some of its days.
func (v *View) within(past ops.Range) []ops.Range {
	if v.Compare != SameHoliday {
		return []ops.Range{past}
	}
	var out []ops.Range
	for _, s := range v.stretches {
		if days := s.past.And(past); days.Len() > 0 {
			out = append(out, days)
		}
	}
	return out
}

// alignFestival finds the holiday of a range and that of the year before. Errors are
// *ops.Error with code no_holiday, several_holidays or last_holiday_unknown.
func alignFestival(d Data, v *View) error {
	var known ops.Holidays
	if d.Festivals != nil {
		var err error
		if known, err = d.Festivals(); err != nil {
			return err
		}
	}
	all := festivals(known)
	in := festivalsIn(all, v.Range)
	column := ops.Place{Column: "compare", Value: string(SameHoliday)}
	switch {
	case len(in) == 0:
		return &ops.Error{Code: "no_holiday",
			Message: fmt.Sprintf("There is no holiday from %s to %s to compare with that of last year.", v.Range.From, v.Range.Last()),
			Hint:    "Choose a range with a holiday in it, or another comparison; holidays are kept on the page of holidays.", Where: column,
			Args: []any{v.Range.From.String(), v.Range.Last().String()}}
	case len(in) > 1:
		return &ops.Error{Code: "several_holidays", Message: fmt.Sprintf("There are several holidays in the range: %s and %s.", in[0].name, in[1].name),
			Hint: "Choose a range with one of them.", Where: column, Args: []any{in[0].name, in[1].name}}
	}
	last, ok := in[0].yearBefore(all)
	if !ok {
		return &ops.Error{Code: "last_holiday_unknown", Message: fmt.Sprintf("When %s was in the year before %s is not known.", in[0].name, in[0].days.From),
			Hint: "Fill in the holidays of that year on the page of holidays, or choose another comparison.", Where: column,
			Args: []any{in[0].name, in[0].days.From.String()}}
	}
	v.stretches = in[0].beside(last, v.Range)
	v.Notes = append(v.Notes, Note{Code: HolidayBeside, Args: []any{in[0].name, in[0].days.From, in[0].days.Last(), last.days.From, last.days.Last()}})
	return nil
}

func festivalsIn(all []festival, r ops.Range) []festival {
	return slices.DeleteFunc(slices.Clone(all), func(f festival) bool { return f.days.And(r).Len() == 0 })
}

// HolidayOf returns the name of the holiday that a range can be compared by with that of
// the year before; "" where it holds none or several, or that one is not known.
func HolidayOf(d Data, r ops.Range) string {
	if d.Festivals == nil {
		return ""
	}
	known, err := d.Festivals()
	all := festivals(known)
	in := festivalsIn(all, r)
	if err != nil || len(in) != 1 {
		return ""
	}
	if _, ok := in[0].yearBefore(all); !ok {
		return ""
	}
	return in[0].name
}
