package reference

import (
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// stream is the name of a source and of a part of it, folded.
type stream [2]string

// retired returns the streams of a record that a person retired.
func retired(sources []ops.Source, record string) map[stream]bool {
	out := map[stream]bool{}
	for _, s := range sources {
		if s.Record == record && s.Retired() {
			out[stream{ops.Fold(s.Name), ops.Fold(s.Part)}] = true
		}
	}
	return out
}

// level puts into every bucket the last row of each series that has a value
// and lies before the bucket's end; a series that is not stated in the bucket
// is unknown there, or over if its source is retired. The totals are those of
// the range as one bucket.
func (c *counter) level(rows []*row, m *ops.Measure, q engine.SumQuery, by []string, buckets []ops.Range, over map[stream]bool) {
	record, _ := ops.RecordNamed(m.Record)
	c.measure, c.groups, c.rows, c.unknown = m, map[string]bool{}, map[place][]*row{}, map[place]int64{}
	put := func(days ops.Range, bucket int) {
		last := map[string]*row{}
		for _, r := range rows {
			if _, ok := r.values[m.Column]; ok && r.day < days.To && (last[r.series] == nil || last[r.series].day < r.day) {
				last[r.series] = r
			}
		}
		for _, r := range last {
			silent := r.day < days.From
			if !isCounted(r, m) || !matches(r, m.Within, q.Filter) || silent && over[stream{ops.Fold(r.dims[record.Source]), ops.Fold(r.dims[record.MarkedPart()])}] {
				continue
			}
			g := group(r, by)
			c.groups[g] = true
			for _, p := range []place{{"", bucket}, {"=" + g, bucket}} {
				if silent {
					c.unknown[p]++
				} else {
					c.rows[p] = append(c.rows[p], r)
				}
			}
		}
	}
	for b, bucket := range buckets {
		put(bucket, b)
	}
	if len(buckets) > 0 {
		put(q.Range, -1)
	}
}

// opening works out of every value of Per what its level was before the days.
func (c *counter) opening(rows []*row, m *ops.Measure, by []string, buckets []ops.Range, whole ops.Range) {
	c.measure, c.groups, c.exact = m, map[string]bool{}, map[place]engine.Cell{}
	put := func(days ops.Range, bucket int) {
		own := map[[2]string][]*row{}
		for _, r := range rows {
			if r.day >= days.From-1 && r.day < days.To {
				k := [2]string{group(r, by), r.dims[m.Stock.Per]}
				own[k] = append(own[k], r)
			}
		}
		for k, list := range own {
			c.groups[k[0]] = true
			opening, known := openingOf(list, m.Stock, days)
			if !known {
				continue
			}
			one := engine.Cell{Sum: opening, Rows: 1}
			if m.Agg == ops.Opened {
				one = engine.Cell{}
				for _, r := range list {
					if v, ok := r.values[m.Column]; ok && days.Has(r.day) {
						one.Sum += v
						one.Rows++
					}
				}
			}
			for _, p := range []place{{"", bucket}, {"=" + k[0], bucket}} {
				c.exact[p] = c.exact[p].Plus(one)
			}
		}
	}
	for b, days := range buckets {
		put(days, b)
	}
	put(whole, -1)
}

// openingOf returns the level before the days: the last one stated in them, less
// what came and plus what left in the days up to it; without one in the days,
// that of the day before.
func openingOf(rows []*row, s ops.Stock, days ops.Range) (level int64, known bool) {
	last := days.From - 1
	for _, r := range rows {
		if _, ok := r.values[s.Level]; ok {
			last, known = max(last, r.day), true
		}
	}
	for _, r := range rows {
		if v, ok := r.values[s.Level]; ok && r.day == last {
			level += v
		}
		if r.day > last || !days.Has(r.day) {
			continue
		}
		in, came := r.values[s.In]
		out, left := r.values[s.Out]
		if came != left {
			return 0, false
		}
		level += out - in
	}
	return level, known
}
