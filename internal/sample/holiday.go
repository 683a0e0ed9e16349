package sample

import (
	"time"

	"daybreak/internal/ops"
)

// nationalDay returns the seven days of National Day of the years that the story
// touches: the holidays of a story that is told with none of its own.
func nationalDay(days ops.Range) []ops.Holiday {
	var out []ops.Holiday
	first, _, _ := days.From.Date()
	last, _, _ := days.Last().Date()
	for year := first; year <= last; year++ {
		for n := range 7 {
			if d := ops.DayOf(year, time.October, 1+n); days.Has(d) {
				out = append(out, ops.Holiday{Region: "CN", Day: d, Name: "国庆节", Kind: ops.DayOff, Group: "国庆节"})
			}
		}
	}
	return out
}

// holidays writes the holidays of the story.
func (s *story) holidays() {
	for _, h := range s.Holidays {
		s.off[h.Day] = h.Kind == ops.DayOff
		s.w.row("holidays", h.Region, h.Day.String(), h.Name, string(h.Kind), h.Group)
	}
}

// asleep reports whether somebody who would check in sleeps in: two fifths do on a
// holiday. It has dice of its own, so that nothing else of the story moves.
func (s *story) asleep(d int) bool { return s.off[s.day(d)] && s.rest.Float64() < 0.4 }
