package ingest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

func TestDates(t *testing.T) {
	f := newDateForms()
	for cell, want := range map[string]string{
		"2026-09-01": "2026-09-01", "2026/9/1": "2026-09-01", "2026.09.01": "2026-09-01", "2026年9月1日": "2026-09-01", "20260901": "2026-09-01",
		"2026090113": "2026-09-01 13:00:00",
		"43862":      "2020-02-01", "43862.5": "2020-02-01 12:00:00", "2026-09-01T00:00:00": "2026-09-01 00:00:00", "2026-09-01 08:05": "2026-09-01 08:05:00",
		"2026年07月11日03时09分05秒": "2026-07-11 03:09:05", "Sat, Sep 6, 2025": "2025-09-06", "Feb 1, 2020": "2020-02-01", "Dec 15, 2023": "2023-12-15",
		"Mar 15, 2024, 6:45:12 PM": "2024-03-15 18:45:12",
		"March 27, 2026":           "2026-03-27", "27 January 2026": "2026-01-27", "1. Sept. 2026": "2026-09-01", "Di., 1. Sept. 2026": "2026-09-01",
		"2 de ene. de 2025, 7:05:00": "2025-01-02 07:05:00",
		"1 août 2026":                "2026-08-01", "2026/02/01 星期日": "2026-02-01", "2026-02-01 周日": "2026-02-01", "Nov 01, 2021 10:00 am": "2021-11-01 10:00:00",
		"１２/１３/２０２３":             "2023-12-13",
		"2026-01-05T06:00+02:00": "2026-01-05 06:00:00 +7200", "2026-03-01 10:15:00 -0500": "2026-03-01 10:15:00 -18000",
		"2026-01-05T06:00:00.123Z": "2026-01-05 06:00:00 +0",
		"2024-03-01 - 2024-03-11":  "2024-03-01 to 2024-03-11", "20171009-20171011": "2017-10-09 to 2017-10-11", "2026.02.01~2026.02.02": "2026-02-01 to 2026-02-02",
		"12:00 am": "", "2026-02-29": "", "2026-13-01": "", "0000-00-00": "", "60": "", "tomorrow": "", "2026-09": "", "13:00 pm": "", "2026-09-01 25:00": "",
		"1.5": "", "2024-03-11 - 2024-03-01": "", "9月1日": "",
	} {
		m, ok := f.parse(cell, monthFirst)
		got := ""
		if ok {
			got = written(m)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
}

func written(m moment) string {
	s := m.civil().String()
	if m.timed {
		s += time.Date(0, 1, 1, m.hour, m.minute, m.second, 0, time.UTC).Format(" 15:04:05")
	}
	if m.zoned {
		s += " " + map[bool]string{true: "-", false: "+"}[m.offset < 0] + itoa(max(m.offset, -m.offset))
	}
	if m.until != nil {
		s += " to " + m.until.civil().String()
	}
	return s
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// The order of day and month is that of the column.
func TestDateOrders(t *testing.T) {
	f := newDateForms()
	for column, want := range map[string]dateOrder{
		"2026-09-01|20260902":            anyOrder,
		"13/02/2026|01/02/2026":          dayFirst,
		"02/13/2026|02/01/2026":          monthFirst,
		"13/02/2026|02/13/2026":          mixedOrder,
		"01/02/2026|03/02/2026":          orderUnsure,
		"09/01/2026|09/02/2026|09/03/26": monthFirst, // days in a row
		"01/09/2026|02/09/2026|03/09/26": dayFirst,
		"03/09/2026|02/09/2026|01/09/26": dayFirst,
		"10/1/26|10/2/26":                monthFirst,  // not the tenth of two months
		"01/01/26|01/02/26|01/03/26":     orderUnsure, // three days, or the first of three months
		"01.09.2026":                     dayFirst,
		"Sun 2/1/26":                     monthFirst, // 1 February 2026 is a Sunday, 2 January a Friday
		"31-03-04 星期二":                   yearFirst,  // 31 March 2004 was a Wednesday and 4 March 2031 will be a Tuesday
		"01/01/2026|02/02/2026":          dayFirst,   // every order gives the same days
		"total|13/13/2026|--":            anyOrder,
	} {
		if got := f.decideOrder(slices.Values(strings.Split(column, "|"))); got != want {
			t.Errorf("%s: %d, want %d", column, got, want)
		}
	}
}

// A timestamp with an offset is an instant; one without is the report's own date.
func TestOpsDays(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	c := ops.Calendar{Zone: zone, DayStart: 4 * time.Hour}
	f := newDateForms()
	for cell, want := range map[string]string{
		"2026-09-01T01:00:00":       "2026-09-01",
		"2026-09-01T18:30:00Z":      "2026-09-01", // 02:30 on the 2nd in Shanghai, before the day starts at 4
		"2026-09-01T20:30:00+00:00": "2026-09-02",
		"2026-09-01":                "2026-09-01",
	} {
		if m, ok := f.parse(cell, anyOrder); !ok || m.opsDay(c).String() != want {
			t.Errorf("%s: %v, want %s", cell, m.opsDay(c), want)
		}
	}
}

// FuzzDates: a date that is accepted exists, and its ISO form means the same.
func FuzzDates(f *testing.F) {
	for _, s := range []string{"2026-09-01", "1. Sept. 2026", "26-03-26 星期四", "2024-03-01 - 2024-03-11", "43862.25", "Mar 15, 2024, 6:45:12 PM",
		"2026年07月11日03时09分05秒"} {
		f.Add(s, uint8(dayFirst))
	}
	forms := newDateForms()
	f.Fuzz(func(t *testing.T, cell string, order uint8) {
		m, ok := forms.parse(cell, dateOrder(order%4))
		if !ok {
			return
		}
		if !m.valid() || m.until != nil && m.until.civil() < m.civil() {
			t.Fatalf("%q: %+v", cell, m)
		}
		again, ok := forms.parse(m.civil().String(), anyOrder)
		if !ok || again.civil() != m.civil() {
			t.Fatalf("%q: %v, again %v", cell, m.civil(), again.civil())
		}
	})
}
