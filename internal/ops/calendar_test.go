package ops

import (
	"archive/zip"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

// zones returns the names of every zone in the Go distribution's time zone
// database, the same one that time/tzdata embeds.
func zones(t *testing.T) []string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, "/") {
			names = append(names, f.Name)
		}
	}
	if len(names) < 400 {
		t.Fatalf("only %d zones", len(names))
	}
	return names
}

// transitions returns the instants at which loc's offset changes from 1970 to
// 2040, found by halving.
func transitions(loc *time.Location) []time.Time {
	offset := func(s int64) int { _, o := time.Unix(s, 0).In(loc).Zone(); return o }
	var out []time.Time
	const step = 6 * 86400
	end := time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	for s := int64(0); s < end; s += step {
		if offset(s) == offset(s+step) {
			continue
		}
		lo, hi := s, s+step
		for hi-lo > 1 {
			if mid := (lo + hi) / 2; offset(mid) == offset(lo) {
				lo = mid
			} else {
				hi = mid
			}
		}
		out = append(out, time.Unix(hi, 0))
	}
	return out
}

// civilDay is the definition of R1 in other words: read date and clock off the
// wall, and step one date back while the clock is short of the day's start.
func civilDay(t time.Time, loc *time.Location, start time.Duration) Day {
	l := t.In(loc)
	y, m, d := l.Date()
	clock := time.Duration(l.Hour())*time.Hour + time.Duration(l.Minute())*time.Minute + time.Duration(l.Second())*time.Second
	if clock < start {
		y, m, d = time.Date(y, m, d, 12, 0, 0, 0, time.UTC).AddDate(0, 0, -1).Date()
	}
	return DayOf(y, m, d)
}

func TestDayAtEveryTransition(t *testing.T) {
	starts := []time.Duration{0, 4 * time.Hour, 90 * time.Minute}
	if testing.Short() {
		starts = starts[:1]
	}
	checked := 0
	for _, name := range zones(t) {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, at := range transitions(loc) {
			for m := -120; m <= 120; m += 3 {
				now := at.Add(time.Duration(m) * time.Minute)
				for _, start := range starts {
					c := Calendar{Zone: loc, DayStart: start}
					if got, want := c.Day(now), civilDay(now, loc, start); got != want {
						t.Fatalf("%s %v start %v: %v, want %v", name, now.UTC(), start, got, want)
					}
					checked++
				}
			}
		}
	}
	t.Log(checked, "instants")
}

func TestDayByHand(t *testing.T) {
	for _, x := range []struct {
		zone, at string
		start    time.Duration
		want     string
	}{
		{"Asia/Shanghai", "2026-08-31T15:59:59Z", 0, "2026-08-31"},
		{"Asia/Shanghai", "2026-08-31T16:00:00Z", 0, "2026-09-01"},
		{"Asia/Shanghai", "2026-08-31T19:59:59Z", 4 * time.Hour, "2026-08-31"}, // 03:59:59 local
		{"Asia/Shanghai", "2026-08-31T20:00:00Z", 4 * time.Hour, "2026-09-01"},
		{"America/New_York", "2026-03-08T07:30:00Z", 4 * time.Hour, "2026-03-07"}, // 03:30 EDT, the hour 2–3 is skipped
		{"America/New_York", "2026-03-08T08:00:00Z", 4 * time.Hour, "2026-03-08"}, // 04:00 EDT
		{"America/New_York", "2026-11-01T08:59:59Z", 4 * time.Hour, "2026-10-31"}, // 03:59:59 EST
		{"America/New_York", "2026-11-01T09:00:00Z", 4 * time.Hour, "2026-11-01"},
		{"America/Havana", "2026-03-08T04:59:59Z", 0, "2026-03-07"}, // midnight does not exist: 23:59:59 CST …
		{"America/Havana", "2026-03-08T05:00:00Z", 0, "2026-03-08"}, // … is followed by 01:00 CDT
		{"Pacific/Apia", "2011-12-30T09:59:59Z", 0, "2011-12-29"},   // 30 December was left out
		{"Pacific/Apia", "2011-12-30T10:00:00Z", 0, "2011-12-31"},
	} {
		loc, err := time.LoadLocation(x.zone)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.RFC3339, x.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Calendar{Zone: loc, DayStart: x.start}).Day(at); got.String() != x.want {
			t.Errorf("%s %s +%v: %v, want %s", x.zone, x.at, x.start, got, x.want)
		}
	}
}

