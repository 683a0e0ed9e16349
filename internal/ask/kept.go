package ask

import (
	"strconv"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
)

// Kept reads the options of a question about cost per member kept; those that
// are absent are as in own.
func (p *Params) Kept(own analysis.KeptQuery) analysis.KeptQuery {
	q := analysis.KeptQuery{
		Start: p.activity("start", ActivityText(own.Start)), Return: p.activity("return", ActivityText(own.Return)),
		Cohort: p.Choice("cohort", own.Cohort, engine.CohortFirst, engine.CohortJoin), Mode: p.Choice("mode", own.Mode, engine.ModeExact, engine.ModeOnOrAfter),
		Metric: p.Text("metric", own.Metric), By: p.dimension("by", own.By, []string{"channel", "campaign"}), Horizons: own.Horizons,
	}
	if v := p.Text("horizons", ""); p.Values.Has("horizons") {
		q.Horizons = nil
		for part := range strings.SplitSeq(v, ",") {
			n, err := strconv.ParseUint(part, 10, 16)
			if err != nil || n < 1 || n > 366 || len(q.Horizons) == 10 {
				p.Fail("bad_parameter", "horizons", v, "horizons is not a list of at most 10 numbers of days.", "Write it as 7,21,30.")
				return q
			}
			q.Horizons = append(q.Horizons, int(n))
		}
	}
	return q
}

// KeptAddress returns the parameters that Params.Kept reads.
func KeptAddress(q analysis.KeptQuery) Address {
	v := Address{}
	v.Set("start", ActivityText(q.Start))
	v.Set("return", ActivityText(q.Return))
	v.Set("cohort", q.Cohort)
	v.Set("mode", q.Mode)
	v.Set("metric", q.Metric)
	v.Set("by", q.By)
	var days []string
	for _, h := range q.Horizons {
		days = append(days, strconv.Itoa(h))
	}
	v.Set("horizons", strings.Join(days, ","))
	return v
}
