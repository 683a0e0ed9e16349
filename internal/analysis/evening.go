package analysis

import (
	"cmp"
	"context"
	"slices"
	"time"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// What the evening of a challenge is judged by.
const (
	OutAfter      = 3 // days away in a row put a member out
	LongStreak    = 5 // days in a row that are worth saving
	EarlierRounds = 4 // that the running one is set beside, the latest ones
)

// EveningMoment is when a challenge is looked at.
type EveningMoment struct {
	Today  ops.Day // of the challenge
	Minute int     // since its start
	Links  int     // how many of its members check in here, whose silence is known at once
}

// Evening is how a challenge with a fixed start stands on a day, and who may break
// that night.
//
// Day is today, or the day after the last one known where the data is behind; Stale
// says that. Known says that something of the day is known; then Minute is the moment,
// else it is 0 and the chances are those of the whole day.
//
// AtRisk are those in who have not come and for whom it is the last night before they
// are out, or who have come on LongStreak days in a row, the likeliest to break first.
// Likely is how many of them are likely to, where chances are known.
//
// Own and Before are the courses of this challenge and of those before together, as far
// as it is known who went silent.
type Evening struct {
	Day          ops.Day
	Minute       int
	Known, Stale bool
	Answer       *engine.Evening
	Rounds       []engine.Round // earlier ones, the latest last
	AtRisk       []AtRisk
	Likely       ops.Value
	Foretold     Foretold
	Days         int // member-days of earlier rounds that the chances are taken from
	Own, Before  []ChallengeDay
	Least, Most  []float64 // survival of the earlier rounds by day
	Cliffs       []int     // days on which clearly more fall off than on others, in order
	Against      Verdict   // the running one against those before: Good, Bad, or no clear difference
}

// AtRisk is a member who may break tonight. Third says that it is the last night before
// it is out. Chance is that of not coming any more that day.
type AtRisk struct {
	engine.EveningMember
	Third  bool
	Chance ops.Value
}

// Evenings answers how challenges stand.
type Evenings struct{ Data }

// Of answers how challenge c stands. Of the other challenges that others knows
// starts and lengths are taken from there, of all else from when most enrolled. ok is
// false where nothing is known of its days yet.
func (d Evenings) Of(ctx context.Context, c ops.Challenge, others []ops.Challenge, m EveningMoment) (_ *Evening, ok bool, _ error) {
	through, found := d.watermark("events", nil)
	span := c.Range()
	live, err := d.live(ctx, c, m)
	if err != nil {
		return nil, false, err
	}
	if live {
		through, found = max(through, m.Today-1), true
	}
	out := &Evening{Day: min(m.Today, through+1, span.Last()), Likely: notApplicable}
	if !found || c.OwnStart() || !span.Has(out.Day) || !slices.Contains(d.Snapshot.Events(), "check_in") {
		return nil, false, nil
	}
	out.Stale = out.Day < min(m.Today, span.Last())
	enrol := d.enrols()
	if out.Rounds, err = d.roundsBefore(ctx, c, others, enrol, out.Day); err != nil {
		return nil, false, err
	}
	q := engine.EveningQuery{Enrol: enrol, Rounds: append([]engine.Round{{Name: c.Name, Start: c.Start, Length: c.Length}}, out.Rounds...), Day: out.Day,
		DayStart: minutes(c.DayStart), Grace: minutes(c.Grace), Rest: weekdays(c.Rest), Out: OutAfter, Minute: min(m.Minute, 24*60)}
	if over := m.Today > out.Day; over && !out.Stale {
		q.Minute = 24 * 60
	}
	if out.Answer, err = d.Snapshot.Evening(ctx, q); err != nil {
		return nil, false, err
	}
	if out.Known = !out.Stale && (live || out.Answer.Came > 0); !out.Known && q.Minute > 0 {
		q.Minute = 0
		if out.Answer, err = d.Snapshot.Evening(ctx, q); err != nil {
			return nil, false, err
		}
	}
	out.Minute = q.Minute
	out.nudge()
	return out, true, out.curves(ctx, d.Data, q, min(through, m.Today-1))
}

// Joined returns how many took part in a challenge by the end of a day; with starts of
// each member's own, who began in the last year.
func (d Evenings) Joined(ctx context.Context, c ops.Challenge, by ops.Day) (int, error) {
	if !slices.Contains(d.Snapshot.Events(), "check_in") {
		return 0, nil
	}
	q := engine.ChallengeQuery{Challenge: c.Name, Enrol: d.enrols(), Start: c.Start, Length: c.Length, DayStart: minutes(c.DayStart), Through: by,
		Range: ops.Range{From: by - 365, To: by + 1}}
	answer, err := d.Snapshot.Challenge(ctx, q)
	if err != nil || len(answer.Groups) == 0 {
		return 0, err
	}
	return answer.Groups[0].Enrolled + answer.Groups[0].Late, nil
}

// live reports whether most of a challenge check in here, so that no check-in means that
// nobody came: what files bring comes later.
func (d Evenings) live(ctx context.Context, c ops.Challenge, m EveningMoment) (bool, error) {
	if m.Links == 0 || c.OwnStart() {
		return false, nil
	}
	joined, err := d.Joined(ctx, c, m.Today)
	return 2*m.Links >= joined, err
}

// enrols returns the event that enrols; "" where none ever happened.
func (d Evenings) enrols() string {
	if slices.Contains(d.Snapshot.Events(), "enrol") {
		return "enrol"
	}
	return ""
}

// roundsBefore returns the latest challenges that were over before a day.
func (d Evenings) roundsBefore(ctx context.Context, c ops.Challenge, others []ops.Challenge, enrol string, day ops.Day) ([]engine.Round, error) {
	const lookBack = 400
	days := ops.Range{From: max(ops.MinDay+1, c.Start-lookBack), To: c.Start}
	began, err := d.Snapshot.Sums(ctx, engine.SumQuery{Measures: []*ops.Measure{{Name: "began", Record: "events", Agg: ops.RowCount,
		Where: []ops.Filter{{Dimension: "event", Values: []string{cmp.Or(enrol, "check_in")}}}}}, Range: days, Grain: ops.Daily, By: []string{"challenge"}})
	if err != nil {
		return nil, err
	}
	var out []engine.Round
	for g, name := range began.Groups {
		if name[0] == "" || ops.Fold(name[0]) == ops.Fold(c.Name) {
			continue
		}
		r := engine.Round{Name: name[0], Start: days.From + ops.Day(beginning(began, g, enrol == "")), Length: c.Length}
		if i := slices.IndexFunc(others, func(x ops.Challenge) bool { return ops.Fold(x.Name) == ops.Fold(name[0]) }); i >= 0 {
			if others[i].OwnStart() {
				continue
			}
			r.Start, r.Length = others[i].Start, others[i].Length
		}
		if r.Range().To <= min(day, c.Start+1) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b engine.Round) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Name, b.Name)) })
	return out[max(0, len(out)-EarlierRounds):], nil
}

