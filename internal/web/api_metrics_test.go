package web

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// spendSnapshot knows two days of spend on one platform: 30.00 and 10.00 of
// cost, 0 and 4 clicks. The second of its two watermarked days is the last.
type spendSnapshot struct{ engine.Snapshot }

func (spendSnapshot) Keys() ops.Keys { return nil }

func (spendSnapshot) Has(string, string) bool { return false }

func (spendSnapshot) Version() int64 { return 3 }
func (spendSnapshot) Days(string) ops.Range {
	return ops.Range{From: day("2026-09-01"), To: day("2026-09-03")}
}
func (spendSnapshot) Streams() []ops.Stream { return nil }

func (spendSnapshot) Sources() []ops.Source {
	return []ops.Source{{Record: "spend", Name: "baidu", Through: day("2026-09-02")}}
}
func (spendSnapshot) Sums(_ context.Context, q engine.SumQuery) (*engine.Sums, error) {
	cal := testConfig().Calendar
	out := &engine.Sums{Buckets: cal.Buckets(q.Range, q.Grain), Groups: [][]string{{}}}
	if len(q.By) > 0 {
		out.Groups = [][]string{{"=baidu"}}
	}
	for _, m := range q.Measures {
		s := engine.MeasureSums{}
		for _, b := range out.Buckets {
			var c engine.Cell
			for d, v := range map[ops.Day][2]int64{day("2026-09-01"): {3000, 0}, day("2026-09-02"): {1000, 4}} {
				if b.Has(d) {
					c.Sum += v[map[string]int{"cost": 0, "clicks": 1}[m.Name]]
					c.Rows++
				}
			}
			s.Cells = append(s.Cells, c)
			s.Total.Sum += c.Sum
			s.Total.Rows += c.Rows
		}
		s.ByBucket, s.ByGroup = s.Cells, []engine.Cell{s.Total}
		out.Measures = append(out.Measures, s)
	}
	return out, nil
}

// spendCatalog defines cost and cost per click.
type spendCatalog struct{}

func (spendCatalog) Current() (*ops.Catalog, ops.Mistakes) {
	return &ops.Catalog{
		Measures: map[string]*ops.Measure{
			"cost":   {Name: "cost", Record: "spend", Column: "cost", Agg: ops.Sum, Money: true},
			"clicks": {Name: "clicks", Record: "spend", Column: "clicks", Agg: ops.Sum},
		},
		Metrics: []*ops.Metric{
			{Name: "cost", Num: ops.Linear{{Sign: 1, Measure: "cost"}}, Scale: 1, Unit: ops.UnitMoney},
			{Name: "cpc", Num: ops.Linear{{Sign: 1, Measure: "cost"}}, Den: ops.Linear{{Sign: 1, Measure: "clicks"}}, Scale: 1, Unit: ops.UnitMoney},
		},
	}, nil
}

func spendServer(t *testing.T) *Server {
	cfg := testConfig()
	cfg.Snapshots, cfg.Catalog, cfg.Currency = fixedSnapshots{spendSnapshot{}}, spendCatalog{}, "CNY"
	return newTestServer(t, cfg)
}

func TestMetricsTellTheThreeEmptiesApart(t *testing.T) {
	s := spendServer(t)
	w := get(s, "/api/v1/metrics?metrics=cost,cpc&grain=day&from=2026-09-01&to=2026-09-03")
	var got struct {
		Rows []struct {
			From       string
			InProgress bool `json:"in_progress"`
			Values     map[string]any
		}
		Total struct{ Values map[string]any }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || len(got.Rows) != 3 {
		t.Fatal(w.Body)
	}
	pending := map[string]any{"state": "pending"}
	// 1 Sep: 30.00 for no click; 2 Sep: 10.00 ÷ 4; 3 Sep is not there yet.
	for i, want := range []map[string]any{{"cost": 30.0, "cpc": nil}, {"cost": 10.0, "cpc": 2.5}, {"cost": pending, "cpc": pending}} {
		if !reflect.DeepEqual(got.Rows[i].Values, want) || got.Rows[i].InProgress != (i == 2) {
			t.Errorf("row %d: %v, want %v", i, got.Rows[i], want)
		}
	}
	// The ratio of sums 40.00 ÷ 4, no mean of ratios.
	if want := map[string]any{"cost": 40.0, "cpc": 10.0}; !reflect.DeepEqual(got.Total.Values, want) {
		t.Errorf("total %v, want %v", got.Total.Values, want)
	}
	csv := get(s, "/api/v1/metrics?metrics=cost,cpc&grain=day&by=platform&from=2026-09-01&to=2026-09-03", "Accept", "text/csv")
	want := "date,platform,state,cost,cpc\r\n2026-09-01,'=baidu,complete,30,\r\n2026-09-02,'=baidu,complete,10,2.5\r\n2026-09-03,'=baidu,in_progress,NA,NA\r\n"
	if csv.Body.String() != want {
		t.Errorf("CSV\n%s\nwant\n%s", csv.Body, want)
	}
}

func TestMetricsRefuseBadQuestions(t *testing.T) {
	s := spendServer(t)
	for path, want := range map[string]ops.Code{
		"/api/v1/metrics":                                                   "missing_parameter",
		"/api/v1/metrics?metrics=nosuch":                                    "unknown_metric",
		"/api/v1/metrics?metrics=sum(x)":                                    "unknown_metric",
		"/api/v1/metrics?metrics=cost,cost":                                 "bad_parameter",
		"/api/v1/metrics?metrics=cost&by=nosuch":                            "unknown_dimension",
		"/api/v1/metrics?metrics=cost&by=[a]":                               "unknown_dimension",
		"/api/v1/metrics?metrics=cost&filter=nosuch:x":                      "unknown_dimension",
		"/api/v1/metrics?metrics=cost&grain=year":                           "unknown_grain",
		"/api/v1/metrics?metrics=cost&compare=last":                         "unknown_compare",
		"/api/v1/metrics?metrics=cost&compare=same_holiday":                 "no_holiday",
		"/api/v1/metrics?metrics=cost&from=2026-01-01&to=2025-01-01":        "range_reversed",
		"/api/v1/metrics?metrics=cost&from=0001-01-01&to=9999-12-31":        "range_too_long",
		"/api/v1/metrics?metrics=cost&sort=cpc":                             "bad_parameter",
		"/api/v1/metrics?metrics=cost&limit=0":                              "bad_parameter",
		"/api/v1/metrics?metrics=cost&callback=alert":                       "unknown_parameter",
		"/api/v1/metrics?metrics=cost&tz=Europe/Nowhere":                    "unknown_parameter",
		"/api/v1/metrics?metrics=cost&order=(select%20password%20from%20u)": "bad_parameter",
	} {
		if w := get(s, path); w.Code != http.StatusBadRequest || codeOf(t, w) != want {
			t.Errorf("%s: %d %s, want %s", path, w.Code, w.Body, want)
		}
	}
}

func TestSources(t *testing.T) {
	w := get(spendServer(t), "/api/v1/sources")
	if want := `{"sources":[{"record":"spend","name":"baidu","part":"","through":"2026-09-02","at":"0001-01-01T00:00:00Z","every":null,"retired":null,"gap":null}]}` +
		"\n"; w.Body.String() != want {
		t.Errorf("%s", w.Body)
	}
}
