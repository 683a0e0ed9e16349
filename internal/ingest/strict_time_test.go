package ingest

import (
	"fmt"
	"testing"
	"time"

	"daybreak/internal/ops"
)

func instantsOf(t *testing.T, zone string, times ...string) *Plan {
	t.Helper()
	text := "member,joined_at\n"
	for i, at := range times {
		text += fmt.Sprintf("m%d,%s\n", i, at)
	}
	return planWith(t, NewImporter(newMemory(), testSettings(t, zone)), "x.csv", text, Options{})
}

// TestLocalTimes: worked by hand from the rules of each zone.
func TestLocalTimes(t *testing.T) {
	for _, c := range []struct {
		zone, local, utc string
		notice           ops.Code
	}{
		{"Asia/Shanghai", "2026-09-01 06:10", "2026-08-31T22:10:00Z", ""},
		{"Asia/Kathmandu", "2026-09-01 06:10:30", "2026-09-01T00:25:30Z", ""},
		{"Europe/Berlin", "2026-03-29 01:59", "2026-03-29T00:59:00Z", ""},
		{"Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:30:00Z", "local_time_skipped"}, // reads as 03:30
		{"Europe/Berlin", "2026-03-29 03:00", "2026-03-29T01:00:00Z", ""},
		{"Europe/Berlin", "2026-10-25 01:59", "2026-10-24T23:59:00Z", ""},
		{"Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00Z", "local_time_repeated"},
		{"Europe/Berlin", "2026-10-25 03:00", "2026-10-25T02:00:00Z", ""},
		{"America/Havana", "2026-03-08 00:30", "2026-03-08T05:30:00Z", "local_time_skipped"}, // midnight is skipped
		{"Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:45:00Z", "local_time_skipped"},
		{"Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00Z", "local_time_repeated"},
		{"Pacific/Apia", "2011-12-30 12:00", "2011-12-30T22:00:00Z", "local_time_skipped"}, // no such day there
		{"Pacific/Apia", "2011-12-31 00:00", "2011-12-30T10:00:00Z", ""},
		{"Europe/Berlin", "2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00Z", ""},
	} {
		p := instantsOf(t, c.zone, c.local)
		if p.Rejected > 0 {
			t.Errorf("%s %s: %v", c.zone, c.local, p.Refusal())
			continue
		}
		if got := time.UnixMicro(p.Rows.Ints[1][0]).UTC().Format(time.RFC3339); got != c.utc {
			t.Errorf("%s %s is %s, want %s", c.zone, c.local, got, c.utc)
		}
		var notice ops.Code
		if len(p.Notices) > 0 {
			notice = p.Notices[0].Code
		}
		if notice != c.notice {
			t.Errorf("%s %s: notice %q, want %q", c.zone, c.local, notice, c.notice)
		}
	}
}

// TestLocalTimesAgainstClocks goes through the days around transitions quarter
// by quarter hour and looks for the first instant at which the zone's clocks
// show each time.
func TestLocalTimesAgainstClocks(t *testing.T) {
	for zone, days := range map[string][]string{
		"Europe/Berlin": {"2026-03-29", "2026-10-25"}, "America/New_York": {"2026-03-08", "2026-11-01"}, "America/Havana": {"2026-03-08", "2026-11-01"},
		"Africa/Cairo": {"2026-04-24", "2026-10-29"}, "Asia/Beirut": {"2026-03-29", "2026-10-25"}, "Australia/Lord_Howe": {"2026-04-05", "2026-10-04"},
		"America/Sao_Paulo": {"2018-02-18", "2018-11-04"}, "America/St_Johns": {"2011-11-06"}, "Asia/Kathmandu": {"2026-01-01"},
		"Pacific/Apia": {"2011-12-29", "2011-12-31"},
	} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range days {
			d, err := ops.ParseDay(day)
			if err != nil {
				t.Fatal(err)
			}
			first := map[string]int64{}
			for at := int64(d)*86400 - 86400; at < int64(d)*86400+2*86400; at += 60 {
				shown := time.Unix(at, 0).In(loc).Format("2006-01-02 15:04")
				if _, ok := first[shown]; !ok {
					first[shown] = at
				}
			}
			clock := localClock{zone: loc}
			for minute := int64(0); minute < 1440; minute++ {
				local := fmt.Sprintf("%s %02d:%02d", day, minute/60, minute%60)
				want, ok := first[local]
				got := clock.instant((int64(d)*86400+minute*60)*1_000_000, d, 1, []byte(local)) / 1_000_000
				if ok && got != want {
					t.Fatalf("%s %s is %d, want %d", zone, local, got, want)
				}
				if !ok && clock.skipped.count == 0 {
					t.Fatalf("%s %s does not exist, and nobody says so", zone, local)
				}
			}
		}
	}
}
