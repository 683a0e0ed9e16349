package naming

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Rules keeps which channel rows belong to that state none.
type Rules interface {
	// All returns every rule, the latest first, those undone too.
	All(ctx context.Context) ([]ops.ChannelRule, error)
	// Holding returns the rules that hold, the one that counts first.
	Holding() ops.ChannelRules
	Add(ctx context.Context, r ops.ChannelRule) (ops.ChannelRule, error)
	Undo(ctx context.Context, id int64, by string) (ops.ChannelRule, error)
}

// ruleBody is a rule as programs write it.
type ruleBody struct {
	Record   string `json:"record"`
	Platform string `json:"platform"`
	Campaign string `json:"campaign"`
	Channel  string `json:"channel"`
}

type ruleAnswer struct {
	ID int64 `json:"id"`
	ruleBody
	By       string `json:"by"`
	At       string `json:"at"`
	UndoneBy string `json:"undone_by,omitempty"`
	UndoneAt string `json:"undone_at,omitempty"`
}

type rulesAnswer struct {
	Rules []ruleAnswer `json:"rules"`
}

func answerRule(r ops.ChannelRule) ruleAnswer {
	out := ruleAnswer{ID: r.ID, ruleBody: ruleBody{r.Record, r.Platform, r.Campaign, r.Channel}, By: r.By, At: r.At.UTC().Format(time.RFC3339)}
	if !r.Holds() {
		out.UndoneBy, out.UndoneAt = r.UndoneBy, r.UndoneAt.UTC().Format(time.RFC3339)
	}
	return out
}

// rule keeps rules, all or as many as there are before one that is refused, and
// the figures follow.
func (s *Section) rule(c echo.Context, rules ...ops.ChannelRule) ([]ops.ChannelRule, error) {
	ctx := frame.ActAs(c, frame.PrincipalOf(c).Name)
	for _, r := range rules {
		if err := r.Check(); err != nil {
			return nil, err
		}
	}
	var out []ops.ChannelRule
	for _, r := range rules {
		made, err := s.Book.Rules.Add(ctx, r)
		if err != nil {
			return out, err
		}
		out = append(out, made)
	}
	return out, s.Book.Refresh(context.WithoutCancel(ctx))
}

// unrule ends a rule, and the figures follow.
func (s *Section) unrule(c echo.Context) (ops.ChannelRule, error) {
	id, err := frame.ObjectID(c)
	if err != nil {
		return ops.ChannelRule{}, err
	}
	ctx := frame.ActAs(c, frame.PrincipalOf(c).Name)
	r, err := s.Book.Rules.Undo(ctx, id, frame.PrincipalOf(c).Name)
	if err != nil {
		return r, err
	}
	return r, s.Book.Refresh(context.WithoutCancel(ctx))
}

// listRules answers every rule.
func (s *Section) listRules(c echo.Context) error {
	if err := ask.NewParams(c.QueryParams()).Done(); err != nil {
		return frame.BadRequest(err)
	}
	all, err := s.Book.Rules.All(c.Request().Context())
	if err != nil {
		return err
	}
	out := rulesAnswer{Rules: []ruleAnswer{}}
	for _, r := range all {
		out.Rules = append(out.Rules, answerRule(r))
	}
	return c.JSON(http.StatusOK, out)
}

// createRule keeps a rule.
func (s *Section) createRule(c echo.Context) error {
	if err := ask.NewParams(c.QueryParams()).Done(); err != nil {
		return frame.BadRequest(err)
	}
	var b ruleBody
	if err := frame.DecodeJSON(c, &b); err != nil {
		return err
	}
	made, err := s.rule(c, ops.ChannelRule{Record: b.Record, Platform: b.Platform, Campaign: b.Campaign, Channel: b.Channel})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, answerRule(made[0]))
}

// undoRule ends a rule.
func (s *Section) undoRule(c echo.Context) error {
	r, err := s.unrule(c)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, answerRule(r))
}
