package reference

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// place is a cell: group "" is all groups together, "=…" one group; bucket -1
// is all buckets together.
type place struct {
	group  string
	bucket int
}

// counter holds the rows of every cell of one measure, totals included.
type counter struct {
	missing string
	measure *ops.Measure
	groups  map[string]bool
	rows    map[place][]*row
	unknown map[place]int64       // series without a level
	exact   map[place]engine.Cell // of openings
	lack    lack
}

// take puts every row into its cell and into the totals.
func (c *counter) take(rows []*row, m *ops.Measure, by []string, buckets []ops.Range) {
	c.measure, c.groups, c.rows = m, map[string]bool{}, map[place][]*row{}
	for _, r := range rows {
		b := slices.IndexFunc(buckets, func(days ops.Range) bool { return days.Has(r.day) })
		c.put(r, by, b)
		c.putTotal(r, by)
	}
}

func group(r *row, by []string) string {
	var parts []string
	for _, d := range by {
		parts = append(parts, r.dims[d])
	}
	return strings.Join(parts, "\x00")
}

// put adds r to its cell and to its bucket's total.
func (c *counter) put(r *row, by []string, bucket int) {
	g := group(r, by)
	c.groups[g] = true
	for _, p := range []place{{"", bucket}, {"=" + g, bucket}} {
		c.rows[p] = append(c.rows[p], r)
	}
}

// putTotal adds r to its group's total and to the grand total.
func (c *counter) putTotal(r *row, by []string) {
	for _, p := range []place{{"", -1}, {"=" + group(r, by), -1}} {
		c.rows[p] = append(c.rows[p], r)
	}
	if money, ok := r.money[c.measure.Column]; ok && money == nil && c.measure.Agg == ops.Sum && r.has(c.measure.Known) {
		c.lack = c.lack.or(lack{r.day, r.dims["currency"]})
	}
}

// cell computes one sum from its rows.
func (c *counter) cell(group string, bucket int) (out engine.Cell) {
	rows := c.rows[place{group, bucket}]
	switch c.measure.Agg {
	case ops.Opening, ops.Opened:
		return c.exact[place{group, bucket}]
	case ops.RowCount:
		for _, r := range rows {
			if r.has(c.measure.Known) {
				out.Sum++
				out.Rows++
			}
		}
		return out
	case ops.Sum, ops.Level:
		return c.sum(rows, c.unknown[place{group, bucket}])
	}
	things := map[string]map[string]bool{} // by subject: orders, rows, or days of a challenge
	for i, r := range rows {
		who := subject(r, c.measure)
		if who == "" {
			continue
		}
		out.Rows++
		if things[who] == nil {
			things[who] = map[string]bool{}
		}
		switch {
		case c.measure.Agg == ops.MemberDays:
			things[who][r.dims["challenge"]+"\x00"+r.day.String()] = true
		case c.measure.Agg == ops.Repeat && r.texts["order_id"] != "":
			things[who][r.texts["order_id"]] = true
		default:
			things[who][fmt.Sprint(i)] = true
		}
	}
	for _, t := range things {
		switch {
		case c.measure.Agg == ops.MemberDays:
			out.Sum += int64(len(t))
		case c.measure.Agg == ops.Repeat && len(t) < 2:
		default:
			out.Sum++
		}
	}
	return out
}

// sum adds up the column of the measure.
func (c *counter) sum(rows []*row, unknown int64) engine.Cell {
	out := engine.Cell{Unknown: unknown}
	exact := new(big.Int)
	for _, r := range rows {
		v, ok := r.values[c.measure.Column]
		if !ok || c.measure.Agg == ops.Sum && !r.has(c.measure.Known) {
			continue
		}
		money, isMoney := r.money[c.measure.Column]
		switch {
		case isMoney && money == nil:
			out.Unknown++
			continue
		case !isMoney:
			money = new(big.Int).Mul(big.NewInt(v), big.NewInt(engine.RestUnit))
		}
		exact.Add(exact, money)
		out.Rows++
	}
	whole, rest := new(big.Int).DivMod(exact, big.NewInt(engine.RestUnit), new(big.Int))
	out.Sum, out.Rest = whole.Int64(), rest.Int64()
	return out
}

// lack is a row's day and currency without a rate.
type lack struct {
	day      ops.Day
	currency string
}

