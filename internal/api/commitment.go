package api

import (
	"context"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/monthly"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// commitmentBody is a commitment as programs write it. It begins on the day after
// the month of its report.
type commitmentBody struct {
	Report int64   `json:"report"`
	Key    string  `json:"key"`
	Text   string  `json:"text"`
	Owner  string  `json:"owner"`
	Metric string  `json:"metric"`
	Scope  string  `json:"scope"`
	AtMost bool    `json:"at_most"`
	Goal   float64 `json:"goal"`
	By     string  `json:"by"`
}

// withdrawBody says why a commitment is withdrawn.
type withdrawBody struct {
	Version int64  `json:"version"`
	Reason  string `json:"reason"`
}

type commitmentAnswer struct {
	ID      int64 `json:"id"`
	Version int64 `json:"version"`
	commitmentBody
	From        string          `json:"from"`
	Actual      any             `json:"actual"`
	Outcome     monthly.Outcome `json:"outcome"`
	WithdrawnAt string          `json:"withdrawn_at"`
	Reason      string          `json:"reason"`
	CreatedBy   string          `json:"created_by"`
}

type commitmentsAnswer struct {
	Commitments []commitmentAnswer `json:"commitments"`
}

func answerCommitment(x monthly.Checked) commitmentAnswer {
	c := x.Commitment
	return commitmentAnswer{ID: c.ID, Version: c.Version, commitmentBody: commitmentBody{c.Report, c.Key, c.Text, c.Owner, c.Metric, c.Scope, c.AtMost, c.Goal,
		c.Days.Last().String()}, From: c.Days.From.String(), Actual: figure(x.Actual), Outcome: x.Outcome, WithdrawnAt: instantText(c.Withdrawn), Reason: c.Why,
		CreatedBy: c.CreatedBy}
}

// askCommitments answers what reports promised, each checked.
func (s *Section) askCommitments(_ *ask.Params, w loop.World) func(context.Context) (any, *report.Table, error) {
	return func(ctx context.Context) (any, *report.Table, error) {
		list, err := s.Book.Reports.Commitments(ctx)
		if err != nil {
			return nil, nil, err
		}
		out := commitmentsAnswer{Commitments: []commitmentAnswer{}}
		t := &report.Table{Header: []string{"id", "report", "key", "text", "owner", "metric", "scope", "at_most", "goal", "from", "by", "actual", "outcome",
			"reason"}}
		for _, c := range list {
			x, err := monthly.Check(ctx, w, c)
			if err != nil {
				return nil, nil, err
			}
			a := answerCommitment(x)
			out.Commitments = append(out.Commitments, a)
			t.Rows = append(t.Rows, []string{strconv.FormatInt(a.ID, 10), strconv.FormatInt(a.Report, 10), ops.SafeText(a.Key), ops.SafeText(a.Text),
				ops.SafeText(a.Owner), ops.SafeText(a.Metric), ops.SafeText(a.Scope), strconv.FormatBool(a.AtMost), decimalText(a.Goal), a.From, a.By,
				report.Text(x.Actual), string(a.Outcome), ops.SafeText(a.Reason)})
		}
		return out, t, nil
	}
}

// createCommitment adds what a draft promises.
func (s *Section) createCommitment(c echo.Context) error {
	var b commitmentBody
	if err := frame.DecodeJSON(c, &b); err != nil {
		return err
	}
	x := ops.Commitment{Edited: ops.Edited{Key: b.Key}, Report: b.Report, Text: b.Text, Owner: b.Owner, Metric: b.Metric, AtMost: b.AtMost, Goal: b.Goal}
	var err error
	if x.Scope, err = readScope(b.Scope); err != nil {
		return err
	}
	by, err := parseDay("by", b.By)
	if err != nil {
		return err
	}
	ctx, leave, err := s.asking(c)
	if err != nil {
		return err
	}
	defer leave()
	r, ok, err := s.Book.Reports.One(ctx, b.Report)
	if err != nil {
		return err
	}
	if !ok {
		return echo.ErrNotFound
	}
	if x.Days = (ops.Range{From: r.Days().To, To: by + 1}); by == 0 {
		x.Days.To = ops.AddMonths(x.Days.From, 1)
	}
	if b.Metric != "" {
		if _, err := s.Data(c).Lookup([]string{b.Metric}); err != nil {
			return err
		}
	}
	sent, err := frame.SentBy(c)
	if err != nil {
		return err
	}
	x, again, err := s.Book.Reports.Commit(ctx, x, sent)
	if err != nil {
		return err
	}
	return s.checked(ctx, c, x, again)
}

// checked answers a commitment with what became of it.
func (s *Section) checked(ctx context.Context, c echo.Context, x ops.Commitment, again bool) error {
	w, err := s.Book.World(ctx, s.Data(c), s.today())
	if err != nil {
		return err
	}
	out, err := monthly.Check(ctx, w, x)
	if err != nil {
		return err
	}
	return made(c, again, answerCommitment(out))
}

// withdrawCommitment takes a commitment back, with a reason.
func (s *Section) withdrawCommitment(c echo.Context) error {
	var b withdrawBody
	id, err := readChange(c, &b)
	if err != nil {
		return err
	}
	ctx, leave, err := s.asking(c)
	if err != nil {
		return err
	}
	defer leave()
	x, err := s.Book.Reports.Withdraw(ctx, id, b.Version, b.Reason)
	if err != nil {
		return err
	}
	return s.checked(ctx, c, x, true)
}
