package api

import (
	"context"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/report"
)

type challengeAnswer struct {
	Through string                 `json:"through"`
	LogRank *float64               `json:"log_rank"` // p that all groups share one curve; null where there is nothing to compare
	Groups  []challengeGroupAnswer `json:"groups"`
}

type challengeGroupAnswer struct {
	Group    string              `json:"group"`
	Enrolled int                 `json:"enrolled"`
	Late     int                 `json:"late"`
	Perfect  int                 `json:"perfect"`
	Enough   int                 `json:"enough"`
	Open     int                 `json:"open"`
	Curve    []survivalDayAnswer `json:"curve"`
}

type survivalDayAnswer struct {
	Day      int     `json:"day"`
	AtRisk   int     `json:"at_risk"`
	Lost     int     `json:"lost"`
	Censored int     `json:"censored"`
	Survival float64 `json:"survival"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	Hazard   float64 `json:"hazard"`

	Finish *float64 `json:"finish"` // of those still there, the share that reaches the last day; null where the curve does not
}

// curveCells is how many cells a day of a curve counts for: it has as many
// numbers.
const curveCells = 8

func askChallenge(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	snapshot := d.Snapshot
	q := ask.ReadChallenge(p, d)
	shown := p.Table("curve", "groups")
	return func(ctx context.Context) (any, *report.Table, error) {
		r, err := snapshot.Challenge(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		if err := fits(r.Groups, func(g engine.ChallengeGroup) int { return 1 + curveCells*len(g.Curve) }); err != nil {
			return nil, nil, err
		}
		out := challengeAnswer{Through: q.Through.String(), Groups: []challengeGroupAnswer{}}
		tables := make([][]calc.Risk, len(r.Groups))
		t := &report.Table{Header: []string{"group", "enrolled", "late", "perfect", "enough", "open", "day", "at_risk", "lost", "censored", "survival", "low", "high",
			"hazard", "finish"}}
		for n, g := range r.Groups {
			for _, d := range g.Curve {
				tables[n] = append(tables[n], calc.Risk{AtRisk: d.AtRisk, Events: d.Lost})
			}
			curve := calc.KaplanMeier(tables[n])
			a := challengeGroupAnswer{g.Group, g.Enrolled, g.Late, g.Perfect, g.Enough, g.Open, make([]survivalDayAnswer, len(curve))}
			final, known := calc.Final(tables[n], curve, q.Length)
			for i, k := range curve {
				d := g.Curve[i]
				a.Curve[i] = survivalDayAnswer{d.Day, d.AtRisk, d.Lost, d.Censored, k.Survival, k.Low, k.High, k.Hazard, nil}
				finish := report.Pending
				if known {
					a.Curve[i].Finish = ratio(final, k.Survival)
					finish = numberText(a.Curve[i].Finish)
				}
				t.Rows = append(t.Rows, []string{ops.SafeText(g.Group), strconv.Itoa(g.Enrolled), strconv.Itoa(g.Late), strconv.Itoa(g.Perfect), strconv.Itoa(g.Enough),
					strconv.Itoa(g.Open),
					strconv.Itoa(d.Day), strconv.Itoa(d.AtRisk), strconv.Itoa(d.Lost), strconv.Itoa(d.Censored), numberText(&k.Survival), numberText(&k.Low),
					numberText(&k.High), numberText(&k.Hazard), finish})
			}
			out.Groups = append(out.Groups, a)
		}
		p, ok, err := calc.LogRank(ctx, tables)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			out.LogRank = &p
		}
		if shown == "groups" {
			t = &report.Table{Header: []string{"group", "enrolled", "late", "perfect", "enough", "open", "log_rank"}}
			for _, g := range r.Groups {
				t.Rows = append(t.Rows, []string{ops.SafeText(g.Group), strconv.Itoa(g.Enrolled), strconv.Itoa(g.Late), strconv.Itoa(g.Perfect), strconv.Itoa(g.Enough),
					strconv.Itoa(g.Open), numberText(out.LogRank)})
			}
		}
		return out, t, nil
	}
}

type invitationsAnswer struct {
	Through string                   `json:"through"`
	Buckets []invitationBucketAnswer `json:"buckets"`
}

type invitationBucketAnswer struct {
	Start      string           `json:"start"`
	End        string           `json:"end"`
	Invited    *int             `json:"invited"`
	Active     *int             `json:"active"`
	KFactor    *float64         `json:"k_factor"`
	CycleHours *quantiles       `json:"cycle_hours"`
	State      engine.CellState `json:"state"`
}

func askInvitations(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	snapshot := d.Snapshot
	q := ask.ReadInvitations(p, d)
	return func(ctx context.Context) (any, *report.Table, error) {
		r, err := snapshot.Invitations(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		out := invitationsAnswer{Through: q.Through.String(), Buckets: []invitationBucketAnswer{}}
		t := &report.Table{Header: []string{"start", "end", "invited", "active", "k_factor", "median_hours", "p75_hours", "p90_hours", "state"}}
		for _, b := range r.Buckets {
			a := invitationBucketAnswer{Start: b.Days.From.String(), End: b.Days.Last().String(), Invited: count(b.Invited, b.State), Active: count(b.Active, b.State),
				State: b.State}
			k, hours := report.Pending, []string{report.Pending, report.Pending, report.Pending}
			if b.State == engine.Complete {
				a.KFactor, a.CycleHours = ratio(b.Invited, b.Active), quantilesOf(b.CycleHours)
				k, hours = numberText(a.KFactor), a.CycleHours.texts()
			}
			out.Buckets = append(out.Buckets, a)
			t.Rows = append(t.Rows, []string{a.Start, a.End, countText(b.Invited, b.State), countText(b.Active, b.State), k, hours[0], hours[1], hours[2],
				b.State.String()})
		}
		return out, t, nil
	}
}
