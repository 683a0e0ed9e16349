package i18n

import (
	"fmt"
	"strconv"
	"time"
)

// Dates are taken as civil dates: only year, month and day of t matter.

// Short writes month and day for axes and narrow columns: 9/3, Sep 3.
func (l Lang) Short(t time.Time) string {
	if l == Zh {
		return fmt.Sprintf("%d/%d", int(t.Month()), t.Day())
	}
	return t.Format("Jan 2")
}

// Date writes a full date: 2026年9月3日, Sep 3, 2026.
func (l Lang) Date(t time.Time) string {
	if l == Zh {
		return fmt.Sprintf("%d年%d月%d日", t.Year(), int(t.Month()), t.Day())
	}
	return t.Format("Jan 2, 2006")
}

// WeekdayDate writes a full date with its day of the week: 2026年9月3日 周四, Thu,
// Sep 3, 2026.
func (l Lang) WeekdayDate(t time.Time) string {
	if l == Zh {
		return l.Date(t) + " " + l.Weekday(t.Weekday())
	}
	return l.Weekday(t.Weekday()) + ", " + l.Date(t)
}

// Month writes a month of a year: 2026年9月, Sep 2026.
func (l Lang) Month(t time.Time) string {
	if l == Zh {
		return fmt.Sprintf("%d年%d月", t.Year(), int(t.Month()))
	}
	return t.Format("Jan 2006")
}

// MonthName writes a month alone: 9月, Sep.
func (l Lang) MonthName(m time.Month) string {
	if l == Zh {
		return strconv.Itoa(int(m)) + "月"
	}
	return m.String()[:3]
}

// Span writes first to last day, naming a year only once: 2026年9月3日 – 10月12日,
// Sep 3 – Oct 12, 2026. One day is written once.
func (l Lang) Span(first, last time.Time) string {
	switch {
	case first.Equal(last):
		return l.Date(first)
	case first.Year() != last.Year():
		return l.Date(first) + " – " + l.Date(last)
	case l == Zh:
		return fmt.Sprintf("%s – %d月%d日", l.Date(first), int(last.Month()), last.Day())
	}
	return first.Format("Jan 2") + " – " + l.Date(last)
}

// Weekday writes a day of the week: 周四, Thu.
func (l Lang) Weekday(d time.Weekday) string {
	if l == Zh {
		return "周" + l.weekdayLetter(d)
	}
	return d.String()[:3]
}

// WeekdayNarrow writes a day of the week where there is little room: 四, Thu.
func (l Lang) WeekdayNarrow(d time.Weekday) string {
	if l == Zh {
		return l.weekdayLetter(d)
	}
	return d.String()[:3]
}

func (l Lang) weekdayLetter(d time.Weekday) string {
	return [...]string{"日", "一", "二", "三", "四", "五", "六"}[d]
}
