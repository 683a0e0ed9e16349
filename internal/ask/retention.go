package ask

import (
	"fmt"
	"strconv"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// RetentionAddress returns the parameters that Params.retention reads.
func RetentionAddress(q engine.RetentionQuery) Address {
	v := Address{}
	v.Set("start", ActivityText(q.Start))
	v.Set("return", ActivityText(q.Return))
	v.Set("cohort", q.Cohort)
	v.Set("mode", q.Mode)
	var brackets []string
	for _, b := range q.Brackets {
		brackets = append(brackets, strconv.Itoa(b[0])+"-"+strconv.Itoa(b[1]))
	}
	v.Set("brackets", strings.Join(brackets, ","))
	v.number("streak", q.Streak)
	if q.Elapsed {
		v.Set("clock", "elapsed")
	}
	v.Set("period", string(q.Period))
	v.Set("group_by", string(q.GroupBy))
	v.number("periods", q.Periods)
	v.number("min_returns", q.MinReturns)
	v.Set("by", q.By)
	return v
}

// The bounds of a retention question.
const (
	MaxPeriods  = 3660
	MaxCells    = 500_000 // of one answer: some 35 MB of JSON
	maxBrackets = 50
)

// ReadRetention reads a question about retention.
func ReadRetention(p *Params, snapshot engine.Snapshot) engine.RetentionQuery {
	q := p.retention(engine.RetentionQuery{Start: engine.Activity{Event: engine.AnyEvent}, Cohort: engine.CohortFirst, Mode: engine.ModeExact, Period: ops.Daily,
		MinReturns: 1})
	q.Range, q.Filter, q.Through = MemberRange(p, snapshot), p.Filters("filter", nil), Through(snapshot)
	return q
}

// retention reads the options of a retention question; those that are absent
// are as in own.
func (p *Params) retention(own engine.RetentionQuery) engine.RetentionQuery {
	q := engine.RetentionQuery{
		Start: p.activity("start", ActivityText(own.Start)), Return: p.activity("return", ActivityText(own.Return)),
		Cohort: p.Choice("cohort", own.Cohort, engine.CohortFirst, engine.CohortRecurring, engine.CohortJoin, engine.CohortChannel, engine.CohortCampaign,
			engine.CohortChallenge),
		Mode:   p.Choice("mode", own.Mode, engine.ModeExact, engine.ModeOnOrAfter, engine.ModeBracket, engine.ModeStreak),
		Period: p.grain("period", own.Period), GroupBy: ops.Grain(p.Choice("group_by", string(own.GroupBy), "week", "month")),
		Elapsed: p.Choice("clock", map[bool]string{true: "elapsed", false: "calendar"}[own.Elapsed], "calendar", "elapsed") == "elapsed",
		Periods: p.Number("periods", own.Periods, 0, MaxPeriods), MinReturns: p.Number("min_returns", own.MinReturns, 1, 1_000_000),
		By: p.attribute("by", own.By),
	}
	q.Streak = p.Number("streak", 0, 1, MaxPeriods)
	q.Brackets = p.brackets("brackets")
	switch {
	case q.Mode == engine.ModeStreak && q.Streak == 0:
		p.Fail("missing_parameter", "streak", "", "The mode streak needs the parameter streak.", "Give the number of periods in a row.")
	case q.Mode != engine.ModeStreak && q.Streak != 0:
		p.Fail("bad_parameter", "streak", strconv.Itoa(q.Streak), "streak only has a meaning with mode=streak.", "")
	case q.Mode == engine.ModeBracket && q.Brackets == nil && !p.Values.Has("brackets"):
		p.Fail("missing_parameter", "brackets", "", "The mode bracket needs the parameter brackets.", "Write it as 1-7,8-14.")
	case q.Mode != engine.ModeBracket && q.Brackets != nil:
		p.Fail("bad_parameter", "brackets", p.Values.Get("brackets"), "brackets only has a meaning with mode=bracket.", "")
	}
	if q.GroupBy != "" && q.Period != ops.Daily {
		p.Fail("bad_parameter", "group_by", string(q.GroupBy), "group_by groups cohorts of a day; the period here is "+string(q.Period)+".",
			"Leave out group_by or period.")
	}
	return q
}

// brackets reads ranges of periods: 1-7,8-14,30 – first and last inclusive.
func (p *Params) brackets(name string) [][2]int {
	v := p.Text(name, "")
	if !p.Values.Has(name) {
		return nil
	}
	var out [][2]int
	for part := range strings.SplitSeq(v, ",") {
		first, last, ranged := strings.Cut(part, "-")
		if !ranged {
			last = first
		}
		a, err1 := strconv.ParseUint(first, 10, 16)
		b, err2 := strconv.ParseUint(last, 10, 16)
		if err1 != nil || err2 != nil || a > b || b > MaxPeriods || len(out) == maxBrackets {
			p.Fail("bad_parameter", name, v, fmt.Sprintf("%s is not a list of at most %d ranges of periods.", name, maxBrackets), "Write it as 1-7,8-14.")
			return nil
		}
		out = append(out, [2]int{int(a), int(b)})
	}
	return out
}
