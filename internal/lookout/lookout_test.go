package lookout

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/catalog"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/loop"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
	"daybreak/internal/view"
)

// place is a lookout over spending that a test writes.
type place struct {
	*Lookout
	t      *testing.T
	now    time.Time
	source *enginetest.Source
	engine *memory.Engine
	store  *sqlite.Store
	woken  int // how often the courier was woken
}

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{t: t, now: time.Date(2026, 9, 7, 9, 0, 0, 0, time.UTC)}
	calendar := ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}
	dir := filepath.Join(t.TempDir(), "data")
	if err := sqlite.Init(dir); err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return p.now }
	store, err := sqlite.Open(t.Context(), dir, sqlite.Options{Calendar: calendar, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	c, err := catalog.Load(dashboards.Files, analysis.PanelShapes())
	if err != nil {
		t.Fatal(err)
	}
	p.source = enginetest.NewSource(calendar)
	p.engine = memory.New(p.source, memory.Options{Calendar: calendar, Currency: "CNY"})
	data := func() analysis.Data {
		return analysis.Data{Snapshot: p.engine.Current(), Catalog: c, Calendar: calendar, Currency: "CNY"}
	}
	p.Lookout = &Lookout{Book: loop.Book{Tries: store.Tries(), Notes: store.Notes(), Plans: store.Plans(), Alerts: store.Alerts()}, Data: data, Clock: clock,
		Log: slog.New(slog.DiscardHandler), Channels: store.Alerts().Channels(), Outbox: store.Alerts().Outbox(), Wake: func() { p.woken++ },
		Say:     func(view.Writer, loop.Findings) []notify.Line { return nil },
		Address: "https://dash.example.com"}
	p.store = store
	return p
}

// spend imports the spending of some days of September and looks at the alerts.
func (p *place) spend(through int, days ...string) {
	p.t.Helper()
	rows := []string{"date,platform,campaign,impressions,clicks,cost,currency"}
	for _, d := range days {
		day, cost, _ := strings.Cut(d, ":")
		rows = append(rows, "2026-09-"+day+",weibo,q,1,1,"+cost+",CNY")
	}
	if _, err := p.source.Import("spend", strings.Join(rows, "\n")+"\n"); err != nil {
		p.t.Fatal(err)
	}
	p.source.Declare(ops.Source{Record: "spend", Name: "weibo", Through: ops.DayOf(2026, 9, through)})
	if err := p.engine.Refresh(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	p.pass()
}

func (p *place) pass() {
	p.t.Helper()
	if err := p.Pass(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) add(a ops.Alert) ops.Alert {
	p.t.Helper()
	a.Title, a.CoolDown = "Spending", max(1, a.CoolDown)
	a, _, err := p.Book.Alerts.Add(p.t.Context(), a, "")
	if err != nil {
		p.t.Fatal(err)
	}
	p.now = p.now.Add(time.Second)
	return a
}

// firings returns the days on which an alert fired, the latest first.
func (p *place) firings(a ops.Alert) []ops.Firing {
	p.t.Helper()
	list, err := p.Book.Alerts.Firings(p.t.Context(), a.ID, 100)
	if err != nil {
		p.t.Fatal(err)
	}
	return list
}

func (p *place) kept(a ops.Alert) ops.Alert {
	p.t.Helper()
	a, ok, err := p.Book.Alerts.One(p.t.Context(), a.ID)
	if err != nil || !ok {
		p.t.Fatal(err, ok)
	}
	return a
}

// A day fires once whatever is imported later; what that changes is noted, and
// recovery is noted once.
func TestAnAlertFiresOnceForADay(t *testing.T) {
	p := newPlace(t)
	a := p.add(ops.Alert{Rule: ops.RuleAbove, Metric: "cost", Limit: 150})
	p.spend(3, "01:200", "02:100", "03:100")
	if got := p.firings(a); len(got) != 0 {
		t.Fatalf("days before the alert fire: %+v", got)
	}
	p.spend(4, "04:200")
	p.pass()
	got := p.firings(a)
	if len(got) != 1 || got[0].Bucket != (ops.Range{From: ops.DayOf(2026, 9, 4), To: ops.DayOf(2026, 9, 5)}) || got[0].Value != 200 || got[0].Against != 150 {
		t.Fatalf("%+v", got)
	}
	if n, err := p.Book.Alerts.Open(t.Context(), ops.DayOf(2026, 9, 7)); n != 1 || err != nil {
		t.Errorf("%d wait, %v", n, err)
	}
	p.spend(4, "04:300")
	if got := p.firings(a); len(got) != 1 || !got[0].Changed || got[0].Restated != 300 || got[0].Value != 200 || !got[0].Recovered.IsZero() {
		t.Fatalf("restated: %+v", got)
	}
	p.spend(4, "04:200")
	if got := p.firings(a); len(got) != 1 || got[0].Changed {
		t.Fatalf("it stands again: %+v", got)
	}
	p.spend(5, "05:100")
	recovered := p.firings(a)[0].Recovered
	if recovered.IsZero() || p.kept(a).Checked != ops.DayOf(2026, 9, 5) {
		t.Fatal("it has not recovered")
	}
	p.now = p.now.Add(time.Hour)
	p.spend(6, "06:100")
	if got := p.firings(a); len(got) != 1 || got[0].Recovered != recovered {
		t.Fatalf("recovered twice: %+v", got)
	}
	if n, err := p.Book.Alerts.Open(t.Context(), ops.DayOf(2026, 9, 7)); n != 0 || err != nil {
		t.Errorf("%d wait, %v", n, err)
	}
	p.spend(6, "06:900") // looked at before: an import that comes later does not let it fire
	if got := p.firings(a); len(got) != 1 {
		t.Errorf("a bucket was looked at twice: %+v", got)
	}
}

// Several days that come at once are looked at one by one; the alert rests after
// each firing.
func TestDaysThatComeAtOnce(t *testing.T) {
	p := newPlace(t)
	daily := p.add(ops.Alert{Rule: ops.RuleAbove, Metric: "cost", Limit: 150})
	rests := p.add(ops.Alert{Rule: ops.RuleAbove, Metric: "cost", Limit: 150, CoolDown: 3})
	p.spend(1, "01:100")
	p.spend(5, "02:200", "03:200", "04:200", "05:200")
	if got := p.firings(daily); len(got) != 4 {
		t.Errorf("%+v", got)
	}
	if got := p.firings(rests); len(got) != 2 || got[0].Bucket.From != ops.DayOf(2026, 9, 5) || got[1].Bucket.From != ops.DayOf(2026, 9, 2) {
		t.Errorf("%+v", got)
	}
}

// Data that does not arrive fires at its hour, once for the day, and recovers
// when it comes.
func TestDataThatDoesNotArrive(t *testing.T) {
	p := newPlace(t)
	a := p.add(ops.Alert{Rule: ops.RuleNoData, Metric: "cost", Hour: 10})
	p.spend(5, "05:100")
	if got := p.firings(a); len(got) != 0 {
		t.Fatalf("before its hour: %+v", got)
	}
	p.now = time.Date(2026, 9, 7, 10, 0, 0, 0, time.UTC)
	p.pass()
	p.pass()
	if got := p.firings(a); len(got) != 1 || got[0].Bucket.Last() != ops.DayOf(2026, 9, 6) || got[0].Value != float64(ops.DayOf(2026, 9, 5)) {
		t.Fatalf("%+v", got)
	}
	p.spend(6, "06:100")
	if got := p.firings(a); len(got) != 1 || got[0].Recovered.IsZero() {
		t.Errorf("%+v", got)
	}
}

// An alert that watches something else begins anew; one whose metric is gone
// says so and keeps no other from being looked at.
func TestAlertsThatChange(t *testing.T) {
	p := newPlace(t)
	gone := p.add(ops.Alert{Rule: ops.RuleAbove, Metric: "gone", Limit: 1})
	a := p.add(ops.Alert{Rule: ops.RuleAbove, Metric: "cost", Limit: 150})
	p.spend(1, "01:100")
	p.spend(2, "02:200")
	if r := p.kept(gone).Reason; r != "unknown_metric" {
		t.Errorf("reason %q", r)
	}
	now := p.kept(a)
	now.Title, now.Limit = "Spending", 50
	if _, err := p.Book.Alerts.Change(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	got := p.firings(a)
	if len(got) != 1 || got[0].Recovered.IsZero() || p.kept(a).Checked != 0 {
		t.Fatalf("%+v", got)
	}
	p.now = p.now.Add(time.Minute)
	p.spend(3, "02:20", "03:60")
	if got = p.firings(a); len(got) != 2 || got[1].Changed {
		t.Errorf("what fired before is judged by the new limit: %+v", got)
	}
}

// What fires and what is over is put into the outbox once for each channel, in its
// language, and not in quiet hours.
func TestFiringsAreTold(t *testing.T) {
	p := newPlace(t)
	var ids []int64
	for _, lang := range []string{"en", "zh"} {
		c, err := p.store.Alerts().Channels().Add(t.Context(), ops.Channel{Name: lang, Kind: "page", Lang: lang, Sealed: []byte{1}})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, c.ID)
	}
	p.add(ops.Alert{Rule: ops.RuleAbove, Metric: "cost", Limit: 150, Channels: ids, QuietFrom: 22, QuietTo: 12})
	silent := p.add(ops.Alert{Rule: ops.RuleAbove, Metric: "cost", Limit: 150, Channels: ids})
	if _, err := p.Book.Alerts.Snooze(t.Context(), silent.ID, 1, ops.DayOf(2026, 9, 30)); err != nil {
		t.Fatal(err)
	}
	p.spend(1, "01:100")
	p.spend(2, "02:200")
	p.pass()
	told := func() []ops.Delivery {
		list, err := p.store.Alerts().Outbox().Latest(t.Context(), 100)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	list := told()
	if len(list) != 2 || p.woken != 1 || list[1].Title != "Alert: Spending" || list[0].Title != "提醒：Spending" {
		t.Fatalf("%d, woken %d times: %+v", len(list), p.woken, list)
	}
	// It is 9 o'clock, and quiet until 12.
	if noon := time.Date(2026, 9, 7, 12, 0, 0, 0, time.UTC); !list[0].Due.Equal(noon) {
		t.Errorf("due %s", list[0].Due)
	}
	for _, want := range []string{"¥200", "¥150", "https://dash.example.com/alerts/1", "Sep 2"} {
		if !strings.Contains(string(list[1].Message), want) {
			t.Errorf("%s lacks %q", list[1].Message, want)
		}
	}
	p.now = time.Date(2026, 9, 7, 12, 30, 0, 0, time.UTC)
	p.spend(3, "03:100")
	p.pass()
	if list = told(); len(list) != 4 || list[1].Title != "Recovered: Spending" || !list[1].Due.Equal(p.now) {
		t.Fatalf("%+v", list)
	}
}
