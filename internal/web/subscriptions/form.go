package subscriptions

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/i18n"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/subscribe"
	"daybreak/internal/web/frame"
)

// formView is the form of a subscription, and what became of it.
type formView struct {
	frame.FormView
	ID     int64
	Action string
	Form   map[string]string
	Topics []option
	Pages  []pageOptions
	Days   []option
	Every  []option
	Week   []option
	Langs  []option
	Goes   []option
	Paused bool
	Zone   string
	Owner  string // where it is not the reader's
	Advice string // what is missing for mail
	Row    *row   // nil for a new one
	Runs   []runRow
}

type option struct {
	Value, Text string
	Picked      bool
}

// pageOptions are a page and its panels.
type pageOptions struct {
	Title  string
	Panels []option
}

// fields are those of the form. page is the name of a page or page/panel.
func fields() []string {
	return []string{"topic", "page", "query", "days", "every", "weekday", "month_day", "hour", "channel", "lang", "paused", "version"}
}

// mostShown is how many turns a page shows.
const mostShown = 20

func (s *Section) showNew(c echo.Context) error {
	q := c.QueryParams()
	form := url.Values{"topic": {string(ops.TopicBrief)}, "every": {string(ops.EveryWorkday)}, "weekday": {"1"}, "month_day": {"1"}, "hour": {"8"},
		"lang": {string(frame.Language(c))}, "channel": {"0"}, "days": {"page"}}
	if page := q.Get("page"); page != "" { // a page leads here
		form.Set("topic", string(ops.TopicPage))
		form.Set("page", page)
		form.Set("query", q.Get("query"))
	}
	return s.formPage(c, http.StatusOK, nil, ops.Subscription{Owner: frame.PrincipalOf(c).User}, form)
}

func (s *Section) showOne(c echo.Context) error {
	x, err := s.own(c)
	if err != nil {
		return err
	}
	return s.formPage(c, http.StatusOK, nil, x, formOf(x))
}

// formOf fills in the form of a subscription.
func formOf(x ops.Subscription) url.Values {
	form := url.Values{"topic": {string(x.Topic)}, "page": {x.Page}, "query": {x.Query}, "days": {"page"}, "every": {string(x.Every)},
		"weekday": {strconv.Itoa(int(x.Weekday))}, "month_day": {strconv.Itoa(max(1, x.MonthDay))}, "hour": {strconv.Itoa(x.Hour)},
		"channel": {strconv.FormatInt(x.Channel, 10)}, "lang": {x.Lang}, "version": {strconv.FormatInt(x.Version, 10)}}
	if x.Panel != "" {
		form.Set("page", x.Page+"/"+x.Panel)
	}
	if x.Since {
		form.Set("days", "since")
	}
	if x.Paused {
		form.Set("paused", "1")
	}
	return form
}

// readForm reads a subscription from a form. What does not belong to its topic or
// rhythm is left out: the form holds it whatever is chosen.
func readForm(form url.Values) (x ops.Subscription, err error) {
	x = ops.Subscription{Topic: ops.Topic(form.Get("topic")), Lang: form.Get("lang"), Paused: form.Get("paused") == "1"}
	x.Every = ops.Every(form.Get("every"))
	for _, f := range []struct {
		name string
		to   func(int64)
		read bool
	}{{"hour", func(n int64) { x.Hour = int(n) }, true}, {"channel", func(n int64) { x.Channel = n }, true},
		{"weekday", func(n int64) { x.Weekday = time.Weekday(n) }, x.Every == ops.EveryWeek},
		{"month_day", func(n int64) { x.MonthDay = int(n) }, x.Every == ops.EveryMonth}} {
		if !f.read {
			continue
		}
		n, err := frame.WholeField(form, f.name)
		if err != nil {
			return x, err
		}
		f.to(n)
	}
	if x.Topic == ops.TopicPage {
		x.Page, x.Panel, _ = strings.Cut(form.Get("page"), "/")
		x.Query, x.Since = strings.TrimPrefix(strings.TrimSpace(form.Get("query")), "?"), form.Get("days") == "since"
	}
	return x, nil
}

func (s *Section) add(c echo.Context) error {
	form, err := frame.ReadForm(c, fields()...)
	if err != nil {
		return err
	}
	x, err := readForm(form)
	x.Owner = frame.PrincipalOf(c).User
	if err == nil {
		err = s.mine(c)
	}
	if err == nil {
		err = s.check(c, x)
	}
	if err == nil {
		x, _, err = s.Keep.Add(act(c), x, "")
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error { return s.formPage(c, status, fault, x, form) })
	}
	return c.Redirect(http.StatusSeeOther, href(x.ID)+"?done=1")
}

