package i18n

import (
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	sep, oct, next := day(2026, 9, 3), day(2026, 10, 12), day(2027, 1, 1)
	for _, c := range []struct{ got, want string }{
		{Zh.Short(sep), "9/3"}, {En.Short(sep), "Sep 3"},
		{Zh.Date(sep), "2026年9月3日"}, {En.Date(sep), "Sep 3, 2026"},
		{Zh.Month(oct), "2026年10月"}, {En.Month(oct), "Oct 2026"},
		{Zh.MonthName(9), "9月"}, {En.MonthName(9), "Sep"},
		{Zh.Span(sep, oct), "2026年9月3日 – 10月12日"}, {En.Span(sep, oct), "Sep 3 – Oct 12, 2026"},
		{Zh.Span(sep, next), "2026年9月3日 – 2027年1月1日"}, {En.Span(sep, next), "Sep 3, 2026 – Jan 1, 2027"},
		{Zh.Span(sep, sep), "2026年9月3日"}, {En.Span(sep, sep), "Sep 3, 2026"},
		{Zh.Weekday(sep.Weekday()), "周四"}, {En.Weekday(sep.Weekday()), "Thu"},
		{Zh.WeekdayDate(sep), "2026年9月3日 周四"}, {En.WeekdayDate(sep), "Thu, Sep 3, 2026"},
		{Zh.WeekdayNarrow(time.Sunday), "日"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestNegotiate(t *testing.T) {
	for accept, want := range map[string]Lang{
		"": Zh, "zh-CN,zh;q=0.9,en;q=0.8": Zh, "en-GB,en;q=0.9": En, "fr-FR,en;q=0.4": En, "fr-FR": Zh,
		"zh-TW": Zh, "en;q=0.2,zh;q=0.9": Zh, ";;;": Zh,
	} {
		if got := Negotiate(accept); got != want {
			t.Errorf("%q: %s, want %s", accept, got, want)
		}
	}
}
