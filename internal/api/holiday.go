package api

import (
	"context"
	"slices"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
)

type holidaysAnswer struct {
	Region   string          `json:"region"`
	Holidays []holidayAnswer `json:"holidays"`
}

type holidayAnswer struct {
	Date  string `json:"date"`
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	Group string `json:"group"`
}

// askHolidays lists the holidays and made-up workdays that are known. The CSV is
// in the layout of the record, so that it can be changed and imported again.
func (s *Section) askHolidays(_ *ask.Params, w loop.World) func(context.Context) (any, *report.Table, error) {
	return func(context.Context) (any, *report.Table, error) {
		out := holidaysAnswer{Region: loop.Region, Holidays: []holidayAnswer{}}
		t := &report.Table{Header: []string{"region", "date", "name", "kind", "group"}}
		days := make([]ops.Day, 0, len(w.Holidays))
		for d := range w.Holidays {
			days = append(days, d)
		}
		slices.Sort(days)
		for _, d := range days {
			h := w.Holidays[d]
			out.Holidays = append(out.Holidays, holidayAnswer{d.String(), h.Name, string(h.Kind), h.Group})
			t.Rows = append(t.Rows, []string{ops.SafeText(h.Region), d.String(), ops.SafeText(h.Name), string(h.Kind), ops.SafeText(h.Group)})
		}
		return out, t, nil
	}
}