// mine refuses programs: what they subscribed to would be nobody's.
func (s *Section) mine(c echo.Context) error {
	if s.NoLogin || frame.PrincipalOf(c).User != 0 {
		return nil
	}
	return &ops.Error{Code: "needs_user", Message: "This needs somebody who is signed in, not a token.", Hint: "Sign in on the page."}
}

func (s *Section) change(c echo.Context) error {
	old, err := s.own(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, fields()...)
	if err != nil {
		return err
	}
	x, err := readForm(form)
	x.ID, x.Owner = old.ID, old.Owner
	if err == nil {
		x.Version, err = frame.WholeField(form, "version")
	}
	if err == nil {
		err = s.check(c, x)
	}
	if err == nil {
		_, err = s.Keep.Change(act(c), x)
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error { return s.formPage(c, status, fault, x, form) })
	}
	return c.Redirect(http.StatusSeeOther, href(x.ID)+"?done=1")
}

func (s *Section) formPage(c echo.Context, status int, fault *ops.Error, x ops.Subscription, form url.Values) error {
	v := formView{FormView: s.FormView(c, "subscriptions", fault), ID: x.ID, Action: "/subscriptions", Form: map[string]string{},
		Paused: form.Get("paused") == "1", Zone: s.Calendar.Zone.String()}
	t := &v.T.Subscription
	v.Title, v.Path = t.New, "/subscriptions/new"
	for _, name := range fields() {
		v.Form[name] = form.Get(name)
	}
	ctx := c.Request().Context()
	n, err := s.names(ctx)
	if err != nil {
		return err
	}
	if x.ID != 0 {
		v.Action, v.Path = href(x.ID), href(x.ID)
		r, err := s.row(c, v.FormView, n, x)
		if err != nil {
			return err
		}
		v.Row, v.Title, v.Owner = &r, r.What, r.Owner
		if v.Runs, err = s.runs(c, v.FormView, x.ID, mostShown); err != nil {
			return err
		}
	}
	pick := func(name, value, text string) option { return option{value, text, form.Get(name) == value} }
	v.Topics = []option{pick("topic", "brief", t.TopicBrief), pick("topic", "page", t.TopicPage), pick("topic", "report", t.TopicReport)}
	v.Days = []option{pick("days", "page", t.DaysPage), pick("days", "since", t.DaysSince)}
	v.Every = []option{pick("every", "daily", t.Daily), pick("every", "workdays", t.Workdays), pick("every", "weekly", t.Weekly),
		pick("every", "monthly", t.Monthly)}
	for i, name := range subscribe.Weekdays(v.T) {
		v.Week = append(v.Week, pick("weekday", strconv.Itoa(i), name))
	}
	for _, l := range []i18n.Lang{i18n.Zh, i18n.En} {
		name := v.T.Message.English
		if l == i18n.Zh {
			name = v.T.Message.Chinese
		}
		v.Langs = append(v.Langs, pick("lang", string(l), name))
	}
	if v.Goes, v.Advice, err = s.goes(c, v.FormView, x, pick); err != nil {
		return err
	}
	v.Pages = s.pages(c, v.Lang, t, pick)
	return s.SendPage(c, status, "subscription", v)
}

// goes lists where a subscription may go, and says what is missing for mail.
func (s *Section) goes(c echo.Context, v frame.FormView, x ops.Subscription, pick func(name, value, text string) option) (out []option, advice string,
	err error) {
	t := &v.T.Subscription
	ctx := c.Request().Context()
	channels, err := s.Channels.All(ctx)
	if err != nil {
		return nil, "", err
	}
	users, err := s.Users.Users(ctx)
	if err != nil {
		return nil, "", err
	}
	if !s.NoLogin {
		own, text := "", t.OwnMail
		for _, u := range users {
			if u.ID == x.Owner {
				own = u.Mail
			}
		}
		if own != "" {
			text += " " + own
		}
		out = append(out, pick("channel", "0", text))
		if _, ok := notify.MailServer(channels); !ok {
			advice = t.NoServer
		}
		if own == "" {
			advice = t.MailMissing
		}
	}
	if frame.PrincipalOf(c).Role >= ops.Editor {
		for _, x := range channels {
			out = append(out, pick("channel", strconv.FormatInt(x.ID, 10), x.Name))
		}
	}
	return out, advice, nil
}

// pages lists the pages with their panels.
func (s *Section) pages(c echo.Context, lang i18n.Lang, t *i18n.Subscription, pick func(name, value, text string) option) []pageOptions {
	var out []pageOptions
	for _, p := range s.Data(c).Catalog.Pages {
		title := p.Title.In(string(lang))
		o := pageOptions{Title: title, Panels: []option{pick("page", p.Name, strings.Replace(t.WholePage, "%s", title, 1))}}
		for _, x := range p.Panels {
			o.Panels = append(o.Panels, pick("page", p.Name+"/"+x.ID, x.Title.In(string(lang))))
		}
		out = append(out, o)
	}
	return out
}
