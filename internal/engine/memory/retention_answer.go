package memory

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/engine"
)

// ordered returns rows in order of the text of their group and of time.
func (r *retention) ordered(rows []*cohortRow) []*cohortRow {
	place := map[uint32]int{} // of a group
	var groups [][]*cohortRow
	for _, row := range rows {
		row.start = r.periods.buckets[row.period].From
		i, ok := place[row.group]
		if !ok {
			i = len(groups)
			place[row.group], groups = i, append(groups, nil)
			if r.by != nil {
				row.text = r.by.text(row.group)
			}
		} else {
			row.text = groups[i][0].text
		}
		groups[i] = append(groups[i], row)
	}
	slices.SortFunc(groups, func(a, b []*cohortRow) int { return cmp.Compare(a[0].text, b[0].text) })
	for _, g := range groups {
		slices.SortFunc(g, func(a, b *cohortRow) int { return a.period - b.period })
	}
	return slices.Concat(groups...)
}

// answer turns rows into cohorts, in order of the text of their group and of
// time.
func (r *retention) answer(ctx context.Context, rows []*cohortRow) (*engine.Retention, error) {
	rows = r.ordered(rows)
	if !r.Elapsed {
		if err := r.byCalendar(ctx, rows); err != nil {
			return nil, err
		}
	}
	if r.GroupBy != "" {
		rows = r.together(rows)
	}
	out := &engine.Retention{Cohorts: slices.Grow([]engine.Cohort(nil), len(rows))[:len(rows)]}
	for i, row := range rows {
		if r.Elapsed || r.GroupBy != "" {
			row.settle()
		}
		n := r.shown(row)
		out.Cohorts[i] = engine.Cohort{Group: row.text, Start: row.start, Size: row.size, Count: row.count[:n], Mature: row.mature[:n], Returned: row.returned[:n],
			State: row.state[:n]}
	}
	var err error
	out.Average, err = averages(ctx, out.Cohorts)
	return out, err
}

// together adds up the rows of each week or month of GroupBy.
func (r *retention) together(rows []*cohortRow) []*cohortRow {
	var out []*cohortRow
	for _, row := range rows {
		row.start = r.data.log.clock.calendar.Bucket(row.start, r.GroupBy).From
		if n := len(out); n > 0 && out[n-1].group == row.group && out[n-1].start == row.start {
			out[n-1].add(row)
		} else {
			out = append(out, row)
		}
	}
	return out
}

// shown returns how many cells of a row are shown: no more than have begun for
// somebody, unless the question says how many.
func (r *retention) shown(row *cohortRow) int {
	n := len(row.count)
	if (r.Elapsed || r.GroupBy != "") && r.Periods == 0 && r.Mode != engine.ModeBracket {
		for n > 1 && row.state[n-1] == engine.Waiting {
			n--
		}
	}
	return n
}

// averages returns one average for each group of cohorts in order. Groups run
// on all processors; of a single one, cells do.
func averages(ctx context.Context, cohorts []engine.Cohort) ([]engine.RetentionAverage, error) {
	var groups [][]engine.Cohort
	for len(cohorts) > 0 {
		n := 1
		for n < len(cohorts) && cohorts[n].Group == cohorts[0].Group {
			n++
		}
		groups = append(groups, cohorts[:n])
		cohorts = cohorts[n:]
	}
	out := slices.Grow([]engine.RetentionAverage(nil), len(groups))[:len(groups)]
	for i, g := range groups {
		width := 0
		for _, c := range g {
			width = max(width, len(c.Count))
		}
		out[i] = engine.RetentionAverage{
			Group: g[0].Group, Returned: make([]int, width), Size: make([]int, width), Left: make([]int, width), Mean: make([]float64, width),
		}
	}
	if len(groups) == 1 {
		return out, parallel(ctx, len(out[0].Size), func(lo, hi int) { average(&out[0], groups[0], lo, hi) })
	}
	return out, parallel(ctx, len(groups), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			average(&out[i], groups[i], 0, len(out[i].Size))
		}
	})
}

// average fills in cells lo … hi-1 of the average of cohorts.
func average(a *engine.RetentionAverage, cohorts []engine.Cohort, lo, hi int) {
	type sum struct {
		returned, mature, rates int
		rate                    float64
	}
	sums := make([]sum, hi-lo)
	all := 0
	for i := range cohorts {
		c := &cohorts[i]
		all += c.Size
		n := min(hi, len(c.Mature))
		if n <= lo {
			continue
		}
		returned := c.Returned[lo:n]
		of := sums[:len(returned)]
		for h, mature := range c.Mature[lo:n] {
			if mature > 0 {
				s := &of[h]
				s.returned += int(returned[h])
				s.mature += int(mature)
				s.rate += float64(returned[h]) / float64(mature)
				s.rates++
			}
		}
	}
	for i, s := range sums {
		a.Returned[lo+i], a.Size[lo+i], a.Left[lo+i], a.Mean[lo+i] = s.returned, s.mature, all-s.mature, s.rate/float64(max(1, s.rates))
	}
}
