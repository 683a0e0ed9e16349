package frame

import (
	"context"
	"errors"

	"github.com/labstack/echo/v4"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Narrowed yields the figures of the rows that a rule lets through, as of a version of
// the data or a later one.
type Narrowed interface {
	Of(ctx context.Context, rule ops.RowRule, version int64) (engine.Snapshot, error)
}

// keyRows is the place of what a request was said to see.
const keyRows = "rows"

// sight is what a request sees: the figures of the rows that rule lets through, nil
// for those of all.
type sight struct {
	rule     ops.RowRule
	snapshot engine.Snapshot
}

// See makes all that the request asks from now on be about the rows that rule lets
// through; without a rule it sees all. The route table does so for whoever is signed
// in, a share link for whoever has it.
func (x *Site) See(c echo.Context, rule ops.RowRule) error {
	if !rule.Narrows() {
		c.Set(keyRows, sight{})
		return nil
	}
	ctx := ops.WithRows(c.Request().Context(), rule)
	if x.Narrowed == nil {
		return errors.New("a rule of rows, and nothing that narrows them")
	}
	snapshot, err := x.Narrowed.Of(ctx, rule, x.Snapshots.Current().Version())
	if err != nil {
		return err
	}
	c.SetRequest(c.Request().WithContext(ctx))
	c.Set(keyRows, sight{rule, snapshot})
	return nil
}

// SeeAnew makes a request that goes on for long see the newest figures of its rows.
func (x *Site) SeeAnew(c echo.Context) error {
	seen, _ := c.Get(keyRows).(sight)
	if !seen.rule.Narrows() {
		return nil
	}
	snapshot, err := x.Narrowed.Of(c.Request().Context(), seen.rule, x.Snapshots.Current().Version())
	if err == nil {
		c.Set(keyRows, sight{seen.rule, snapshot})
	}
	return err
}

// RowsOf returns the rule of the rows that a request sees.
func RowsOf(c echo.Context) ops.RowRule {
	seen, _ := c.Get(keyRows).(sight)
	return seen.rule
}

// current returns the newest figures that a request may see. It panics where nobody
// said so of somebody with a rule: no answer is better than all of it.
func (x *Site) current(c echo.Context) engine.Snapshot {
	seen, said := c.Get(keyRows).(sight)
	switch {
	case seen.snapshot != nil:
		return seen.snapshot
	case !said && PrincipalOf(c).Rows.Narrows():
		panic("frame: nobody said which rows this request sees")
	}
	return x.Snapshots.Current()
}

// RowsOfKey returns the rule of rows for whom a key or link shows no more than its
// owner sees.
func (x *Site) RowsOfKey(own, owner ops.RowRule) ops.RowRule {
	if !own.Narrows() && !owner.Narrows() {
		return ops.RowRule{}
	}
	keys := x.Snapshots.Current().Keys()
	return own.In(keys).And(owner.In(keys))
}

// NoRowsOfYours is the error for a page of which somebody with a rule sees nothing.
func NoRowsOfYours() error {
	return &ops.Error{Code: "no_rows_of_yours", Message: "Nothing of this page is in the rows you see, or can be told apart as yours.",
		Hint: "Ask an administrator."}
}
