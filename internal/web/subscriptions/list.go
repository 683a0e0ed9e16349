package subscriptions

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/i18n"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/subscribe"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// listView lists subscriptions.
type listView struct {
	frame.FormView
	Everybody bool
	Rows      []row
}

// row is one subscription.
type row struct {
	ID                      int64
	What, When, Where, Next string
	Owner                   string // "" where it is the reader's
	Paused                  bool
	Last                    *runRow // nil: none yet
}

// runRow is one turn.
type runRow struct {
	Date, At, State, Class, Why string
	Message                     int64 // 0: none that the reader may open
}

// names are what people call users and channels.
type names struct{ users, channels map[int64]string }

func (s *Section) names(ctx context.Context) (n names, err error) {
	n = names{map[int64]string{}, map[int64]string{}}
	users, err := s.Users.Users(ctx)
	if err != nil {
		return n, err
	}
	for _, u := range users {
		n.users[u.ID] = u.Name
	}
	channels, err := s.Channels.All(ctx)
	for _, c := range channels {
		n.channels[c.ID] = c.Name
	}
	return n, err
}

func (s *Section) showAll(c echo.Context) error { return s.listPage(c, http.StatusOK, nil) }

func (s *Section) listPage(c echo.Context, status int, fault *ops.Error) error {
	v := listView{FormView: s.FormView(c, "subscriptions", fault), Everybody: every(c) && !s.NoLogin}
	v.Title, v.Path = v.T.Subscription.Title, "/subscriptions"
	ctx := c.Request().Context()
	n, err := s.names(ctx)
	if err != nil {
		return err
	}
	list, err := s.seen(c)
	if err != nil {
		return err
	}
	for _, x := range list {
		r, err := s.row(c, v.FormView, n, x)
		if err != nil {
			return err
		}
		v.Rows = append(v.Rows, r)
	}
	return s.SendPage(c, status, "subscriptions", v)
}

func (s *Section) row(c echo.Context, v frame.FormView, n names, x ops.Subscription) (row, error) {
	t := &v.T.Subscription
	r := row{ID: x.ID, What: s.what(c, v.T, v.Lang, x), When: subscribe.Rhythm(v.T, x.Schedule), Where: t.OwnMail, Paused: x.Paused}
	if p := frame.PrincipalOf(c); x.Owner != p.User {
		r.Where = t.TheirOwn
		r.Owner = n.owner(t, x.Owner)
	}
	if x.Channel != 0 {
		if r.Where = n.channels[x.Channel]; r.Where == "" {
			r.Where = v.T.Message.Removed
		}
	}
	if next, ok := x.Next(s.Clock(), s.Calendar); ok && !x.Paused {
		r.Next = fmt.Sprintf(t.Next, s.Moment(next.Due))
	}
	runs, err := s.runs(c, v, x.ID, 1)
	if len(runs) > 0 {
		r.Last = &runs[0]
	}
	return r, err
}

// owner is what people call whoever subscribed.
func (n names) owner(t *i18n.Subscription, id int64) string {
	if id == 0 {
		return t.Everyone
	}
	if name := n.users[id]; name != "" {
		return name
	}
	return t.Gone
}

// what says what a subscription sends.
func (s *Section) what(c echo.Context, m *i18n.Messages, lang i18n.Lang, x ops.Subscription) string {
	t := &m.Subscription
	switch x.Topic {
	case ops.TopicBrief:
		return t.TopicBrief
	case ops.TopicReport:
		return t.TopicReport
	}
	page, ok := s.Data(c).Catalog.Page(x.Page)
	if !ok {
		return x.Page
	}
	title := page.Title.In(string(lang))
	for _, p := range page.Panels {
		if p.ID == x.Panel {
			return fmt.Sprintf(t.OnePanel, title, p.Title.In(string(lang)))
		}
	}
	return title
}

// runs says what became of the last turns.
func (s *Section) runs(c echo.Context, v frame.FormView, id int64, most int) ([]runRow, error) {
	ctx := c.Request().Context()
	list, err := s.Keep.Runs(ctx, id, most)
	if err != nil {
		return nil, err
	}
	var out []runRow
	w := view.Writer{Lang: v.Lang, T: v.T}
	for _, r := range list {
		x := runRow{Date: w.Day(r.Date), At: s.Moment(r.At)}
		if x.State, x.Class, err = s.stateOf(ctx, v.T, r); err != nil {
			return nil, err
		}
		if e := r.Why; e != nil {
			message, hint := v.Lang.Error(string(e.Code), e.Message, e.Hint, e.Args)
			x.Why = message + " " + hint
		}
		if frame.PrincipalOf(c).Role >= ops.Editor {
			x.Message = r.Delivery
		}
		out = append(out, x)
	}
	return out, nil
}

// stateOf says how a turn went, and where its message is on its way.
func (s *Section) stateOf(ctx context.Context, m *i18n.Messages, r ops.Run) (text, class string, err error) {
	t := &m.Subscription
	switch r.State {
	case ops.RunLost:
		return t.Lost, "bad", nil
	case ops.RunFailed:
		return t.Failed, "bad", nil
	case ops.RunBehind:
		text, class = t.Behind1, "warn"
	default:
		text, class = t.Sent, "good"
	}
	d, ok, err := s.Outbox.One(ctx, r.Delivery)
	switch {
	case err != nil || !ok:
	case d.State == ops.DeliveryDead:
		return text + m.Plan.Comma + m.Message.Dead, "bad", nil
	case d.State == ops.DeliveryWaiting:
		text, class = text+m.Plan.Comma+m.Message.Waiting, "warn"
	}
	return text, class, err
}

// test sends a subscription now.
func (s *Section) test(c echo.Context) error {
	if _, err := frame.ReadForm(c); err != nil {
		return err
	}
	x, err := s.own(c)
	if err != nil {
		return err
	}
	if err := s.try(c, x); err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.formPage(c, status, fault, x, formOf(x))
		})
	}
	return c.Redirect(http.StatusSeeOther, href(x.ID)+"?done=1")
}

// try works a subscription out and puts it on its way.
func (s *Section) try(c echo.Context, x ops.Subscription) error {
	ctx, leave, err := s.Question(act(c), s.Gate, frame.QueryTimeout)
	if err != nil {
		return err
	}
	defer leave()
	now := s.Clock()
	d, err := s.Test(ctx, x, notify.KindTest+":subscription:"+strconv.FormatInt(x.ID, 10)+":"+strconv.FormatInt(now.UnixNano(), 10))
	if err == nil {
		err = s.Keep.Try(ctx, x, d)
	}
	if err == nil {
		s.Wake()
	}
	return frame.Ended(ctx, err)
}

// remove takes a subscription away.
func (s *Section) remove(c echo.Context) error {
	x, err := s.own(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version")
	if err != nil {
		return err
	}
	version, err := frame.WholeField(form, "version")
	if err == nil {
		err = s.Keep.Remove(act(c), x.ID, version)
	}
	if err != nil {
		return frame.Refuse(c, err, s.listPage)
	}
	return c.Redirect(http.StatusSeeOther, "/subscriptions?done=1")
}

func href(id int64) string { return fmt.Sprintf("/subscriptions/%d", id) }
