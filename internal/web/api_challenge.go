package web

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
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
}

// clock reads a time of day, 04:00, as minutes after midnight.
func (p *params) clock(name string, fallback int) int {
	v := p.text(name, "")
	if !p.values.Has(name) {
		return fallback
	}
	t, err := time.Parse("15:04", v)
	if err != nil {
		p.fail("bad_parameter", name, v, fmt.Sprintf("%s is not a time of day.", name), "Write it as 04:00.")
		return fallback
	}
	return t.Hour()*60 + t.Minute()
}

func (s *Server) askChallenge(p *params, d analysis.Data) func(context.Context) (any, *table, error) {
	snapshot := d.Snapshot
	q := engine.ChallengeQuery{
		Event: p.activity("event", "check_in"), Challenge: p.text("challenge", ""), Enrol: p.text("enrol", ""),
		Start: p.day("start", 0), Length: p.number("length", 21, 1, 366), DayStart: p.clock("day_start", -1), Grace: p.number("grace", 0, 0, 24*60-1),
		MakeUp: p.number("make_up", 0, 0, 366), Rest: p.weekdays("rest"), Silence: p.number("silence", 1, 1, 366),
		By: p.dimension("by", dimensionsOf(memberRecords()...)), Range: memberRange(p, snapshot),
		Filter: p.filters("filter", dimensionsOf(memberRecords()...)), Through: through(snapshot),
	}
	q.Need = p.number("need", q.Length, 1, q.Length)
	return func(ctx context.Context) (any, *table, error) {
		r, err := snapshot.Challenge(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		out := challengeAnswer{Through: q.Through.String(), Groups: []challengeGroupAnswer{}}
		tables := make([][]calc.Risk, len(r.Groups))
		t := &table{header: []string{"group", "enrolled", "late", "perfect", "enough", "open", "day", "at_risk", "lost", "censored", "survival", "low", "high", "hazard"}}
		for n, g := range r.Groups {
			for _, d := range g.Curve {
				tables[n] = append(tables[n], calc.Risk{AtRisk: d.AtRisk, Events: d.Lost})
			}
			curve := calc.KaplanMeier(tables[n])
			a := challengeGroupAnswer{g.Group, g.Enrolled, g.Late, g.Perfect, g.Enough, g.Open, make([]survivalDayAnswer, len(curve))}
			for i, k := range curve {
				d := g.Curve[i]
				a.Curve[i] = survivalDayAnswer{d.Day, d.AtRisk, d.Lost, d.Censored, k.Survival, k.Low, k.High, k.Hazard}
				t.rows = append(t.rows, []string{ops.SafeText(g.Group), strconv.Itoa(g.Enrolled), strconv.Itoa(g.Late), strconv.Itoa(g.Perfect), strconv.Itoa(g.Enough), strconv.Itoa(g.Open),
					strconv.Itoa(d.Day), strconv.Itoa(d.AtRisk), strconv.Itoa(d.Lost), strconv.Itoa(d.Censored), numberText(&k.Survival), numberText(&k.Low), numberText(&k.High), numberText(&k.Hazard)})
			}
			out.Groups = append(out.Groups, a)
		}
		if p, ok := calc.LogRank(tables); ok {
			out.LogRank = &p
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

func (s *Server) askInvitations(p *params, d analysis.Data) func(context.Context) (any, *table, error) {
	snapshot := d.Snapshot
	q := engine.InvitationQuery{Join: p.activity("join", ""), Active: p.activity("event", "*"), Period: p.grain("period", ops.Weekly),
		Range: memberRange(p, snapshot), Through: through(snapshot)}
	return func(ctx context.Context) (any, *table, error) {
		r, err := snapshot.Invitations(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		out := invitationsAnswer{Through: q.Through.String(), Buckets: []invitationBucketAnswer{}}
		t := &table{header: []string{"start", "end", "invited", "active", "k_factor", "state"}}
		for _, b := range r.Buckets {
			a := invitationBucketAnswer{Start: b.Days.From.String(), End: b.Days.Last().String(), Invited: count(b.Invited, b.State), Active: count(b.Active, b.State), State: b.State}
			k := csvPending
			if b.State == engine.Complete {
				a.KFactor, a.CycleHours = ratio(b.Invited, b.Active), quantilesOf(b.CycleHours)
				k = numberText(a.KFactor)
			}
			out.Buckets = append(out.Buckets, a)
			t.rows = append(t.rows, []string{a.Start, a.End, countText(b.Invited, b.State), countText(b.Active, b.State), k, string(b.State)})
		}
		return out, t, nil
	}
}
