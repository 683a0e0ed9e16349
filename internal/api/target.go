package api

import (
	"context"
	"math"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// targetBody is a target as programs write it. Version is 0 for a new one; the
// one that was read names it for a change.
type targetBody struct {
	Version int64    `json:"version"`
	Metric  string   `json:"metric"`
	Scope   string   `json:"scope"`
	From    string   `json:"from"`
	To      string   `json:"to"`
	Kind    string   `json:"kind"`
	Floor   *float64 `json:"floor"`
	Goal    float64  `json:"goal"`
	Stretch *float64 `json:"stretch"`
	Phasing string   `json:"phasing"`
	Owner   string   `json:"owner"`
	Parent  string   `json:"parent"`
	State   string   `json:"state"`
	Reason  string   `json:"reason"`
}

// putTarget keeps a target: a new one, or what a program says of one. Who
// approves it is whoever sends it.
func (s *Section) putTarget(c echo.Context) error {
	var b targetBody
	if err := frame.DecodeJSON(c, &b); err != nil {
		return err
	}
	if _, err := frame.SentBy(c); err != nil {
		return err
	}
	t, err := targetOf(b)
	if err != nil {
		return err
	}
	ctx := act(c)
	again, err := s.Book.PutTarget(ctx, s.Data(c), t, b.Version, s.today())
	if err != nil {
		return err
	}
	revisions, err := s.Book.Plans.Revisions(ctx)
	if err != nil {
		return err
	}
	return made(c, again || b.Version != 0, answerStanding(loop.Standing(revisions)[t.Key()]))
}

func targetOf(b targetBody) (t ops.Target, err error) {
	t = ops.Target{Metric: b.Metric, Kind: b.Kind, Floor: math.NaN(), Goal: b.Goal, Stretch: math.NaN(), Phasing: b.Phasing, Owner: b.Owner,
		Parent: b.Parent, State: b.State, Reason: b.Reason}
	if t.Kind == "" {
		t.Kind = ops.TargetGoal
	}
	if t.State == "" {
		t.State = ops.TargetDraft
	}
	if b.Floor != nil {
		t.Floor = *b.Floor
	}
	if b.Stretch != nil {
		t.Stretch = *b.Stretch
	}
	if t.Scope, err = readScope(b.Scope); err != nil {
		return t, err
	}
	if t.Days.From, err = parseDay("from", b.From); err != nil {
		return t, err
	}
	last, err := parseDay("to", b.To)
	t.Days.To = last + 1
	return t, err
}

// standingAnswer is a target with the version that a change of it must name.
type standingAnswer struct {
	targetAnswer
	Version int64 `json:"version"`
}

func answerStanding(t loop.TargetState) standingAnswer {
	return standingAnswer{answerTarget(t.Target), t.Version}
}

// revisionAnswer is one version of a target: who brought it and when.
type revisionAnswer struct {
	standingAnswer
	By     string `json:"by"`
	At     string `json:"at"`
	Undone bool   `json:"undone"`
}

type revisionsAnswer struct {
	Revisions []revisionAnswer `json:"revisions"`
}

// askRevisions answers every version of every target, or of the one with a key,
// in the order they came.
func (s *Section) askRevisions(p *ask.Params, _ loop.World) func(context.Context) (any, *report.Table, error) {
	key := p.Text("key", "")
	return func(ctx context.Context) (any, *report.Table, error) {
		revisions, err := s.Book.Plans.Revisions(ctx)
		if err != nil {
			return nil, nil, err
		}
		out := revisionsAnswer{Revisions: []revisionAnswer{}}
		t := &report.Table{Header: []string{"key", "goal", "state", "approved_by", "reason", "by", "at", "undone"}}
		for _, r := range revisions {
			if key != "" && r.Key() != key {
				continue
			}
			a := revisionAnswer{answerStanding(loop.TargetState{Target: r.Target, Version: r.Batch}), r.By, instantText(r.At), r.Undone}
			out.Revisions = append(out.Revisions, a)
			undone := ""
			if r.Undone {
				undone = "1"
			}
			t.Rows = append(t.Rows, []string{ops.SafeText(a.Key), decimalText(r.Goal), a.State, ops.SafeText(a.ApprovedBy), ops.SafeText(a.Reason),
				ops.SafeText(a.By), a.At, undone})
		}
		return out, t, nil
	}
}
