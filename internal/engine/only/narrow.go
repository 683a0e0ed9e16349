package only

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Rows returns the source of the rows that a rule lets through; without a rule it is the
// source itself.
func Rows(of engine.Source, rule ops.RowRule) engine.Source {
	if !rule.Narrows() {
		return of
	}
	return newSource(of, rule.In(of.Keys()))
}

// Narrow returns figures of the rows of a source that a rule lets through, built once;
// without a rule of all of them.
func Narrow(ctx context.Context, of engine.Source, rule ops.RowRule, open func(engine.Source) Engine) (engine.Snapshot, error) {
	e := open(Rows(of, rule))
	if err := e.Refresh(ctx); err != nil {
		return nil, err
	}
	if !rule.Narrows() {
		return e.Current(), nil
	}
	return narrow(e.Current(), rule.In(of.Keys())), nil
}
