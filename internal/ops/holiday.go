package ops

import "cmp"

// HolidayKind says whether a day is off, or a weekend day that is worked on to
// make up for one.
type HolidayKind string

// The kinds of days in a calendar of holidays.
const (
	DayOff      HolidayKind = "holiday"
	MakeUpDay   HolidayKind = "make-up"
	OrdinaryDay HolidayKind = "ordinary" // what an earlier import says of the day does not hold
)

// Holiday is one day that is not what its weekday says. Group is the festival
// that it belongs to: what is usual on it is learnt from the last time.
type Holiday struct {
	Region string
	Day    Day
	Name   string
	Kind   HolidayKind
	Group  string
}

// Festival returns the group the day belongs to; without one it is its name.
func (h Holiday) Festival() string { return cmp.Or(h.Group, h.Name) }

// Holidays are the holidays of one region by day.
type Holidays map[Day]Holiday

// HolidaysIn reads the holidays of a block of rows of the record.
func HolidaysIn(rows *Rows) []Holiday {
	out := make([]Holiday, rows.Len())
	for i := range out {
		text := func(name string) string {
			if c := rows.Record.Column(name); c >= 0 {
				return rows.Text(c, i)
			}
			return ""
		}
		out[i] = Holiday{Region: text("region"), Name: text("name"), Kind: HolidayKind(text("kind")), Group: text("group")}
		if c := rows.Record.Column("date"); c >= 0 {
			out[i].Day = Day(rows.Ints[c][i])
		}
	}
	return out
}
