package ops

import (
	"testing"
	"time"
)

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// Turns by hand. Berlin left out 2:00 to 3:00 on 29 March 2026 and had 2:00 to 3:00
// twice on 25 October; Samoa had no 30 December 2011; Lord Howe moves by half an hour.
func TestTurns(t *testing.T) {
	for _, c := range []struct {
		zone      string
		schedule  Schedule
		now       string // UTC
		date, due string // local date; UTC
		from, to  string // both inclusive
	}{
		{"Asia/Shanghai", Schedule{Every: EveryDay, Hour: 8}, "2026-10-31T00:00:00Z", "2026-10-31", "2026-10-31T00:00:00Z", "2026-10-30", "2026-10-30"},
		{"Asia/Shanghai", Schedule{Every: EveryDay, Hour: 8}, "2026-10-30T23:59:59Z", "2026-10-30", "2026-10-30T00:00:00Z", "2026-10-29", "2026-10-29"},
		{"UTC", Schedule{Every: EveryWorkday, Hour: 8}, "2026-11-02T08:00:00Z", "2026-11-02", "2026-11-02T08:00:00Z", "2026-10-30", "2026-11-01"}, // Monday
		// Sunday: that of Friday
		{"UTC", Schedule{Every: EveryWorkday, Hour: 8}, "2026-11-01T20:00:00Z", "2026-10-30", "2026-10-30T08:00:00Z", "2026-10-29", "2026-10-29"},
		{"UTC", Schedule{Every: EveryWeek, Weekday: time.Wednesday}, "2026-11-03T23:00:00Z", "2026-10-28", "2026-10-28T00:00:00Z", "2026-10-21", "2026-10-27"},
		{"UTC", Schedule{Every: EveryMonth, MonthDay: 3, Hour: 9}, "2026-03-03T09:00:00Z", "2026-03-03", "2026-03-03T09:00:00Z", "2026-02-01", "2026-02-28"},
		{"UTC", Schedule{Every: EveryMonth, MonthDay: 28, Hour: 9}, "2026-03-28T08:00:00Z", "2026-02-28", "2026-02-28T09:00:00Z", "2026-01-01", "2026-01-31"},
		{"Europe/Berlin", Schedule{Every: EveryDay, Hour: 2}, "2026-03-29T12:00:00Z", "2026-03-29", "2026-03-29T01:00:00Z", "2026-03-28", "2026-03-28"},
		{"Europe/Berlin", Schedule{Every: EveryDay, Hour: 2}, "2026-03-29T00:59:59Z", "2026-03-28", "2026-03-28T01:00:00Z", "2026-03-27", "2026-03-27"},
		{"Europe/Berlin", Schedule{Every: EveryDay, Hour: 2}, "2026-10-25T00:30:00Z", "2026-10-25", "2026-10-25T00:00:00Z", "2026-10-24", "2026-10-24"},
		{"Europe/Berlin", Schedule{Every: EveryDay, Hour: 2}, "2026-10-25T01:30:00Z", "2026-10-25", "2026-10-25T00:00:00Z", "2026-10-24", "2026-10-24"},
		{"Europe/Berlin", Schedule{Every: EveryDay, Hour: 3}, "2026-10-25T01:59:00Z", "2026-10-24", "2026-10-24T01:00:00Z", "2026-10-23", "2026-10-23"},
		{"Pacific/Apia", Schedule{Every: EveryDay, Hour: 8}, "2011-12-30T17:00:00Z", "2011-12-29", "2011-12-29T18:00:00Z", "2011-12-28", "2011-12-28"},
		{"Australia/Lord_Howe", Schedule{Every: EveryDay, Hour: 2}, "2026-10-04T10:00:00Z", "2026-10-04", "2026-10-03T15:30:00Z", "2026-10-03", "2026-10-03"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		calendar := Calendar{Zone: zoneOf(t, c.zone)}
		got, ok := c.schedule.Last(now, calendar)
		if due := got.Due.UTC().Format(time.RFC3339); !ok || got.Date.String() != c.date || due != c.due || got.Days.From.String() != c.from ||
			got.Days.Last().String() != c.to {
			t.Errorf("%s %+v at %s: %s at %s about %s, want %s at %s about %s to %s", c.zone, c.schedule, c.now, got.Date, due, got.Days, c.date, c.due, c.from, c.to)
		}
		next, ok := c.schedule.Next(got.Due, calendar)
		if back, _ := c.schedule.Last(next.Due, calendar); !ok || !next.Due.After(got.Due) || back != next {
			t.Errorf("%s %+v after %s: next is %+v", c.zone, c.schedule, c.due, next)
		}
	}
}

// A day that begins at 4:00 is not over at 3:00: what is sent then is about the day before it.
func TestTurnsBeforeTheDayBegins(t *testing.T) {
	got, ok := Schedule{Every: EveryDay, Hour: 3}.Last(time.Date(2026, 9, 8, 3, 0, 0, 0, time.UTC), Calendar{Zone: time.UTC, DayStart: 4 * time.Hour})
	if !ok || got.Date != DayOf(2026, 9, 8) || got.Days != (Range{DayOf(2026, 9, 6), DayOf(2026, 9, 7)}) {
		t.Errorf("%+v", got)
	}
}

func TestSchedulesRefused(t *testing.T) {
	for want, s := range map[Code]Schedule{
		"bad_rhythm": {Every: "hourly"}, "bad_hour": {Every: EveryDay, Hour: 25}, "bad_weekday": {Every: EveryWeek, Weekday: 7},
		"bad_month_day": {Every: EveryMonth, MonthDay: 29},
	} {
		if err := s.Check(); CodeOf(err) != want {
			t.Errorf("%+v: %v, want %s", s, err, want)
		}
	}
	for want, s := range map[Code]Subscription{
		"bad_topic": {Lang: "en"}, "page_missing": {Topic: TopicPage, Lang: "en"}, "page_unused": {Topic: TopicBrief, Page: "x", Lang: "en"},
		"report_monthly": {Topic: TopicReport, Lang: "en", Schedule: Schedule{Every: EveryDay}},
		"brief_monthly":  {Topic: TopicBrief, Lang: "en", Schedule: Schedule{Every: EveryMonth, MonthDay: 1}},
		"bad_language":   {Topic: TopicBrief, Lang: "de"}, "bad_controls": {Topic: TopicPage, Page: "x", Lang: "en", Query: "%zz"},
	} {
		if err := s.Check(); CodeOf(err) != want {
			t.Errorf("%+v: %v, want %s", s, err, want)
		}
	}
}
