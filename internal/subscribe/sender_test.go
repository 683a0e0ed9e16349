package subscribe

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/catalog"
	"daybreak/internal/engine"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/loop"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// desk is a sender over spending and check-ins that a test writes, with a channel of mail
// and a robot.
type desk struct {
	*Sender
	t           *testing.T
	now         time.Time
	source      *enginetest.Source
	engine      *memory.Engine
	store       *sqlite.Store
	ada         ops.User
	mail, robot ops.Channel
	narrowed    int // how often somebody's rows were asked for
}

// Of implements Narrowed: what a rule lets through cannot be told here.
func (d *desk) Of(context.Context, ops.RowRule, int64) (engine.Snapshot, error) {
	d.narrowed++
	return nil, errors.New("no rows")
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, now: time.Date(2026, 9, 7, 7, 0, 0, 0, time.UTC)} // a Monday
	calendar := ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}
	dir := filepath.Join(t.TempDir(), "data")
	if err := sqlite.Init(dir); err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return d.now }
	store, err := sqlite.Open(t.Context(), dir, sqlite.Options{Calendar: calendar, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	c, err := catalog.Load(dashboards.Files, analysis.PanelShapes())
	if err != nil {
		t.Fatal(err)
	}
	d.source = enginetest.NewSource(calendar)
	d.engine = memory.New(d.source, memory.Options{Calendar: calendar, Currency: "CNY"})
	d.store = store
	d.Sender = &Sender{Keep: store.Alerts().Subscriptions(), Users: store.Accounts(), Channels: store.Alerts().Channels(),
		Narrowed: d, Boards: store.Accounts().Boards(),
		Data: func() analysis.Data {
			return analysis.Data{Snapshot: d.engine.Current(), Catalog: c, Calendar: calendar, Currency: "CNY"}
		},
		Book: loop.Book{Reports: store.Plans().Reports()},
		Brief: func(context.Context, analysis.Data, loop.Book, string, time.Time, ops.Range) (notify.Message, error) {
			return notify.Message{Kind: notify.KindBrief, Title: "a brief"}, nil
		},
		Clock: clock, Wake: func() {}, Address: "https://dash.example.com", Log: slog.New(slog.DiscardHandler)}
	if _, err := store.Accounts().AddUser(t.Context(), ops.User{Name: "root", Role: ops.Admin, Password: "x"}); err != nil {
		t.Fatal(err)
	}
	if d.ada, err = store.Accounts().AddUser(t.Context(), ops.User{Name: "Ada", Role: ops.Viewer, Password: "x", Mail: "ada@example.com"}); err != nil {
		t.Fatal(err)
	}
	for kind, to := range map[string]*ops.Channel{notify.Mail: &d.mail, notify.WeCom: &d.robot} {
		if *to, err = store.Alerts().Channels().Add(t.Context(), ops.Channel{Name: kind, Kind: kind, Lang: "en", Sealed: []byte{1}}); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// spend imports spending of a day of September and says through which it is known.
func (d *desk) spend(through int) {
	d.t.Helper()
	if _, err := d.source.Import("spend", "date,platform,campaign,impressions,clicks,cost,currency\n2026-09-05,weibo,q,1,1,120,CNY\n"); err != nil {
		d.t.Fatal(err)
	}
	d.source.Declare(ops.Source{Record: "spend", Name: "weibo", Through: ops.DayOf(2026, 9, through)})
	if err := d.engine.Refresh(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) add(x ops.Subscription) ops.Subscription {
	d.t.Helper()
	if x.Owner == 0 {
		x.Owner = d.ada.ID
	}
	if x.Every == "" {
		x.Schedule = ops.Schedule{Every: ops.EveryDay, Hour: 8}
	}
	x.Lang = "en"
	x, _, err := d.store.Alerts().Subscriptions().Add(d.t.Context(), x, "")
	if err != nil {
		d.t.Fatal(err)
	}
	return x
}

// at lets the clock stand at an hour of a day of September, and sends what is due.
func (d *desk) at(day, hour, minute int) {
	d.t.Helper()
	d.now = time.Date(2026, 9, day, hour, minute, 0, 0, time.UTC)
	if err := d.Pass(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) runs(x ops.Subscription) []ops.Run {
	d.t.Helper()
	list, err := d.Keep.Runs(d.t.Context(), x.ID, 100)
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}

// sent returns what is in the outbox, the latest first.
func (d *desk) sent() []ops.Delivery {
	d.t.Helper()
	list, err := d.store.Alerts().Outbox().Latest(d.t.Context(), 100)
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}

func (d *desk) text(x ops.Delivery) string {
	d.t.Helper()
	var m notify.Message
	if err := json.Unmarshal(x.Message, &m); err != nil {
		d.t.Fatal(err)
	}
	return m.Plain()
}

// Once for its date, whatever the clock does and whoever starts anew; a late one says
// so, and of those that came due while nothing ran the last one is sent.
func TestATurnIsSentOnce(t *testing.T) {
	d := newDesk(t)
	x := d.add(ops.Subscription{Topic: ops.TopicReport, Schedule: ops.Schedule{Every: ops.EveryMonth, MonthDay: 8, Hour: 8}})
	d.at(7, 12, 0) // the turn of 8 August was before it was set up
	d.at(8, 7, 59)
	if got := d.runs(x); len(got) != 0 {
		t.Fatalf("before its hour: %+v", got)
	}
	d.at(8, 8, 0)
	d.at(8, 8, 1)
	d.done = nil // as after a new start
	d.at(8, 8, 2)
	d.done = nil
	d.at(8, 7, 0) // the clock was set back
	d.done = nil
	d.at(8, 8, 0)
	got := d.runs(x)
	if len(got) != 1 || got[0].Date != ops.DayOf(2026, 9, 8) || len(d.sent()) != 1 || d.sent()[0].To != "ada@example.com" || d.sent()[0].Channel != d.mail.ID {
		t.Fatalf("%+v %+v", got, d.sent())
	}
	if text := d.text(d.sent()[0]); strings.Contains(text, "Late") || !strings.Contains(text, "There is no report of Aug 2026 yet.") {
		t.Errorf("%s", text)
	}
	d.done = nil
	d.now = time.Date(2026, 12, 9, 9, 0, 0, 0, time.UTC) // nothing ran for three months
	if err := d.Pass(t.Context()); err != nil {
		t.Fatal(err)
	}
	text := d.text(d.sent()[0])
	if got := d.runs(x); len(got) != 2 || got[0].Date != ops.DayOf(2026, 12, 8) || !strings.Contains(text, "Late: it was due at 2026-12-08 08:00.") {
		t.Errorf("%+v %s", got, text)
	}
}

// Where a source is behind a sentence stands in place of figures. One day on its figure
// is there: 120 were spent on the 5th.
func TestNoHalfFigures(t *testing.T) {
	d := newDesk(t)
	d.spend(5)
	x := d.add(ops.Subscription{Topic: ops.TopicPage, Page: "channels", Query: "range=7d"})
	d.at(7, 8, 0)
	got := d.runs(x)
	if len(got) != 1 || got[0].State != ops.RunBehind {
		t.Fatalf("%+v", got)
	}
	if text := d.text(d.sent()[0]); strings.Contains(text, "¥") || !strings.Contains(text, "through Sep 6, 2026") ||
		!strings.Contains(text, "weibo: the data ends on Sep 5") {
		t.Errorf("%s", text)
	}
	d.spend(7)
	d.at(8, 8, 45)
	got = d.runs(x)
	if text := d.text(d.sent()[0]); got[0].State != ops.RunSent || !strings.Contains(text, "¥120") ||
		!strings.Contains(text, "Late: it was due at 2026-09-08 08:00.") {
		t.Errorf("%+v %s", got, text)
	}
}

// Who may not see it, or is gone, gets nothing, and the run says why.
func TestOwnersWhoLostTheRight(t *testing.T) {
	d := newDesk(t)
	d.spend(6)
	brief := d.add(ops.Subscription{Topic: ops.TopicBrief})
	channel := d.add(ops.Subscription{Topic: ops.TopicBrief, Channel: d.robot.ID}) // a viewer may not
	page := d.add(ops.Subscription{Topic: ops.TopicPage, Page: "channels"})
	gone := d.add(ops.Subscription{Topic: ops.TopicPage, Page: "no-such-page"})
	report := d.add(ops.Subscription{Topic: ops.TopicReport, Schedule: ops.Schedule{Every: ops.EveryMonth, MonthDay: 9, Hour: 8}})
	want := func(x ops.Subscription, state ops.RunState, code ops.Code) {
		t.Helper()
		got := d.runs(x)
		if len(got) == 0 || got[0].State != state || code == "" != (got[0].Why == nil) || got[0].Why != nil && got[0].Why.Code != code ||
			code != "" && got[0].Delivery != 0 {
			t.Errorf("%s %s: %+v, want %s %s", x.Topic, x.Page, got, state, code)
		}
	}
	d.at(7, 8, 0)
	want(brief, ops.RunSent, "")
	want(channel, ops.RunLost, "forbidden")
	want(page, ops.RunSent, "")
	want(gone, ops.RunFailed, "page_gone")
	if len(d.sent()) != 2 {
		t.Errorf("%+v", d.sent())
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(d.store.Accounts().SetRole(t.Context(), d.ada.ID, ops.Analyst))
	must(d.store.Accounts().SetMail(t.Context(), d.ada.ID, ""))
	d.spend(7)
	d.at(8, 8, 0)
	want(brief, ops.RunLost, "forbidden")
	want(page, ops.RunFailed, "no_own_mail")
	must(d.store.Accounts().SetMail(t.Context(), d.ada.ID, "ada@example.com"))
	must(d.store.Accounts().SetRole(t.Context(), d.ada.ID, ops.Viewer))
	must(d.store.Accounts().SetRows(t.Context(), d.ada.ID, ops.RowRule{Channels: []string{"zhihu"}}))
	d.at(9, 8, 0)
	if got := d.runs(report); len(got) != 0 || d.narrowed == 0 { // its rows cannot be told here: tried again, and nothing of all rows is sent
		t.Errorf("%+v, narrowed %d times", got, d.narrowed)
	}
	must(d.store.Accounts().SetRows(t.Context(), d.ada.ID, ops.RowRule{}))
	must(d.store.Accounts().RemoveUser(t.Context(), d.ada.ID))
	d.at(10, 8, 0)
	want(page, ops.RunLost, "owner_gone")
	if n := len(d.sent()); n != 2 {
		t.Errorf("%d messages are on their way, want the first two", n)
	}
}

// Others read what goes to a channel: it names no member; mail to oneself does.
func TestNamesGoToNobodyElse(t *testing.T) {
	d := newDesk(t)
	rows := "member,at,event\n"
	for day := 1; day <= 6; day++ {
		rows += "m-secret,2026-09-0" + string(rune('0'+day)) + "T08:00:00Z,check_in\n"
	}
	if _, err := d.source.Import("events", rows); err != nil {
		t.Fatal(err)
	}
	d.source.Declare(ops.Source{Record: "events", Through: ops.DayOf(2026, 9, 6)})
	if err := d.engine.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := d.store.Accounts().SetRole(t.Context(), d.ada.ID, ops.Editor); err != nil {
		t.Fatal(err)
	}
	page, panel := atRisk(t, d)
	own := d.add(ops.Subscription{Topic: ops.TopicPage, Page: page, Panel: panel})
	d.add(ops.Subscription{Topic: ops.TopicPage, Page: page, Panel: panel, Channel: d.robot.ID})
	d.at(7, 8, 0)
	got := d.sent()
	if len(got) != 2 {
		t.Fatalf("%+v %+v", got, d.runs(own))
	}
	for _, x := range got {
		if named := strings.Contains(string(x.Message), "m-secret"); named != (x.To != "") {
			t.Errorf("to %q: names the member: %v\n%s", x.To, named, d.text(x))
		}
	}
}

// atRisk finds the panel that lists tonight's members at risk.
func atRisk(t *testing.T, d *desk) (page, panel string) {
	for _, p := range d.Data().Catalog.Pages {
		for _, x := range p.Panels {
			if x.Type == "at_risk" {
				return p.Name, x.ID
			}
		}
	}
	t.Fatal("no page lists members at risk")
	return "", ""
}
