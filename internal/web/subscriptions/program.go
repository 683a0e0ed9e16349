package subscriptions

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// body is a subscription as programs write it.
type body struct {
	Version  int64     `json:"version"`
	Owner    int64     `json:"owner"`
	Topic    ops.Topic `json:"topic"`
	Page     string    `json:"page"`
	Panel    string    `json:"panel"`
	Query    string    `json:"query"`
	Since    bool      `json:"since"`
	Every    ops.Every `json:"every"`
	Weekday  int       `json:"weekday"`
	MonthDay int       `json:"month_day"`
	Hour     int       `json:"hour"`
	Channel  int64     `json:"channel"`
	Lang     string    `json:"lang"`
	Paused   bool      `json:"paused"`
}

type answer struct {
	ID int64 `json:"id"`
	body
	NextAt    string `json:"next_at"`
	ChangedBy string `json:"changed_by"`
	ChangedAt string `json:"changed_at"`
}

type listAnswer struct {
	Subscriptions []answer `json:"subscriptions"`
}

type runAnswer struct {
	Date     string             `json:"date"`
	At       string             `json:"at"`
	State    ops.RunState       `json:"state"`
	Delivery int64              `json:"delivery"`
	Why      *frame.ErrorDetail `json:"why"`
}

type runsAnswer struct {
	Runs []runAnswer `json:"runs"`
}

type versionBody struct {
	Version int64 `json:"version"`
}

func (s *Section) answer(x ops.Subscription) answer {
	out := answer{ID: x.ID, body: body{x.Version, x.Owner, x.Topic, x.Page, x.Panel, x.Query, x.Since, x.Every, int(x.Weekday), x.MonthDay, x.Hour, x.Channel,
		x.Lang, x.Paused}, ChangedBy: x.ChangedBy, ChangedAt: frame.Instant(x.Changed)}
	if next, ok := x.Next(s.Clock(), s.Calendar); ok && !x.Paused {
		out.NextAt = frame.Instant(next.Due)
	}
	return out
}

func (s *Section) answerAll(c echo.Context) error {
	list, err := s.seen(c)
	if err != nil {
		return err
	}
	out := listAnswer{[]answer{}}
	for _, x := range list {
		out.Subscriptions = append(out.Subscriptions, s.answer(x))
	}
	return c.JSON(http.StatusOK, out)
}

// read reads a subscription that a program wrote. Owner is whoever is signed in; an
// administrator names another.
func (s *Section) read(c echo.Context) (x ops.Subscription, err error) {
	p := frame.PrincipalOf(c)
	b := body{Owner: p.User, Lang: string(frame.Language(c))}
	if err := frame.DecodeJSON(c, &b); err != nil {
		return x, err
	}
	x = ops.Subscription{Edited: ops.Edited{Version: b.Version}, Owner: b.Owner, Topic: b.Topic, Page: b.Page, Panel: b.Panel, Query: b.Query, Since: b.Since,
		Channel: b.Channel, Lang: b.Lang, Paused: b.Paused,
		Schedule: ops.Schedule{Every: b.Every, Weekday: time.Weekday(b.Weekday), MonthDay: b.MonthDay, Hour: b.Hour}}
	return x, s.check(c, x)
}

// owned refuses an owner that whoever asks may not name, or that is nobody.
func (s *Section) owned(c echo.Context, owner int64) error {
	if s.NoLogin && owner == 0 {
		return nil
	}
	p := frame.PrincipalOf(c)
	if owner != p.User && !every(c) {
		return &ops.Error{Code: "forbidden", Message: "This needs the role admin.", Hint: "Ask an administrator.", Args: []any{ops.Admin.String()}}
	}
	users, err := s.Users.Users(c.Request().Context())
	if err != nil {
		return err
	}
	for _, u := range users {
		if u.ID == owner {
			return nil
		}
	}
	return &ops.Error{Code: "unknown_owner", Message: "There is no user with that id to own it.", Hint: "Give owner, the id of a user.",
		Where: ops.Place{Column: "owner"}}
}

func (s *Section) create(c echo.Context) error {
	x, err := s.read(c)
	if err == nil {
		err = s.owned(c, x.Owner)
	}
	if err != nil {
		return err
	}
	sent, err := frame.SentBy(c)
	if err != nil {
		return err
	}
	x, again, err := s.Keep.Add(act(c), x, sent)
	if err != nil {
		return err
	}
	status := http.StatusCreated
	if again {
		status = http.StatusOK
	}
	return c.JSON(status, s.answer(x))
}

func (s *Section) changeByProgram(c echo.Context) error {
	old, err := s.own(c)
	if err != nil {
		return err
	}
	x, err := s.read(c)
	if err != nil {
		return err
	}
	x.ID, x.Owner = old.ID, old.Owner
	if x, err = s.Keep.Change(act(c), x); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, s.answer(x))
}

func (s *Section) answerRuns(c echo.Context) error {
	x, err := s.own(c)
	if err != nil {
		return err
	}
	list, err := s.Keep.Runs(c.Request().Context(), x.ID, mostRuns)
	if err != nil {
		return err
	}
	out := runsAnswer{[]runAnswer{}}
	for _, r := range list {
		a := runAnswer{Date: r.Date.String(), At: frame.Instant(r.At), State: r.State, Delivery: r.Delivery}
		if r.Why != nil {
			why := frame.DetailOf(r.Why)
			a.Why = &why
		}
		out.Runs = append(out.Runs, a)
	}
	return c.JSON(http.StatusOK, out)
}

// mostRuns is how many turns a program gets.
const mostRuns = 400

func (s *Section) testByProgram(c echo.Context) error {
	x, err := s.own(c)
	if err == nil {
		err = s.try(c, x)
	}
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *Section) removeByProgram(c echo.Context) error {
	x, err := s.own(c)
	if err != nil {
		return err
	}
	var b versionBody
	if err := frame.DecodeJSON(c, &b); err != nil {
		return err
	}
	if err := s.Keep.Remove(act(c), x.ID, b.Version); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
