package analysis

import (
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// restOfChallenge is the challenge of the groups that are not shown, together: a
// member is in one of them, so that their sums add (R4).
func restOfChallenge(left []engine.ChallengeGroup) engine.ChallengeGroup {
	out := engine.ChallengeGroup{Group: ops.OtherGroups}
	for _, g := range left {
		out.Enrolled += g.Enrolled
		out.Late += g.Late
		out.Perfect += g.Perfect
		out.Enough += g.Enough
		out.Open += g.Open
		for i, day := range g.Curve {
			if i == len(out.Curve) {
				out.Curve = append(out.Curve, engine.SurvivalDay{Day: day.Day})
			}
			to := &out.Curve[i]
			to.AtRisk += day.AtRisk
			to.Lost += day.Lost
			to.Censored += day.Censored
		}
	}
	return out
}

// restOfFunnel is the funnel of the groups that are not shown.
func restOfFunnel(left []engine.FunnelGroup, steps int) engine.FunnelGroup {
	groups := make(map[string]engine.FunnelGroup, len(left))
	for _, g := range left {
		groups["\x00"+g.Group] = g
	}
	out := together(groups, steps)
	out.Group = ops.OtherGroups
	return out
}

// restOfRetention is the average of the groups that are not shown. Of their cohorts
// it has no simple mean.
func restOfRetention(left []engine.RetentionAverage) engine.RetentionAverage {
	out := engine.RetentionAverage{Group: ops.OtherGroups}
	for _, a := range left {
		for h := range a.Size {
			if h == len(out.Size) {
				out.Size, out.Returned, out.Left = append(out.Size, 0), append(out.Returned, 0), append(out.Left, 0)
				out.Mean = append(out.Mean, 0)
			}
			out.Size[h] += a.Size[h]
			out.Returned[h] += a.Returned[h]
			out.Left[h] += a.Left[h]
		}
	}
	return out
}
