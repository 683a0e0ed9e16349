package lookout

import (
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// briefs returns the briefs in the outbox, the latest first.
func (p *place) briefs() []ops.Delivery {
	p.t.Helper()
	list, err := p.store.Alerts().Outbox().Latest(p.t.Context(), 100)
	if err != nil {
		p.t.Fatal(err)
	}
	return list
}

func (p *place) channel(brief ops.Brief, hour int) ops.Channel {
	p.t.Helper()
	c, err := p.store.Alerts().Channels().Add(p.t.Context(), ops.Channel{Name: "Stand-up", Kind: "page", Lang: "en", Sealed: []byte{1},
		Brief: brief, BriefHour: hour})
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

// A brief is sent once at its hour; a late one says so; what is behind is told in
// place of its figure.
func TestTheBriefOfAMorning(t *testing.T) {
	p := newPlace(t)
	p.now = time.Date(2026, 9, 7, 7, 0, 0, 0, time.UTC)
	p.channel(ops.BriefDaily, 8)
	p.spend(6, "05:100", "06:120")
	if got := p.briefs(); len(got) != 0 {
		t.Fatalf("before its hour: %+v", got)
	}
	p.now = time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)
	p.pass()
	p.pass()
	p.briefed = nil // as after a new start
	p.pass()
	got := p.briefs()
	if len(got) != 1 || got[0].Title != "Daybreak: Sep 6, 2026" {
		t.Fatalf("%+v", got)
	}
	for _, want := range []string{"No alert fired.", "¥120", "All data through Sep 6"} {
		if !strings.Contains(string(got[0].Message), want) {
			t.Errorf("%s lacks %q", got[0].Message, want)
		}
	}
	p.now = time.Date(2026, 9, 8, 9, 30, 0, 0, time.UTC)
	p.pass()
	got = p.briefs()
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	for _, want := range []string{"Late: it was due at 08:00.", "the data ends on Sep 6"} {
		if !strings.Contains(string(got[0].Message), want) {
			t.Errorf("%s lacks %q", got[0].Message, want)
		}
	}
	if strings.Contains(string(got[0].Message), "¥") {
		t.Errorf("%s has a figure that is not known", got[0].Message)
	}
}

// A channel that is set up after the hour has its first brief on the next day.
func TestNoBriefForAnHourThatIsPast(t *testing.T) {
	p := newPlace(t)
	p.channel(ops.BriefDaily, 8)
	p.pass()
	if got := p.briefs(); len(got) != 0 {
		t.Fatalf("%+v", got)
	}
}

// The hours of days that are 23 and 25 hours long in Berlin in 2026, and the days
// that a brief covers: 7 September 2026 is a Monday.
func TestWhenABriefIsDue(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		now   string // UTC
		brief ops.Brief
		hour  int
		due   string // UTC; "" for none
		days  string
	}{
		{"2026-09-07T12:00:00Z", ops.BriefDaily, 8, "2026-09-07T06:00:00Z", "2026-09-06 2026-09-06"},
		{"2026-09-07T12:00:00Z", ops.BriefWorkdays, 8, "2026-09-07T06:00:00Z", "2026-09-04 2026-09-06"},
		{"2026-09-08T12:00:00Z", ops.BriefWorkdays, 8, "2026-09-08T06:00:00Z", "2026-09-07 2026-09-07"},
		{"2026-09-06T12:00:00Z", ops.BriefWorkdays, 8, "", ""},
		{"2026-09-07T12:00:00Z", ops.BriefWeekly, 8, "2026-09-07T06:00:00Z", "2026-08-31 2026-09-06"},
		{"2026-09-08T12:00:00Z", ops.BriefWeekly, 8, "", ""},
		{"2026-09-08T12:00:00Z", ops.BriefNone, 8, "", ""},
		// 29 March: 2 o'clock is not there; it is 3 o'clock, 01:00 UTC.
		{"2026-03-29T12:00:00Z", ops.BriefDaily, 2, "2026-03-29T01:00:00Z", "2026-03-28 2026-03-28"},
		{"2026-03-29T12:00:00Z", ops.BriefDaily, 8, "2026-03-29T06:00:00Z", "2026-03-28 2026-03-28"},
		// 25 October: 2 o'clock comes twice, first at 00:00 UTC.
		{"2026-10-25T12:00:00Z", ops.BriefDaily, 2, "2026-10-25T00:00:00Z", "2026-10-24 2026-10-24"},
		{"2026-10-25T12:00:00Z", ops.BriefDaily, 8, "2026-10-25T07:00:00Z", "2026-10-24 2026-10-24"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		p := pass{now: now}
		p.world.Calendar = ops.Calendar{Zone: berlin, WeekStart: time.Monday}
		p.world.Today = p.world.Calendar.Day(now)
		_, due, days := p.briefDue(ops.Channel{Brief: c.brief, BriefHour: c.hour})
		got, covers := "", ""
		if days.Len() > 0 {
			got, covers = due.UTC().Format(time.RFC3339), days.From.String()+" "+days.Last().String()
		}
		if got != c.due || covers != c.days {
			t.Errorf("%+v: due %s, covers %s", c, got, covers)
		}
	}
}
