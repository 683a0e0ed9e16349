package assistant

import (
	"net/url"
	"strings"
)

// tool is a question of the API that an assistant may ask.
type tool struct {
	name, path string
	leaves     string // parameters of the API that an assistant has no use for, separated by spaces
	title      string
	page       func(asked url.Values) string // the address where a person sees the same
}

// tools lists them in the order in which one needs them.
func tools() []tool {
	return []tool{
		{"definitions", "/api/v1/definitions", "", "What every metric means, its unit and formula; dimensions and events. Ask this first.", at("/metrics")},
		{"sources", "/api/v1/sources", "", "Which data has come, and the day it is complete through.", at("/imports")},
		{"metrics", "/api/v1/metrics", "", "Metrics over a range, by day, week, month or dimension, beside a comparison.", metricPage},
		{"change", "/api/v1/change", "table", "Why a metric differs from its comparison: exact parts that add up to the change.", whyPage},
		{"why", "/api/v1/provenance", "", "Where one figure comes from: its formula, its sums, and what each import adds to them.", provenancePage},
		{"retention", "/api/v1/retention", "table", "How many members of each cohort came back.", at("/retention")},
		{"growth", "/api/v1/growth", "table", "New, retained, resurrected and churned members.", at("/growth")},
		{"funnel", "/api/v1/funnel", "table", "How members pass through steps, one after the other.", at("/funnel")},
		{"challenge", "/api/v1/challenge", "table", "Who completes a check-in challenge, and how many are left after each day.", at("/checkins")},
		{"tries", "/api/v1/tries", "table", "What was tried, what it brought with its 90 % interval, and the verdicts.", at("/tries")},
		{"targets", "/api/v1/goals", "", "Targets and budgets: to date, due, projection at 80 % and the chance to reach them.", at("/plan")},
		{"findings", "/api/v1/findings", "", "What is worth a look this morning, at most six findings.", at("/overview")},
	}
}

func at(path string) func(url.Values) string { return func(url.Values) string { return path } }

// metricPage is the overview with the first metric drawn.
func metricPage(asked url.Values) string {
	first, _, _ := strings.Cut(asked.Get("metrics"), ",")
	return shown("/overview", asked, "metric", first)
}

func whyPage(asked url.Values) string { return shown("/why", asked, "metric", asked.Get("metric")) }

func provenancePage(asked url.Values) string {
	return shown("/provenance", asked, "metric", asked.Get("metric"))
}

// shown is the address of a page of the same days and filters: `filter=channel:zhihu`
// of the API is `f.channel=zhihu` there.
func shown(path string, asked url.Values, name, value string) string {
	q := url.Values{name: {value}}
	for _, same := range []string{"range", "from", "to", "compare"} {
		if asked.Has(same) {
			q.Set(same, asked.Get(same))
		}
	}
	for _, f := range asked["filter"] {
		if dimension, value, ok := strings.Cut(f, ":"); ok {
			q.Add("f."+dimension, value)
		}
	}
	return path + "?" + q.Encode()
}