// beginning returns on which bucket a challenge began: the first with a row, or the one
// with the most.
func beginning(s *engine.Sums, group int, first bool) int {
	best, most := 0, int64(0)
	for b := range s.Buckets {
		n := s.Measures[0].Cells[group*len(s.Buckets)+b].Rows
		if first && n > 0 {
			return b
		}
		if n > most {
			best, most = b, n
		}
	}
	return best
}

// minutes and weekdays are how a question says what a challenge keeps.
func minutes(d time.Duration) int { return int(d / time.Minute) }

func weekdays(days []time.Weekday) (out []int) {
	for _, d := range days {
		out = append(out, int(d))
	}
	return out
}

// nudge lists who may break tonight.
func (e *Evening) nudge() {
	f := Foretell(e.Answer.Rounds)
	e.Foretold = f
	for _, r := range e.Answer.Rounds {
		for _, c := range r.Cells {
			e.Days += c.Waiting
		}
	}
	likely := 0.0
	for _, m := range e.Answer.Waiting {
		third := m.Away == OutAfter-1
		if !third && m.Streak < LongStreak {
			continue
		}
		a := AtRisk{EveningMember: m, Third: third, Chance: notApplicable}
		if x, ok := f.Chance(m.Away, engine.KeptBand(m.Kept, m.Days)); ok {
			a.Chance = known(x)
			likely += x
		}
		e.AtRisk = append(e.AtRisk, a)
	}
	if f.Trained {
		e.Likely = known(likely)
	}
	slices.SortStableFunc(e.AtRisk, func(a, b AtRisk) int {
		return cmp.Or(cmp.Compare(b.Chance.Number, a.Chance.Number), cmp.Compare(one(b.Third), one(a.Third)), b.Streak-a.Streak)
	})
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// curves sets the challenge beside those before.
func (e *Evening) curves(ctx context.Context, d Data, q engine.EveningQuery, through ops.Day) error {
	var pooled []engine.SurvivalDay
	for i, r := range q.Rounds {
		answer, err := d.Snapshot.Challenge(ctx, engine.ChallengeQuery{Challenge: r.Name, Enrol: q.Enrol, Start: r.Start, Length: r.Length, DayStart: q.DayStart,
			Grace: q.Grace, Rest: q.Rest, Silence: q.Out, Through: through})
		if err != nil {
			return err
		}
		if len(answer.Groups) == 0 {
			continue
		}
		days := challengeGroup(answer.Groups[0], r.Length).Days
		days = days[:min(len(days), told(r, q, through))]
		if i == 0 {
			e.Own = days
			continue
		}
		for n, x := range days {
			if n == len(pooled) {
				pooled = append(pooled, engine.SurvivalDay{Day: x.Day})
				e.Least, e.Most = append(e.Least, x.Survival.Survival), append(e.Most, x.Survival.Survival)
			}
			pooled[n].AtRisk, pooled[n].Lost = pooled[n].AtRisk+x.AtRisk, pooled[n].Lost+x.Lost
			e.Least[n], e.Most[n] = min(e.Least[n], x.Survival.Survival), max(e.Most[n], x.Survival.Survival)
		}
	}
	for n, s := range calc.KaplanMeier(risks(pooled)) {
		e.Before = append(e.Before, ChallengeDay{SurvivalDay: pooled[n], Survival: s})
	}
	e.Cliffs = cliffs(pooled)
	return e.compare(ctx)
}

// told returns of how many days of a round it is known by a day who went silent on them:
// all but the last ones, whose silence may still end.
func told(r engine.Round, q engine.EveningQuery, through ops.Day) int {
	last, asked := min(r.Range().Last(), through), 0
	for last >= r.Start && asked < q.Out-1 {
		if !slices.Contains(q.Rest, int(last.Weekday())) {
			asked++
		}
		last--
	}
	return max(0, int(last-r.Start)+1)
}

// compare says whether the challenge keeps more or fewer than those before, as far as
// it has come.
func (e *Evening) compare(ctx context.Context) error {
	n := min(len(e.Own), len(e.Before))
	if n == 0 {
		return nil
	}
	tables := make([][]calc.Risk, 2)
	for i, curve := range [][]ChallengeDay{e.Own[:n], e.Before[:n]} {
		for _, x := range curve {
			tables[i] = append(tables[i], calc.Risk{AtRisk: x.AtRisk, Events: x.Lost})
		}
	}
	p, ok, err := calc.LogRank(ctx, tables)
	if err != nil || !ok {
		return err
	}
	switch e.Against = Indifferent; {
	case p >= 0.05:
	case e.Own[n-1].Survival.Survival > e.Before[n-1].Survival.Survival:
		e.Against = Good
	default:
		e.Against = Bad
	}
	return nil
}

// cliffs returns the at most three days on which the largest shares fall off, where
// that is clearly more than on the middle day and a quarter more at least.
func cliffs(days []engine.SurvivalDay) []int {
	var hazards []float64
	for _, x := range days {
		if x.AtRisk >= FewSubjects {
			hazards = append(hazards, float64(x.Lost)/float64(x.AtRisk))
		}
	}
	if len(hazards) < OutAfter {
		return nil
	}
	slices.Sort(hazards)
	middle, _ := calc.Quantile(hazards, 0.5)
	var out []engine.SurvivalDay
	for _, x := range days {
		limits, ok := calc.Wilson(x.Lost, x.AtRisk)
		if ok && x.AtRisk >= FewSubjects && limits.Low > middle && float64(x.Lost) >= 1.25*middle*float64(x.AtRisk) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b engine.SurvivalDay) int {
		return cmp.Compare(float64(b.Lost)/float64(b.AtRisk), float64(a.Lost)/float64(a.AtRisk))
	})
	var which []int
	for _, x := range out[:min(3, len(out))] {
		which = append(which, x.Day)
	}
	slices.Sort(which)
	return which
}
