// Package holiday knows the public holidays and made-up workdays of China, as
// the State Council announces them each year.
package holiday

import (
	"slices"

	"github.com/6tail/lunar-go/HolidayUtil"

	"daybreak/internal/ops"
)

// Region is the region of the calendar of this package.
const Region = "CN"

// China returns the holidays and made-up workdays of a year by day; none for a
// year that the library does not know yet.
func China(year int) []ops.Holiday {
	var out []ops.Holiday
	found := HolidayUtil.GetHolidaysByYear(year)
	for e := found.Front(); e != nil; e = e.Next() {
		h, ok := e.Value.(*HolidayUtil.Holiday)
		if !ok {
			continue
		}
		day, err := ops.ParseDay(h.GetDay())
		if err != nil {
			continue
		}
		kind := ops.DayOff
		if h.IsWork() {
			kind = ops.MakeUpDay
		}
		out = append(out, ops.Holiday{Region: Region, Day: day, Name: h.GetName(), Kind: kind, Group: festival(h.GetName())})
	}
	slices.SortFunc(out, func(a, b ops.Holiday) int { return int(a.Day - b.Day) })
	return out
}

// festival returns the festival whose last occurrence says what is usual on a
// day of that name: National Day is itself when Mid-Autumn falls into it.
func festival(name string) string {
	if name == "国庆中秋" {
		return "国庆节"
	}
	return name
}
