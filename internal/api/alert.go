package api

import (
	"context"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// alertBody is an alert as programs write it.
type alertBody struct {
	Version  int64         `json:"version"`
	Key      string        `json:"key"`
	Title    string        `json:"title"`
	Rule     ops.AlertRule `json:"rule"`
	Metric   string        `json:"metric"`
	Scope    string        `json:"scope"`
	Limit    float64       `json:"limit"`
	Weekly   bool          `json:"weekly"`
	Hour     int           `json:"hour"`
	CoolDown int           `json:"cool_down"`
	Owner    string        `json:"owner"`
	Paused   bool          `json:"paused"`

	Channels  []int64 `json:"channels"`
	QuietFrom int     `json:"quiet_from"`
	QuietTo   int     `json:"quiet_to"`
}

// snoozeBody says until when an alert is to be silent.
type snoozeBody struct {
	Version int64  `json:"version"`
	Until   string `json:"until"`
}

type alertAnswer struct {
	ID int64 `json:"id"`
	alertBody
	Silent    string `json:"silent_until"`
	Checked   string `json:"looked_through"`
	LookedAt  string `json:"looked_at"`
	Reason    string `json:"reason"`
	CreatedBy string `json:"created_by"`
	ChangedBy string `json:"changed_by"`
	ChangedAt string `json:"changed_at"`
}

type alertsAnswer struct {
	Alerts []alertAnswer `json:"alerts"`
}

type firingAnswer struct {
	ID             int64    `json:"id"`
	Alert          int64    `json:"alert"`
	From           string   `json:"from"`
	To             string   `json:"to"`
	At             string   `json:"at"`
	Value          float64  `json:"value"`
	Against        float64  `json:"against"`
	Restated       *float64 `json:"restated"`
	RecoveredAt    string   `json:"recovered_at"`
	AcknowledgedAt string   `json:"acknowledged_at"`
	AcknowledgedBy string   `json:"acknowledged_by"`
}

type firingsAnswer struct {
	Firings []firingAnswer `json:"firings"`
}

type backtestAnswer struct {
	Days    int            `json:"days"`
	Looked  int            `json:"looked_at"`
	Reason  string         `json:"reason"`
	Firings []firingAnswer `json:"firings"`
}

func answerAlert(a ops.Alert) alertAnswer {
	return alertAnswer{ID: a.ID, alertBody: alertBody{Version: a.Version, Key: a.Key, Title: a.Title, Rule: a.Rule, Metric: a.Metric, Scope: a.Scope,
		Limit: a.Limit, Weekly: a.Weekly, Hour: a.Hour, CoolDown: a.CoolDown, Owner: a.Owner, Paused: a.Paused,
		Channels: append([]int64{}, a.Channels...), QuietFrom: a.QuietFrom, QuietTo: a.QuietTo}, Silent: dayText(a.Snoozed),
		Checked: dayText(a.Checked), LookedAt: instantText(a.Looked), Reason: a.Reason, CreatedBy: a.CreatedBy, ChangedBy: a.ChangedBy,
		ChangedAt: instantText(a.Changed)}
}

func answerFiring(f ops.Firing) firingAnswer {
	out := firingAnswer{ID: f.ID, Alert: f.Alert, From: f.Bucket.From.String(), To: f.Bucket.Last().String(), At: instantText(f.At), Value: f.Value,
		Against: f.Against, RecoveredAt: instantText(f.Recovered), AcknowledgedAt: instantText(f.Acknowledged), AcknowledgedBy: f.By}
	if f.Changed {
		out.Restated = &f.Restated
	}
	return out
}

func answerFirings(list []ops.Firing) ([]firingAnswer, *report.Table) {
	out := []firingAnswer{}
	t := &report.Table{Header: []string{"id", "alert", "from", "to", "at", "value", "against", "restated", "recovered_at", "acknowledged_at", "acknowledged_by"}}
	for _, f := range list {
		a := answerFiring(f)
		out = append(out, a)
		restated := ""
		if a.Restated != nil {
			restated = decimalText(*a.Restated)
		}
		t.Rows = append(t.Rows, []string{strconv.FormatInt(a.ID, 10), strconv.FormatInt(a.Alert, 10), a.From, a.To, a.At, decimalText(a.Value),
			decimalText(a.Against), restated, a.RecoveredAt, a.AcknowledgedAt, ops.SafeText(a.AcknowledgedBy)})
	}
	return out, t
}

// askAlerts answers all alerts and when they were looked at.
func (s *Section) askAlerts(*ask.Params, loop.World) func(context.Context) (any, *report.Table, error) {
	return func(ctx context.Context) (any, *report.Table, error) {
		alerts, err := s.Book.Alerts.All(ctx)
		if err != nil {
			return nil, nil, err
		}
		out := alertsAnswer{Alerts: []alertAnswer{}}
		t := &report.Table{Header: []string{"id", "key", "title", "rule", "metric", "scope", "limit", "weekly", "hour", "cool_down", "owner", "paused",
			"silent_until", "looked_through", "looked_at", "reason"}}
		for _, x := range alerts {
			a := answerAlert(x)
			out.Alerts = append(out.Alerts, a)
			t.Rows = append(t.Rows, []string{strconv.FormatInt(a.ID, 10), ops.SafeText(a.Key), ops.SafeText(a.Title), string(a.Rule), ops.SafeText(a.Metric),
				ops.SafeText(a.Scope), decimalText(a.Limit), strconv.FormatBool(a.Weekly), strconv.Itoa(a.Hour), strconv.Itoa(a.CoolDown),
				ops.SafeText(a.Owner), strconv.FormatBool(a.Paused), a.Silent, a.Checked, a.LookedAt, a.Reason})
		}
		return out, t, nil
	}
}

// mostFirings is how many firings an answer has at most, the latest.
const mostFirings = 1000

// askFirings answers when alerts fired, the latest first.
func (s *Section) askFirings(p *ask.Params, _ loop.World) func(context.Context) (any, *report.Table, error) {
	alert := p.Number("alert", 0, 0, 1<<53)
	return func(ctx context.Context) (any, *report.Table, error) {
		list, err := s.Book.Alerts.Firings(ctx, int64(alert), mostFirings)
		if err != nil {
			return nil, nil, err
		}
		firings, t := answerFirings(list)
		return firingsAnswer{firings}, t, nil
	}
}

// askBacktest answers when an alert that is not kept would have fired.
func (s *Section) askBacktest(p *ask.Params, w loop.World) func(context.Context) (any, *report.Table, error) {
	a := ops.Alert{Title: "-", Rule: ops.AlertRule(p.Text("rule", "")), Metric: p.Text("metric", ""), Scope: p.Text("scope", ""),
		Weekly: p.Flag("weekly"), CoolDown: p.Number("cool_down", 1, 1, 90)}
	limit, err := strconv.ParseFloat(p.Text("limit", "0"), 64)
	if a.Limit = limit; err != nil {
		p.Fail("bad_number", "limit", p.Text("limit", "0"), "limit is not a number.", "Write it as 120 or 0.2.")
	}
	return func(ctx context.Context) (any, *report.Table, error) {
		if err := w.CheckAlert(ctx, a); err != nil {
			return nil, nil, frame.BadRequest(err)
		}
		targets, err := s.Book.Plans.Targets(ctx)
		if err != nil {
			return nil, nil, err
		}
		seen, fired, err := w.Backtest(ctx, a, targets)
		if err != nil {
			return nil, nil, err
		}
		firings, t := answerFirings(fired)
		return backtestAnswer{loop.BacktestDays, len(seen.Looks), string(seen.Reason), firings}, t, nil
	}
}

// readAlert reads an alert that a program wrote, and checks it.
func (s *Section) readAlert(c echo.Context) (a ops.Alert, err error) {
	b := alertBody{CoolDown: 1}
	if err := frame.DecodeJSON(c, &b); err != nil {
		return a, err
	}
	a = ops.Alert{Edited: ops.Edited{Version: b.Version, Key: b.Key}, Title: b.Title, Rule: b.Rule, Metric: b.Metric, Limit: b.Limit, Weekly: b.Weekly,
		Hour: b.Hour, CoolDown: b.CoolDown, Owner: b.Owner, Paused: b.Paused, Channels: b.Channels, QuietFrom: b.QuietFrom, QuietTo: b.QuietTo}
	if a.Scope, err = readScope(b.Scope); err != nil {
		return a, err
	}
	ctx, cancel := context.WithTimeout(c.Request().Context(), frame.QueryTimeout)
	defer cancel()
	w, err := s.Book.World(ctx, s.Data(c), s.today())
	if err != nil {
		return a, err
	}
	return a, w.CheckAlert(ctx, a)
}

// createAlert keeps a new alert.
func (s *Section) createAlert(c echo.Context) error {
	a, err := s.readAlert(c)
	if err != nil {
		return err
	}
	return created(c, a, s.Book.Alerts.Add, answerAlert)
}

// changeAlert keeps what a program says of an alert.
func (s *Section) changeAlert(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	a, err := s.readAlert(c)
	if err != nil {
		return err
	}
	a.ID = id
	if a, err = s.Book.Alerts.Change(act(c), a); err != nil {
		return err
	}
	return made(c, true, answerAlert(a))
}

// snoozeAlert keeps an alert silent up to a day.
func (s *Section) snoozeAlert(c echo.Context) error {
	var b snoozeBody
	id, err := readChange(c, &b)
	if err != nil {
		return err
	}
	until, err := parseDay("until", b.Until)
	if err == nil {
		err = loop.CheckSnooze(until, s.today())
	}
	if err != nil {
		return err
	}
	a, err := s.Book.Alerts.Snooze(act(c), id, b.Version, until)
	if err != nil {
		return err
	}
	return made(c, true, answerAlert(a))
}

// removeAlert takes an alert away.
func (s *Section) removeAlert(c echo.Context) error { return removed(c, s.Book.Alerts.Remove) }

// acknowledgeFiring says that the sender has seen a firing.
func (s *Section) acknowledgeFiring(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	if err := s.Book.Alerts.Acknowledge(act(c), id); err != nil {
		return err
	}
	return c.NoContent(204)
}