func (l lack) or(m lack) lack {
	switch {
	case l.currency == "":
		return m
	case m.currency == "", l.day < m.day, l.day == m.day && l.currency <= m.currency:
		return l
	}
	return m
}

// rows reads every row of a record.
func (e *Engine) rows(ctx context.Context, record *ops.Record) ([]*row, error) {
	all := ops.Range{From: ops.MinDay, To: ops.MaxDay}
	members := map[string]map[string]string{}
	err := e.Source.Read(ctx, "members", ops.Range{}, func(w *ops.Rows) error {
		for i := range w.Len() {
			attributes := map[string]string{}
			for _, name := range []string{"channel", "campaign", "group", "city"} {
				attributes[name] = w.Text(w.Record.Column(name), i)
			}
			if w.Ints[w.Record.Column("staff")][i] == 1 {
				attributes["staff"] = "1"
			}
			members[w.Text(w.Record.Column("member"), i)] = attributes
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	type rate struct {
		from ops.Day
		rate int64
	}
	rates := map[string][]rate{}
	err = e.Source.Read(ctx, "rates", all, func(w *ops.Rows) error {
		for i := range w.Len() {
			c := w.Text(w.Record.Column("currency"), i)
			rates[c] = append(rates[c], rate{ops.Day(w.Ints[w.Record.Column("date")][i]), w.Ints[w.Record.Column("rate")][i]})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	// inForce returns the rate of the latest day that is not after d.
	inForce := func(currency string, d ops.Day) (found rate, ok bool) {
		for _, r := range rates[currency] {
			if r.from <= d && (!ok || r.from > found.from) {
				found, ok = r, true
			}
		}
		return found, ok
	}
	var out []*row
	err = e.Source.Read(ctx, record.Name, all, func(w *ops.Rows) error {
		for i := range w.Len() {
			r := &row{dims: map[string]string{}, texts: map[string]string{}, values: map[string]int64{}, money: map[string]*big.Int{}}
			var series []string
			for c, column := range record.Columns {
				switch {
				case column.Name == "member":
					r.member = w.Text(c, i)
				case column.Dimension:
					r.dims[column.Name] = w.Text(c, i)
				case column.Type == ops.Date:
					r.day = ops.Day(w.Ints[c][i])
				case column.Name == "at":
					r.at = w.Ints[c][i]
					r.day = e.Calendar.Day(time.UnixMicro(r.at))
				case column.Type.IsText():
					if column.Key {
						r.texts[column.Name] = w.Text(c, i)
					}
				case w.Ints[c][i] != ops.NoValue:
					r.values[column.Name] = w.Ints[c][i]
				}
				if column.Key && w.Dicts[c] != nil {
					series = append(series, w.Text(c, i))
				}
			}
			r.series = strings.Join(series, "\x00")
			for _, d := range dimensions(record) {
				if r.dims[d] == "" {
					r.dims[d] = members[r.member][d]
				}
				if d == "staff" && r.member != "" {
					r.dims[d] = cmp.Or(r.dims[d], "0") // whose record does not say so is not
				}
				r.rank = append(r.rank, r.dims[d])
			}
			for c, column := range record.Columns {
				v, ok := r.values[column.Name]
				if column.Type != ops.Money || !ok || w.Dicts[c] != nil {
					continue
				}
				r.money[column.Name] = nil
				currency := r.dims["currency"]
				if ops.Fold(currency) == ops.Fold(e.Currency) {
					r.money[column.Name] = new(big.Int).Mul(big.NewInt(v), big.NewInt(engine.RestUnit))
				} else if rate, ok := inForce(currency, r.day); ok {
					r.money[column.Name] = convert(v, rate.rate, ops.Exponent(currency), ops.Exponent(e.Currency))
				}
			}
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// convert turns v, in units of 10^-from, into parts of engine.RestUnit of units
// of 10^-to of the currency that rate ÷ 1,000,000 leads to. They are whole.
func convert(v, rate int64, from, to int) *big.Int {
	tens := func(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
	exact := big.NewRat(v, 1)
	exact.Mul(exact, big.NewRat(rate, 1_000_000))
	exact.Mul(exact, new(big.Rat).SetFrac(tens(to), tens(from)))
	exact.Mul(exact, big.NewRat(engine.RestUnit, 1))
	if !exact.IsInt() {
		panic("parts of parts")
	}
	return exact.Num()
}
