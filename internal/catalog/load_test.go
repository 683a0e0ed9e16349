package catalog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// Each testdata/*.bad.yaml is one way to be wrong. Lines that begin with "# want "
// are the mistakes, in order; a file whose first line is "# metrics.yaml"
// stands for that file beside a good page, any other for a page beside good
// metrics.
func TestMistakes(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.bad.yaml")
	if err != nil || len(paths) < 30 {
		t.Fatalf("only %d files of mistakes (%v)", len(paths), err)
	}
	good := readFile(t, "testdata/metrics.yaml")
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".bad.yaml"), func(t *testing.T) {
			text := readFile(t, path)
			fsys := fstest.MapFS{"metrics.yaml": {Data: []byte(good)}}
			if strings.HasPrefix(text, "# metrics.yaml\n") {
				fsys["metrics.yaml"].Data = []byte(text)
			} else {
				fsys["page.yaml"] = &fstest.MapFile{Data: []byte(text)}
			}
			var want []string
			for line := range strings.Lines(text) {
				if m, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "# want "); ok {
					want = append(want, m)
				}
			}
			_, err := Load(fsys, analysis.PanelShapes())
			if err == nil {
				t.Fatal("loaded")
			}
			var got []string
			for _, m := range err.(ops.Mistakes) {
				got = append(got, string(m.Code)+" "+m.Error())
			}
			for i, w := range want {
				// A list of names that grows is written as its first ones and ….
				if begin, ok := strings.CutSuffix(w, "…"); ok && i < len(got) && strings.HasPrefix(got[i], begin) {
					got[i] = w
				}
			}
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestOurDashboards(t *testing.T) {
	c, err := Load(dashboards.Files, analysis.PanelShapes())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"impressions", "clicks", "cost", "ctr", "cpm", "cpc", "conversions", "reported_conversions", "cvr", "cpa", "joins", "acquired",
		"cac",
		"revenue", "refunds", "net_revenue", "roas", "romi", "roi", "cost_share", "gross_margin", "orders", "aov", "repeat_rate",
		"followers_gained", "followers_lost", "net_followers", "followers_total", "follower_churn", "reads", "delivered", "open_rate", "share_rate",
		"net_followers_per_1000_reads", "posts", "check_ins", "check_in_members", "check_in_rate", "first_check_ins", "paid_members",
		"speakers_of_active", "qualify_rate",
		"contribution", "other_cost", "loaded_cost"} {
		if _, ok := c.Metric(name); !ok {
			t.Errorf("no metric %s", name)
		}
	}
	roi, _ := c.Metric("roi")
	want := ops.Linear{{Sign: 1, Measure: "revenue"}, {Sign: -1, Measure: "refund"},
		{Sign: -1, Measure: "cost_of_goods"}, {Sign: -1, Measure: "cost"}, {Sign: -1, Measure: "other_cost"}}
	if len(roi.Num) != len(want) {
		t.Fatalf("roi is %v", roi.Num)
	}
	for i := range want {
		if roi.Num[i] != want[i] {
			t.Errorf("term %d of roi is %v, want %v", i, roi.Num[i], want[i])
		}
	}
	if m := c.Measures["cost"]; !m.Money || m.Agg != ops.Sum {
		t.Errorf("cost is %+v", m)
	}
	if m := c.Measures["matched_cost"]; len(m.Where) != 1 || !m.Where[0].Not || m.Where[0].Values[0] != "" {
		t.Errorf("matched_cost is %+v", m)
	}
	if c.Pages[0].Name != "overview" || c.Pages[0].Panels[1].Line != 12 {
		t.Errorf("the first page is %s, its second panel on line %d", c.Pages[0].Name, c.Pages[0].Panels[1].Line)
	}
}

func TestMissingMetricsFile(t *testing.T) {
	_, err := Load(fstest.MapFS{"page.yaml": {Data: []byte("title: {en: a, zh: b}")}}, analysis.PanelShapes())
	if ops.CodeOf(err) != "no_metrics_file" {
		t.Errorf("got %v", err)
	}
}

func TestWatcher(t *testing.T) {
	good := readFile(t, "testdata/metrics.yaml")
	fsys := fstest.MapFS{"metrics.yaml": {Data: []byte(good)}}
	w, err := Watch(fsys, analysis.PanelShapes())
	if err != nil {
		t.Fatal(err)
	}
	first, _ := w.Current()
	w.Poll()
	if same, mistakes := w.Current(); same != first || mistakes != nil {
		t.Error("loaded again though nothing changed")
	}

	fsys["metrics.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(good, "num: clicks", "num: click", 1))}
	w.Poll()
	kept, mistakes := w.Current()
	if kept != first || len(mistakes) != 1 || mistakes[0].Code != "unknown_measure" {
		t.Errorf("after a mistake: kept %v, mistakes %v", kept == first, mistakes)
	}
	w.Poll()
	if _, again := w.Current(); len(again) != 1 {
		t.Error("the mistake was forgotten though it is still there")
	}

	delete(fsys, "metrics.yaml")
	w.Poll()
	if kept, mistakes := w.Current(); kept != first || len(mistakes) != 1 || mistakes[0].Code != "no_metrics_file" {
		t.Errorf("after removal: %v", mistakes)
	}

	fsys["metrics.yaml"] = &fstest.MapFile{Data: []byte(good + "\n# changed\n")}
	w.Poll()
	if now, mistakes := w.Current(); now == first || len(mistakes) != 0 || now.Digest == first.Digest {
		t.Errorf("after mending: new %v, mistakes %v", now != first, mistakes)
	}
}
