package ingest

import (
	"context"
	"fmt"
	"maps"
	"math"
	"path"
	"slices"
	"strings"
	"time"

	"daybreak/internal/ops"
)

// warnings tells which days' sums fall by half or more: a late correction
// hardly does that, an export with a filter left on does.
func warnings(d *ops.Diff) []*ops.Error {
	var out []*ops.Error
	for _, t := range d.Days {
		if t.Before <= 0 || t.After > t.Before/2 {
			continue
		}
		percent := int(math.Round(100 - 100*float64(t.After)/float64(t.Before)))
		if len(out) == MaxShown {
			break
		}
		out = append(out, fault("sum_falls", fmt.Sprintf("%s of %s falls by %d %%.", t.Column, t.Day, percent),
			"Check that the file holds all rows of that day.", t.Column, t.Day, percent, t.Currency, t.Before, t.After).Error)
	}
	return out
}

// unrated tells which currencies of rows cannot be turned into the workspace's
// on their first day: until there is a rate, no figure of money is known.
func (i *Importer) unrated(ctx context.Context, rows *ops.Rows, read stored) ([]*ops.Error, error) {
	first := i.firstDays(rows)
	if len(first) == 0 {
		return nil, nil
	}
	err := read.Read(ctx, "rates", ops.Range{From: ops.MinDay, To: slices.Max(slices.Collect(maps.Values(first))) + 1}, func(b *ops.Rows) error {
		date, currency := b.Record.Column("date"), b.Record.Column("currency")
		for n := range b.Len() {
			if code := b.Text(currency, n); ops.Day(b.Ints[date][n]) <= first[code] {
				delete(first, code)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []*ops.Error
	for _, code := range slices.Sorted(maps.Keys(first)) {
		out = append(out, fault("rate_needed", fmt.Sprintf("No rate turns %s into %s on %s: until there is one, figures of money with these rows are not known.",
			code, i.settings.Currency, first[code]),
			"Import rates, the first of them on that day or before.", code, i.settings.Currency, first[code].String()).Error)
	}
	return out, nil
}

// firstDays returns the first day of each currency of rows that is not the
// workspace's.
func (i *Importer) firstDays(rows *ops.Rows) map[string]ops.Day {
	currency, day := rows.Record.Column("currency"), rows.Record.Column(rows.Record.Day)
	if currency < 0 || !rows.Record.Counted() {
		return nil
	}
	instants := rows.Record.Columns[day].Type == ops.Instant
	at := map[uint32]int64{}
	for n, v := range rows.Ints[day] {
		if rows.IsGone(n) {
			continue
		}
		if old, ok := at[rows.Codes[currency][n]]; !ok || v < old {
			at[rows.Codes[currency][n]] = v
		}
	}
	out := map[string]ops.Day{}
	for code, v := range at {
		d := ops.Day(v)
		if instants {
			d = i.settings.Calendar.Day(time.UnixMicro(v))
		}
		if name := rows.Dicts[currency].Text(code); name != "" && name != i.settings.Currency {
			out[name] = d
		}
	}
	return out
}

// DisplayName makes a file name fit to be shown: the last part of its path,
// invisible characters made visible, at most MaxFileName characters. It is
// never used to open anything.
func DisplayName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" {
		return "file"
	}
	var b strings.Builder
	n := 0
	for _, r := range name {
		if n++; n > MaxFileName {
			return b.String() + "…"
		}
		if ops.Invisible(r) {
			r = '�'
		}
		b.WriteRune(r)
	}
	return b.String()
}
