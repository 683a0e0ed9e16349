package ask

import (
	"context"
	"fmt"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Occurring returns a mistake for each condition on a value that nothing ever
// had: misspelt, it would find nobody and look like an answer. A challenge that
// is planned is no mistake before its first check-in; without challenges none is.
func (p *Params) Occurring(ctx context.Context, snapshot engine.Snapshot, challenges Challenges) error {
	for _, c := range p.conditions {
		if c.Not || c.Dimension == "invited_by" { // who invited need not be known for anything else
			continue
		}
		for _, v := range c.Values {
			known, err := Occurs(snapshot, c.Dimension, v), error(nil)
			if !known && c.Dimension == "challenge" && challenges != nil {
				var planned ops.Challenge
				planned, known, err = challenges.ChallengeNamed(ctx, v)
				known = known && ops.Fold(planned.Name) == ops.Fold(v) // an address is no name
			}
			if err != nil {
				return err
			}
			if !known {
				p.Fail("unknown_value", c.parameter, c.Dimension+":"+v, fmt.Sprintf("Nothing has the %s %q.", ops.Show(c.Dimension), ops.Show(v)), "Check the spelling; data that is to have it must be imported first.")
			}
		}
	}
	if len(p.Mistakes) > 0 {
		return p.Mistakes
	}
	return nil
}

// Challenges knows challenges by name, also those nobody has checked in to.
type Challenges interface {
	ChallengeNamed(ctx context.Context, name string) (c ops.Challenge, ok bool, err error)
}

// Occurs reports whether anything has a value of a dimension or property,
// however it is written. Anything may have none.
func Occurs(snapshot engine.Snapshot, dimension, value string) bool {
	same := func(known string) bool { return ops.Fold(known) == ops.Fold(value) }
	if dimension == "staff" {
		return slices.ContainsFunc([]string{"", "0", "1"}, same)
	}
	return same("") || slices.ContainsFunc(snapshot.Values(dimension), same) || slices.ContainsFunc(snapshot.PropertyValues(dimension), same)
}
