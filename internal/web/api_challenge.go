package web

import (
	"cmp"
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

	Finish *float64 `json:"finish"` // of those still there, the share that reaches the last day; null where the curve does not
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

func readChallenge(p *params, snapshot engine.Snapshot) engine.ChallengeQuery {
	q := p.challenge(engine.ChallengeQuery{Event: engine.Activity{Event: "check_in"}, Length: 21, DayStart: -1, Silence: 1})
	q.Range, q.Filter, q.Through = memberRange(p, snapshot), p.filters("filter", nil), through(snapshot)
	return q
}

// challenge reads the options of a challenge; those that are absent are as in
// own.
func (p *params) challenge(own engine.ChallengeQuery) engine.ChallengeQuery {
	q := engine.ChallengeQuery{
		Event: p.activity("event", activityText(own.Event)), Challenge: p.ofChallenge(own.Challenge), Enrol: p.text("enrol", own.Enrol),
		Start: p.day("start", own.Start), Length: p.number("length", own.Length, 1, 366), DayStart: p.clock("day_start", own.DayStart), Grace: p.number("grace", own.Grace, 0, 24*60-1),
		MakeUp: p.number("make_up", own.MakeUp, 0, 366), Rest: p.weekdays("rest", own.Rest), Silence: p.number("silence", own.Silence, 1, 366),
		By: p.attribute("by", own.By),
	}
	q.Need = p.number("need", min(cmp.Or(own.Need, q.Length), q.Length), 1, q.Length)
	return q
}

// ofChallenge reads to which challenge a question is narrowed, "" for all.
func (p *params) ofChallenge(own string) string {
	v := p.text("challenge", own)
	p.conditions = append(p.conditions, namedCondition{"challenge", ops.Filter{Dimension: "challenge", Values: []string{v}}})
	return v
}

func (s *Server) askChallenge(p *params, d analysis.Data) func(context.Context) (any, *table, error) {
	snapshot := d.Snapshot
	q := readChallenge(p, snapshot)
	shown := p.table("curve", "groups")
	return func(ctx context.Context) (any, *table, error) {
		r, err := snapshot.Challenge(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		out := challengeAnswer{Through: q.Through.String(), Groups: []challengeGroupAnswer{}}
		tables := make([][]calc.Risk, len(r.Groups))
		t := &table{header: []string{"group", "enrolled", "late", "perfect", "enough", "open", "day", "at_risk", "lost", "censored", "survival", "low", "high", "hazard", "finish"}}
		for n, g := range r.Groups {
			for _, d := range g.Curve {
				tables[n] = append(tables[n], calc.Risk{AtRisk: d.AtRisk, Events: d.Lost})
			}
			curve := calc.KaplanMeier(tables[n])
			a := challengeGroupAnswer{g.Group, g.Enrolled, g.Late, g.Perfect, g.Enough, g.Open, make([]survivalDayAnswer, len(curve))}
			for i, k := range curve {
				d := g.Curve[i]
				a.Curve[i] = survivalDayAnswer{d.Day, d.AtRisk, d.Lost, d.Censored, k.Survival, k.Low, k.High, k.Hazard, nil}
				finish := csvPending
				if final, ok := calc.Final(tables[n], curve, q.Length); ok {
					a.Curve[i].Finish = ratio(final, k.Survival)
					finish = numberText(a.Curve[i].Finish)
				}
				t.rows = append(t.rows, []string{ops.SafeText(g.Group), strconv.Itoa(g.Enrolled), strconv.Itoa(g.Late), strconv.Itoa(g.Perfect), strconv.Itoa(g.Enough), strconv.Itoa(g.Open),
					strconv.Itoa(d.Day), strconv.Itoa(d.AtRisk), strconv.Itoa(d.Lost), strconv.Itoa(d.Censored), numberText(&k.Survival), numberText(&k.Low), numberText(&k.High), numberText(&k.Hazard), finish})
			}
			out.Groups = append(out.Groups, a)
		}
		if p, ok := calc.LogRank(tables); ok {
			out.LogRank = &p
		}
		if shown == "groups" {
			t = &table{header: []string{"group", "enrolled", "late", "perfect", "enough", "open", "log_rank"}}
			for _, g := range r.Groups {
				t.rows = append(t.rows, []string{ops.SafeText(g.Group), strconv.Itoa(g.Enrolled), strconv.Itoa(g.Late), strconv.Itoa(g.Perfect), strconv.Itoa(g.Enough), strconv.Itoa(g.Open), numberText(out.LogRank)})
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

func readInvitations(p *params, snapshot engine.Snapshot) engine.InvitationQuery {
	q := p.invitations(engine.InvitationQuery{Active: engine.Activity{Event: engine.AnyEvent}, Period: ops.Weekly})
	q.Range, q.Through = memberRange(p, snapshot), through(snapshot)
	return q
}

// invitations reads the options of a question about invitations; those that
// are absent are as in own.
func (p *params) invitations(own engine.InvitationQuery) engine.InvitationQuery {
	return engine.InvitationQuery{Join: p.activity("join", activityText(own.Join)), Active: p.activity("event", activityText(own.Active)), Period: p.grain("period", own.Period)}
}

func (s *Server) askInvitations(p *params, d analysis.Data) func(context.Context) (any, *table, error) {
	snapshot := d.Snapshot
	q := readInvitations(p, snapshot)
	return func(ctx context.Context) (any, *table, error) {
		r, err := snapshot.Invitations(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		out := invitationsAnswer{Through: q.Through.String(), Buckets: []invitationBucketAnswer{}}
		t := &table{header: []string{"start", "end", "invited", "active", "k_factor", "median_hours", "p75_hours", "p90_hours", "state"}}
		for _, b := range r.Buckets {
			a := invitationBucketAnswer{Start: b.Days.From.String(), End: b.Days.Last().String(), Invited: count(b.Invited, b.State), Active: count(b.Active, b.State), State: b.State}
			k, hours := csvPending, []string{csvPending, csvPending, csvPending}
			if b.State == engine.Complete {
				a.KFactor, a.CycleHours = ratio(b.Invited, b.Active), quantilesOf(b.CycleHours)
				k, hours = numberText(a.KFactor), a.CycleHours.texts()
			}
			out.Buckets = append(out.Buckets, a)
			t.rows = append(t.rows, []string{a.Start, a.End, countText(b.Invited, b.State), countText(b.Active, b.State), k, hours[0], hours[1], hours[2], b.State.String()})
		}
		return out, t, nil
	}
}
