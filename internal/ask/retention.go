package ask

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// The bounds of a retention question.
const (
	maxPeriods  = 3660
	MaxCells    = 1_000_000 // of one answer: some 70 MB of JSON
	maxBrackets = 50
)

// retention asks who comes back.
var retention = sync.OnceValue(func() *kind[engine.RetentionQuery] {
	type Q = engine.RetentionQuery
	return &kind[Q]{
		name: "retention",
		own:  Q{Start: engine.Activity{Event: engine.AnyEvent}, Cohort: engine.CohortFirst, Mode: engine.ModeExact, Period: ops.Daily, MinReturns: 1},
		fields: []field[Q]{
			activity("start", func(q *Q) *engine.Activity { return &q.Start }),
			activity("return", func(q *Q) *engine.Activity { return &q.Return }),
			choice("cohort", func(q *Q) *string { return &q.Cohort },
				engine.CohortFirst, engine.CohortRecurring, engine.CohortJoin, engine.CohortChannel, engine.CohortCampaign, engine.CohortChallenge),
			choice("mode", func(q *Q) *string { return &q.Mode }, engine.ModeExact, engine.ModeOnOrAfter, engine.ModeBracket, engine.ModeStreak),
			{Field{Name: "brackets", Type: BracketsField},
				func(p *Params, q *Q) { q.Brackets = p.brackets("brackets") },
				func(v *Address, q *Q) { v.Set("brackets", bracketTexts(q.Brackets)) }},
			number("streak", 1, maxPeriods, func(q *Q) *int { return &q.Streak }),
			period(func(q *Q) *ops.Grain { return &q.Period }),
			choice("group_by", func(q *Q) *ops.Grain { return &q.GroupBy }, string(ops.Weekly), string(ops.Monthly)).blank("not_grouped"),
			flagged("clock", "calendar", "elapsed", func(q *Q) *bool { return &q.Elapsed }),
			number("periods", 0, maxPeriods, func(q *Q) *int { return &q.Periods }),
			number("min_returns", 1, 1_000_000, func(q *Q) *int { return &q.MinReturns }),
			attribute("by", func(q *Q) *string { return &q.By }),
		},
		page: []field[analysis.Question]{
			written("trend", 0, maxPeriods, func(q *analysis.Question) *int { return &q.Trend }),
			choice("show", func(q *analysis.Question) *string { return &q.Show }, "share", "people").unlisted(),
		},
		check:  checkRetention,
		scope:  overDays(func(q *Q) (*ops.Range, *[]ops.Filter, *ops.Day) { return &q.Range, &q.Filter, &q.Through }),
		by:     func(q *Q) *string { return &q.By },
		groups: func(q Q) string { resolved, _ := q.Resolve(); return resolved.By }, // cohorts by channel are groups as well
		cells:  cell{bucket: true, step: true},
		people: func(q *engine.PeopleQuery) **Q { return &q.Retention },
		panel:  func(q *analysis.Question) **Q { return &q.Retention },
		mend: func(o *options) {
			switch mode := o.get("mode"); {
			case !o.has("mode"):
			case mode == engine.ModeBracket:
				o.drop("streak")
				o.need("brackets", "1-3,4-6,7-12")
			case mode == engine.ModeStreak:
				o.drop("brackets")
				o.need("streak", "2")
			default:
				o.drop("brackets")
				o.drop("streak")
			}
			if p := o.get("period"); p != "" && p != string(ops.Daily) {
				o.drop("group_by")
			}
		},
	}
})

// ReadRetention reads a question about retention.
func ReadRetention(p *Params, d analysis.Data) engine.RetentionQuery { return retention().read(p, d) }

// checkRetention refuses fields that have a meaning only with others.
func checkRetention(p *Params, q *engine.RetentionQuery) {
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
		if err1 != nil || err2 != nil || a > b || b > maxPeriods || len(out) == maxBrackets {
			p.Fail("bad_parameter", name, v, fmt.Sprintf("%s is not a list of at most %d ranges of periods.", name, maxBrackets),
				"Write it as 1-7,8-14.")
			return nil
		}
		out = append(out, [2]int{int(a), int(b)})
	}
	return out
}

// bracketTexts writes brackets as Params.brackets reads them.
func bracketTexts(brackets [][2]int) string {
	out := make([]string, len(brackets))
	for i, b := range brackets {
		out[i] = strconv.Itoa(b[0]) + "-" + strconv.Itoa(b[1])
	}
	return strings.Join(out, ",")
}
