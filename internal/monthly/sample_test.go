package monthly

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/catalog"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	sampledata "daybreak/sample-data"
)

// sample is the story of sample-data, read once.
var sample = sync.OnceValues(func() (analysis.Data, error) {
	calendar := ops.Calendar{Zone: time.FixedZone("UTC+8", 8*3600), WeekStart: time.Monday}
	source := enginetest.NewSource(calendar)
	for _, record := range []string{"rates", "members", "spend", "followers", "posts", "orders", "costs", "events"} {
		text, err := sampledata.Files.ReadFile(record + ".csv")
		if err != nil {
			return analysis.Data{}, err
		}
		if _, err := source.Import(record, strings.TrimPrefix(string(text), "\ufeff")); err != nil {
			return analysis.Data{}, err
		}
	}
	for _, s := range [][2]string{{"spend", "baidu"}, {"spend", "big-accounts"}, {"spend", "google-ads"}, {"spend", "tencent-ads"}, {"costs", ""},
		{"orders", ""}, {"events", ""}, {"posts", "Daybreak"}, {"followers", "Daybreak"}} {
		source.Declare(ops.Source{Record: s[0], Name: s[1], Through: day("2026-10-31")})
	}
	e := memory.New(source, memory.Options{Calendar: calendar, Currency: "CNY"})
	if err := e.Refresh(context.Background()); err != nil {
		return analysis.Data{}, err
	}
	c, err := catalog.Load(dashboards.Files, analysis.PanelShapes())
	return analysis.Data{Snapshot: e.Current(), Catalog: c, Calendar: calendar, Currency: "CNY"}, err
})

