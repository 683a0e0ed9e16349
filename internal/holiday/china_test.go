package holiday

import (
	"fmt"
	"slices"
	"testing"

	"daybreak/internal/ops"
)

// The notice of the State Council of 4 November 2025 (国办发明电〔2025〕7号), as
// published: first and last day of each holiday, and the workdays made up.
func TestChina2026(t *testing.T) {
	off := map[string][2]string{
		"元旦节": {"2026-01-01", "2026-01-03"}, "春节": {"2026-02-15", "2026-02-23"}, "清明节": {"2026-04-04", "2026-04-06"}, "劳动节": {"2026-05-01", "2026-05-05"},
		"端午节": {"2026-06-19", "2026-06-21"}, "中秋节": {"2026-09-25", "2026-09-27"}, "国庆节": {"2026-10-01", "2026-10-07"},
	}
	work := []string{"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}
	var want []string
	for name, days := range off {
		from, _ := ops.ParseDay(days[0])
		to, _ := ops.ParseDay(days[1])
		for d := from; d <= to; d++ {
			want = append(want, fmt.Sprint(d, " ", name))
		}
	}
	slices.Sort(want)
	var got, worked []string
	for _, h := range China(2026) {
		if h.Region != "CN" {
			t.Errorf("%+v", h)
		}
		if h.Kind == ops.MakeUpDay {
			worked = append(worked, h.Day.String())
			continue
		}
		got = append(got, fmt.Sprint(h.Day, " ", h.Festival()))
	}
	if !slices.Equal(got, want) {
		t.Errorf("holidays are\n%v, want\n%v", got, want)
	}
	if !slices.Equal(worked, work) {
		t.Errorf("made-up workdays are %v, want %v", worked, work)
	}
}

// In 2025 Mid-Autumn fell into National Day, 1 to 8 October.
func TestNationalDayIsOneFestival(t *testing.T) {
	n := 0
	for _, h := range China(2025) {
		if h.Kind == ops.DayOff && h.Festival() == "国庆节" {
			n++
		}
	}
	if n != 8 {
		t.Errorf("%d days of National Day in 2025, want 8", n)
	}
	if len(China(1990)) > 0 {
		t.Error("a year before the notices has holidays")
	}
}
