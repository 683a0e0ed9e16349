package enginetest

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

func randomFunnel(t *rapid.T) engine.FunnelQuery {
	q := engine.FunnelQuery{Range: randomRange(t), Filter: randomFilter(t), Through: randomThrough(t)}
	steps := func(least, most int, what string) (out []engine.Activity) {
		for range rapid.IntRange(least, most).Draw(t, what) {
			out = append(out, engine.Activity{Event: rapid.SampledFrom([]string{"check_in", "visit", "pay", "join", "*"}).Draw(t, "step")})
		}
		return out
	}
	q.Steps, q.Exclude = steps(1, 4, "steps"), steps(0, 1, "exclude")
	if rapid.IntRange(0, 3).Draw(t, "where") == 0 {
		q.Steps[len(q.Steps)-1].Where = randomFilter(t)
	}
	q.Order = rapid.SampledFrom([]string{engine.OrderOrdered, engine.OrderStrict, engine.OrderAny}).Draw(t, "order")
	if rapid.Bool().Draw(t, "hours") {
		q.Hours = rapid.SampledFrom([]int{1, 12, 24, 48, 72}).Draw(t, "window")
	} else {
		q.Days = rapid.IntRange(1, 9).Draw(t, "window")
	}
	q.By = rapid.SampledFrom([]string{"", "", "channel", "city", "event", "staff", "product"}).Draw(t, "by")
	return q
}

func TestRandomFunnel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := both(t)
		for range 3 {
			q := randomFunnel(t)
			f := same(t, q, m.Funnel, r.Funnel)
			if f == nil {
				continue
			}
			for _, g := range f.Groups { // SPEC §4
				if g.Converted+g.Dropped+g.Open != g.Entrants {
					t.Fatalf("an entrant is not exactly one of converted, dropped and open: %+v", g)
				}
			}
		}
	})
}

func randomChallenge(t *rapid.T) engine.ChallengeQuery {
	q := engine.ChallengeQuery{Event: engine.Activity{Event: rapid.SampledFrom([]string{"", "", "*", "visit"}).Draw(t, "event")}, Range: randomRange(t),
		Filter: randomFilter(t), Through: randomThrough(t)}
	q.Challenge = rapid.SampledFrom([]string{"", "x", "Y"}).Draw(t, "challenge")
	q.Enrol = rapid.SampledFrom([]string{"", "", "join"}).Draw(t, "enrol")
	if rapid.Bool().Draw(t, "fixed") {
		q.Start = anchor + ops.Day(rapid.IntRange(0, span).Draw(t, "start"))
	}
	q.Length = rapid.SampledFrom([]int{0, 3, 7, 14}).Draw(t, "length")
	q.DayStart = rapid.SampledFrom([]int{-1, 0, 60, 240}).Draw(t, "day start")
	q.Grace = rapid.SampledFrom([]int{0, 0, 30, 120}).Draw(t, "grace")
	q.MakeUp = rapid.IntRange(0, 3).Draw(t, "make up")
	q.Rest = rapid.SampledFrom([][]int{nil, nil, {0}, {0, 6}}).Draw(t, "rest")
	q.Need = rapid.SampledFrom([]int{0, 1, 3}).Draw(t, "need")
	q.Silence = rapid.SampledFrom([]int{0, 2, 3}).Draw(t, "silence")
	q.By = rapid.SampledFrom([]string{"", "", "channel", "challenge", "invited_by"}).Draw(t, "by")
	return q
}

func TestRandomChallenge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := both(t)
		for range 4 {
			same(t, randomChallenge(t), m.Challenge, r.Challenge)
		}
	})
}

func TestRandomInvitations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := both(t)
		q := engine.InvitationQuery{Active: randomActivity(t), Range: randomRange(t), Period: randomPeriod(t), Through: randomThrough(t)}
		if rapid.Bool().Draw(t, "join event") {
			q.Join = randomActivity(t)
		}
		same(t, q, m.Invitations, r.Invitations)
	})
}

func TestRandomPeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := both(t)
		for range 4 {
			q := engine.PeopleQuery{
				Group: name(t, "group"), Start: anchor + ops.Day(rapid.IntRange(0, span).Draw(t, "start")),
				Step: rapid.IntRange(0, 5).Draw(t, "step"), Limit: rapid.IntRange(0, 3).Draw(t, "limit"), Offset: rapid.IntRange(0, 2).Draw(t, "offset"),
			}
			kind := func(kinds ...string) { q.Kind = rapid.SampledFrom(kinds).Draw(t, "kind") }
			switch rapid.IntRange(0, 7).Draw(t, "question") {
			case 0:
				x := randomRetention(t)
				q.Retention = &x
				if rapid.IntRange(0, 2).Draw(t, "every cohort") == 0 {
					q.Start = 0
				}
				kind("", "returned", "missing")
			case 1:
				x := randomGrowth(t)
				q.Growth = &x
				if rapid.IntRange(0, 2).Draw(t, "every bucket") == 0 {
					q.Start = 0
				}
				kind(append(engine.StateKinds(), "active", "new", "pre_existing", "first", "retained", "resurrected", "churned")...)
			case 2:
				q.Stickiness = &engine.StickinessQuery{Event: randomActivity(t), Range: randomRange(t), Period: randomPeriod(t), Through: randomThrough(t)}
				q.Most = rapid.IntRange(0, 8).Draw(t, "most")
			case 3:
				x := randomFunnel(t)
				q.Funnel = &x
				kind("entered", "reached", "converted", "took", "dropped", "open")
				if q.Kind == "took" {
					q.Step = rapid.SampledFrom([]int{0, 1, 12, 24}).Draw(t, "hours")
					q.Most = q.Step + rapid.SampledFrom([]int{0, 11, 100}).Draw(t, "more")
				}
			case 4:
				x := randomChallenge(t)
				q.Challenge = &x
				kind("enrolled", "late", "perfect", "enough", "open", "lost", "at_risk", "censored")
			case 5:
				x := randomStreak(t)
				q.Streaks = &x
				kind("current", "longest", "current_made_up", "longest_made_up", "at_risk")
				q.Most = rapid.IntRange(0, 8).Draw(t, "most")
			case 6:
				q.Invitation = &engine.InvitationQuery{Active: randomActivity(t), Period: randomPeriod(t), Range: randomRange(t), Through: randomThrough(t)}
				kind("invited", "active")
			case 7:
				q.Member = fmt.Sprint("m", rapid.IntRange(0, 7).Draw(t, "member"))
			}
			same(t, q, m.People, r.People)
		}
	})
}

func TestRandomEvening(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := both(t)
		for range 4 {
			same(t, randomEvening(t), m.Evening, r.Evening)
		}
	})
}

func randomEvening(t *rapid.T) engine.EveningQuery {
	q := engine.EveningQuery{Event: engine.Activity{Event: rapid.SampledFrom([]string{"", "*", "visit"}).Draw(t, "event")}}
	q.Enrol = rapid.SampledFrom([]string{"", "", "join"}).Draw(t, "enrol")
	for range rapid.IntRange(1, 3).Draw(t, "rounds") {
		q.Rounds = append(q.Rounds, engine.Round{Name: rapid.SampledFrom([]string{"x", "Y", "nowhere"}).Draw(t, "challenge"),
			Start: anchor + ops.Day(rapid.IntRange(0, span).Draw(t, "start")), Length: rapid.SampledFrom([]int{1, 3, 7, 14}).Draw(t, "length")})
	}
	q.Day = q.Rounds[0].Start + ops.Day(rapid.IntRange(0, q.Rounds[0].Length-1).Draw(t, "day"))
	q.Minute = rapid.SampledFrom([]int{0, 400, 720, 1440}).Draw(t, "minute")
	q.DayStart = rapid.SampledFrom([]int{-1, 0, 60, 240}).Draw(t, "day start")
	q.Grace = rapid.SampledFrom([]int{0, 0, 30, 120}).Draw(t, "grace")
	q.Rest = rapid.SampledFrom([][]int{nil, nil, {0}, {0, 6}}).Draw(t, "rest")
	q.Out = rapid.SampledFrom([]int{0, 1, 2}).Draw(t, "out")
	return q
}