func day(s string) ops.Day {
	d, err := ops.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// story is the sample on the first of November, with a try and a target.
func story(t *testing.T) Basis {
	t.Helper()
	data, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	tries := []ops.Try{{Edited: ops.Edited{ID: 1}, Title: "Big account", Kind: "channel", Metric: "joins", Direction: ops.UpGood, Start: day("2026-10-18"),
		End: day("2026-10-21"), Expected: .3, Probability: .6, Cost: 780000}}
	targets := []ops.Target{{Metric: "joins", Days: ops.Range{From: day("2026-10-01"), To: day("2027-01-01")}, Goal: 3600, Phasing: "even",
		State: ops.TargetApproved}}
	return Basis{World: loop.World{Data: data, Tries: tries, Today: day("2026-11-01")}, Targets: targets}
}

// october is the report of October.
func october(t *testing.T) *Content {
	t.Helper()
	c, err := Make(context.Background(), story(t), Template(day("2026-10-01")))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What October says, worked out from the CSV files by other programs: new members
// 1,176, check-ins 22,902 (each member, challenge and day once), spend 15,742.63,
// revenue 35,223.30, and revenue ÷ spend.
func TestFiguresOfOctober(t *testing.T) {
	c := october(t)
	if len(c.Behind) > 0 {
		t.Errorf("October cannot be final: %v", c.Behind)
	}
	want := map[string]float64{newMembers: 1176, "check_ins": 22902, "cost": 15742.63, "revenue": 35223.30, "roas": 35223.30 / 15742.63}
	for metric, x := range want {
		found := false
		for _, f := range c.Figures {
			if f.Metric == metric && f.Scope == "" && f.From == "2026-10-01" && f.To == "2026-10-31" {
				found = true
				if math.Abs(f.Value-x) > 1e-6 { // spend is kept finer than the hundredth that it is stated in
					t.Errorf("%s is %v, want %v", metric, f.Value, x)
				}
			}
		}
		if !found {
			t.Errorf("the report does not state %s", metric)
		}
	}
}

// The part about what moved: 1,386 joined in September and 1,176 in October, the
// parts of the change sum to it, and revenue splits into units and mix to the
// hundredth (SPEC-LOOP §8 and the reference pages).
func TestWhatMovedInOctober(t *testing.T) {
	p := october(t).Papers["zh"]
	i := slices.IndexFunc(p.Parts, func(x Part) bool { return x.Name == ops.PartMoved })
	blocks := p.Parts[i].Blocks
	bars := blocks[0].Chart.Bars
	if first, last := bars[0], bars[len(bars)-1]; first.To != 1386 || last.To != 1176 || bars[len(bars)-2].To != last.To {
		t.Errorf("the waterfall leads from %v by %v to %v", first.To, bars[len(bars)-2].To, last.To)
	}
	var full []string
	for _, r := range blocks[1].Table.Rows {
		full = append(full, r[1].Full)
	}
	if want := []string{"9476.55", "3239.95", "0", "0"}; !slices.Equal(full, want) {
		t.Errorf("revenue splits into %v, want %v", full, want)
	}
	if s := blocks[1].Sentences[0]; s != "收入：¥22,506.80 → ¥35,223.30（+¥12,716.50）。" {
		t.Error(s)
	}
}

// Both languages tell the same: as many parts, blocks, rows and bars, and the same
// figures in full.
func TestLanguagesTellTheSame(t *testing.T) {
	c := october(t)
	shape := func(p *Paper) (out []string) {
		for _, x := range p.Parts {
			out = append(out, x.Name)
			for _, b := range x.Blocks {
				out = append(out, fmt.Sprint(len(b.Sentences), b.Note != ""))
				if b.Table != nil {
					for _, r := range b.Table.Rows {
						for _, cell := range r {
							out = append(out, cell.Full+cell.Tone)
						}
					}
				}
				if b.Chart != nil {
					for _, bar := range b.Chart.Bars {
						out = append(out, fmt.Sprint(bar.From, bar.To, bar.Tone))
					}
				}
			}
		}
		return out
	}
	if zh, en := shape(c.Papers["zh"]), shape(c.Papers["en"]); !slices.Equal(zh, en) {
		t.Errorf("the languages differ:\n%v\n%v", zh, en)
	}
}

// A commitment is checked when its days are known: of a figure at most and at
// least, in a scope, and of what nobody measures.
func TestCommitmentsAreChecked(t *testing.T) {
	b := story(t)
	oct := ops.Range{From: day("2026-10-01"), To: day("2026-11-01")}
	for _, c := range []struct {
		ops.Commitment
		want Outcome
	}{
		{ops.Commitment{Metric: newMembers, Goal: 1176, Days: oct}, Kept},
		{ops.Commitment{Metric: newMembers, Goal: 1177, Days: oct}, Missed},
		{ops.Commitment{Metric: "cost", Goal: 15742.62, AtMost: true, Days: oct}, Missed},
		{ops.Commitment{Metric: "cost", Goal: 6851.46, AtMost: true, Scope: "channel:search-ads", Days: oct}, Kept}, // SPEC-LOOP §2
		{ops.Commitment{Metric: "paid_cpa", Goal: 45, AtMost: true, Days: ops.Range{From: oct.To, To: day("2026-12-01")}}, NoData},
		{ops.Commitment{Days: oct}, NotMeasured},
		{ops.Commitment{Edited: ops.Edited{}, Metric: newMembers, Goal: 1, Days: oct, Withdrawn: time.Unix(1, 0)}, Withdrawn},
	} {
		x, err := Check(context.Background(), b.World, c.Commitment)
		if err != nil || x.Outcome != c.want {
			t.Errorf("%s %v: %s, want %s, %v", c.Metric, c.Goal, x.Outcome, c.want, err)
		}
	}
}

// The next report tells what is open or due; what was due before and kept is told
// no more.
func TestCommitmentsCarryOver(t *testing.T) {
	b := story(t)
	september := ops.Range{From: day("2026-09-01"), To: day("2026-10-01")}
	b.Reports = []ops.Report{{Edited: ops.Edited{ID: 1}, Month: day("2026-08-01")}, {Edited: ops.Edited{ID: 2}, Month: day("2026-10-01")}}
	b.Commitments = []ops.Commitment{
		{Edited: ops.Edited{ID: 1}, Report: 1, Text: "kept in September", Metric: newMembers, Goal: 1, Days: september},
		{Edited: ops.Edited{ID: 2}, Report: 1, Text: "never measured", Days: september},
		{Edited: ops.Edited{ID: 3}, Report: 1, Text: "due in October", Metric: newMembers, Goal: 1, Days: ops.Range{From: september.From, To: day("2026-10-20")}},
		{Edited: ops.Edited{ID: 4}, Report: 2, Text: "promised now", Days: ops.Range{From: day("2026-11-01"), To: day("2026-12-01")}},
	}
	m := &maker{Basis: b, report: ops.Report{Month: day("2026-10-01")}}
	before, made, err := m.promised(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, c := range before {
		told = append(told, c.Text)
	}
	if !slices.Equal(told, []string{"never measured", "due in October"}) || len(made) != 1 || made[0].Text != "promised now" {
		t.Errorf("told %v and %v", told, made)
	}
}

// Names that a chart has no room for are cut, and a waterfall whose parts are small
// beside its totals begins its axis above 0.
func TestDrawings(t *testing.T) {
	if got := fit("公众大号", 40); got != "公众…" {
		t.Errorf("cut to %q", got)
	}
	if got := fit("公众大号", 60); got != "公众大号" {
		t.Errorf("cut to %q", got)
	}
	c := &Chart{Kind: Steps, Bars: []Bar{{To: 1386, Total: true}, {From: 1386, To: 1176}, {To: 1176, Total: true}}}
	if got := c.base(); got != 900 { // 1176 − (1386 − 1176), to the hundred below
		t.Errorf("the axis begins at %v", got)
	}
	c.Bars[0].To, c.Bars[1].From = 100, 100
	if got := c.base(); got != 0 {
		t.Errorf("the axis begins at %v", got)
	}
	if got := ceiling(1104); got != 1200 {
		t.Errorf("the axis ends at %v", got)
	}
}

// What a reader need not know to begin stands at the end.
func TestDefinitionsStandAtTheEnd(t *testing.T) {
	c := october(t)
	for lang, p := range c.Papers {
		digest, last := c.Definitions[:8], p.Parts[len(p.Parts)-1]
		if slices.ContainsFunc(p.Cover, func(s string) bool { return strings.Contains(s, digest) }) {
			t.Errorf("%s: the cover says the digest: %v", lang, p.Cover)
		}
		if note := last.Blocks[len(last.Blocks)-1].Note; !strings.Contains(note, digest) {
			t.Errorf("%s: the appendix ends in %q, without the digest", lang, note)
		}
	}
}
