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
	written := map[string]map[string]bool{} // the values of a dimension, folded
	for _, c := range p.conditions {
		if c.Not || c.Dimension == "invited_by" { // who invited need not be known for anything else
			continue
		}
		for _, v := range c.Values {
			if err := ctx.Err(); err != nil {
				return err
			}
			if written[c.Dimension] == nil {
				written[c.Dimension] = FoldedValues(snapshot, c.Dimension)
			}
			known, err := written[c.Dimension][ops.Fold(v)], error(nil)
			if !known && c.Dimension == "challenge" && challenges != nil {
				var planned ops.Challenge
				planned, known, err = challenges.ChallengeNamed(ctx, v)
				known = known && ops.Fold(planned.Name) == ops.Fold(v) // an address is no name
			}
			if err != nil {
				return err
			}
			if !known {
				p.Fail("unknown_value", c.parameter, c.Dimension+":"+v, fmt.Sprintf("Nothing has the %s %q.", ops.Show(c.Dimension), ops.Show(v)),
					"Check the spelling; data that is to have it must be imported first.")
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

// FoldedValues returns the values that anything has of a dimension or property,
// folded, so that it does not matter how one is written. Anything may have none.
func FoldedValues(snapshot engine.Snapshot, dimension string) map[string]bool {
	if dimension == "staff" {
		return map[string]bool{"": true, "0": true, "1": true}
	}
	out := map[string]bool{"": true}
	for _, v := range slices.Concat(snapshot.Values(dimension), snapshot.PropertyValues(dimension)) {
		out[ops.Fold(v)] = true
	}
	return out
}
