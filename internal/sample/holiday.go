package sample

import "daybreak/internal/ops"

// holidays writes the holidays of the story.
func (s *story) holidays() {
	for _, h := range s.Holidays {
		s.off[h.Day] = h.Kind == ops.DayOff
		s.w.row("holidays", h.Region, h.Day.String(), h.Name, string(h.Kind), h.Group)
	}
}

// awake is the share of those who would check in on a day that do.
func (s *story) awake(d int) float64 {
	if s.off[s.day(d)] {
		return 0.6
	}
	return 1
}