// Every day of a zone begins where the day before ends, so a sum over days is
// the sum over the range in months of 23- and 25-hour days.
func TestStartMeetsDay(t *testing.T) {
	for _, name := range []string{"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Africa/Cairo", "Asia/Beirut", "America/Havana", "Australia/Lord_Howe",
		"Asia/Kathmandu", "Pacific/Apia"} {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		c := Calendar{Zone: loc}
		for d := DayOf(2011, 1, 1); d < DayOf(2012, 2, 1); d++ {
			at := c.Start(d)
			if got := c.Day(at); got != d && !(name == "Pacific/Apia" && d.String() == "2011-12-30" && got == d+1) {
				t.Fatalf("%s: day %v starts at %v, which is on %v", name, d, at, got)
			}
			if got := c.Day(at.Add(-time.Second)); got >= d {
				t.Fatalf("%s: the second before %v is already on %v", name, d, got)
			}
		}
	}
}

func TestBuckets(t *testing.T) {
	d := func(s string) Day {
		x, err := ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	r := Range{d("2026-08-30"), d("2026-09-08")} // Sunday 30 August to Monday 7 September
	for _, x := range []struct {
		start time.Weekday
		grain Grain
		want  string
	}{
		{time.Monday, Weekly, "2026-08-30 to 2026-08-30|2026-08-31 to 2026-09-06|2026-09-07 to 2026-09-07"},
		{time.Sunday, Weekly, "2026-08-30 to 2026-09-05|2026-09-06 to 2026-09-07"},
		{time.Monday, Monthly, "2026-08-30 to 2026-08-31|2026-09-01 to 2026-09-07"},
		{time.Monday, Whole, "2026-08-30 to 2026-09-07"},
	} {
		var got []string
		for _, b := range (Calendar{WeekStart: x.start}).Buckets(r, x.grain) {
			got = append(got, b.String())
		}
		if s := strings.Join(got, "|"); s != x.want {
			t.Errorf("%v %v: %s, want %s", x.start, x.grain, s, x.want)
		}
	}
}

func TestAddMonths(t *testing.T) {
	for _, x := range [][3]any{
		{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2026-03-31", -1, "2026-02-28"},
		{"2026-11-15", 2, "2027-01-15"}, {"2024-02-29", -12, "2023-02-28"},
	} {
		d, err := ParseDay(x[0].(string))
		if err != nil {
			t.Fatal(err)
		}
		if got := AddMonths(d, x[1].(int)).String(); got != x[2] {
			t.Errorf("%v %+d months: %s, want %s", x[0], x[1], got, x[2])
		}
	}
}

func FuzzBuckets(f *testing.F) {
	f.Add(int32(20000), uint16(90), uint8(1))
	f.Fuzz(func(t *testing.T, from int32, n uint16, start uint8) {
		r := Range{Day(from % 100000), Day(from%100000) + Day(n)}
		c := Calendar{WeekStart: time.Weekday(start % 7)}
		for _, g := range []Grain{Whole, Daily, Weekly, Monthly} {
			at := r.From
			for _, b := range c.Buckets(r, g) {
				if b.From != at || b.Len() == 0 {
					t.Fatalf("%v: bucket %v does not follow %v", g, b, at)
				}
				if full := c.Bucket(b.From, g); g != Whole && (b.To > full.To || b.From < full.From) {
					t.Fatalf("%v: %v leaves %v", g, b, full)
				}
				at = b.To
			}
			if at != r.To && r.Len() > 0 {
				t.Fatalf("%v: buckets end at %v, range at %v", g, at, r.To)
			}
		}
	})
}

func FuzzDay(f *testing.F) {
	loc, err := time.LoadLocation("America/Havana")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(int64(1772945999), uint8(0))
	f.Fuzz(func(t *testing.T, s int64, hour uint8) {
		s %= 4_000_000_000
		start := time.Duration(hour%24) * time.Hour
		at := time.Unix(s, 0)
		if got, want := (Calendar{Zone: loc, DayStart: start}).Day(at), civilDay(at, loc, start); got != want {
			t.Fatalf("%v: %v, want %v", at, got, want)
		}
	})
}
