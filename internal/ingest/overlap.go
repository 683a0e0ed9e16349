package ingest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// Overlap says what becomes of rows that are stored for the days and the
// accounts of a report and that the report itself lacks.
type Overlap string

// The ways. By itself, a complete report replaces.
const (
	OverlapAuto    Overlap = ""
	OverlapKeep    Overlap = "keep"
	OverlapReplace Overlap = "replace"
)

// Gone is what a report lacks of the days it covers.
type Gone struct {
	Rows     int       // stored rows that the report does not have
	Present  int       // … and those it has
	Replaced bool      // committing the plan takes them back: nothing counts under their keys
	Examples []GoneRow // the first MaxShown, by day
	Worth    []Worth   // what the rows that are gone add up to, by currency
	Renames  []Rename  // campaigns of which one is gone and another new with the same figures
	worth    int64     // the sum of the figure of the rows that are gone
}

// GoneRow is one row that is stored and that the report lacks.
type GoneRow struct {
	Day              ops.Day
	Name             string // its names, from the widest to the narrowest
	Column, Currency string // of the figure
	Value            int64  // as stored
}

// Worth is the sum of a figure, in the currency if it is money.
type Worth struct {
	Column, Currency string
	Sum              int64 // as stored
}

// Rename is a campaign that seems to be called otherwise now.
type Rename struct{ From, To string }

// overlap holds the plan's rows against those stored for the same days and
// accounts, as a whole: a later report withdraws what an earlier one said. It
// also notices where the rows replace quite different figures, which those of
// another account would.
func (i *Importer) overlap(ctx context.Context, p *Plan) error {
	reader, ok := i.store.(stored)
	scope := p.Record.Reporter
	if !ok || p.Mapping == nil || scope == nil || p.Days.Len() == 0 {
		return nil
	}
	o := newOverlapping(p, scope)
	if err := reader.Read(ctx, p.Record.Name, p.Days, func(b *ops.Rows) error { o.meet(b); return nil }); err != nil {
		return err
	}
	if q := o.another(p); q != nil {
		return &ops.Error{Code: "questions_open", Message: q.Message, Hint: "Name it; answer - if there is only one.", Where: ops.Place{Column: q.Field},
			Args: []any{q.Field}, Err: Open{*q}}
	}
	if o.gone.Rows == 0 {
		return nil
	}
	g := &o.gone
	g.Replaced = p.src.options.Overlap == OverlapReplace || p.src.options.Overlap == OverlapAuto && o.complete()
	g.Renames = o.renames(p.Rows)
	p.Gone = g
	code, message := ops.Code("rows_gone_kept"),
		"%d rows of these days are stored and this file does not have them; they are kept beside it. Replace the days if the file is complete."
	if g.Replaced {
		code, message = "rows_gone", "%d rows of these days are stored and this file does not have them; they are taken back. Keep them if the file is not complete."
		p.Rows = o.withdrawn(p.Rows)
	}
	p.Notices = append(p.Notices, fault(code, fmt.Sprintf(message, g.Rows), "", g.Rows).Error)
	for _, r := range g.Renames {
		p.Notices = append(p.Notices, fault("renamed", fmt.Sprintf("“%s” seems to be called “%s” now: the figures are the same.", ops.Show(r.From), ops.Show(r.To)),
			"Merge the two names if they are one.", ops.Show(r.From), ops.Show(r.To)).Error)
	}
	return nil
}

// overlapping gathers the stored rows that a plan's rows meet.
type overlapping struct {
	record *ops.Record
	rows   *ops.Rows // the plan's
	scope  []int
	keys   []int
	figure int // the column by which rows are weighed: money if they have any
	scopes map[string]bool
	grains map[uint8]bool
	mine   map[string]int // the plan's rows by key
	gone   Gone
	stored []storedRow // those that are gone

	stays, differs, changed, met int64 // of the rows the plan has too: their figures, how much these differ, and how many do
}

// storedRow is a row as it was read, for texts and numbers.
type storedRow struct {
	texts []string
	ints  []int64
}

func newOverlapping(p *Plan, scope []string) *overlapping {
	o := &overlapping{record: p.Record, rows: p.Rows, figure: -1, scopes: map[string]bool{}, grains: map[uint8]bool{}, mine: map[string]int{}}
	for _, s := range scope {
		o.scope = append(o.scope, p.Record.Column(s))
	}
	for c, col := range p.Record.Columns {
		if col.Key {
			o.keys = append(o.keys, c)
		}
		if col.Type.IsNumber() && !col.Level && (o.figure < 0 || col.Type == ops.Money && col.Required || p.Record.Subject != "" &&
			known(p.Rows.Ints[c]) > known(p.Rows.Ints[o.figure])) {
			o.figure = c
		}
	}
	for i := range p.Rows.Len() {
		o.scopes[o.text(p.Rows, i, o.scope)] = true
		o.grains[o.grain(p.Rows, i)] = true
		o.mine[o.text(p.Rows, i, o.keys)] = i
	}
	return o
}

// known counts the values that are known.
func known(values []int64) int {
	n := 0
	for _, v := range values {
		if v != ops.NoValue {
			n++
		}
	}
	return n
}

// text joins what row i says in columns, in the form under which names are one.
func (o *overlapping) text(rows *ops.Rows, i int, columns []int) string {
	var b strings.Builder
	for _, c := range columns {
		if rows.Dicts[c] != nil {
			b.WriteString(ops.Fold(rows.Text(c, i)))
		} else {
			fmt.Fprint(&b, rows.Ints[c][i])
		}
		b.WriteByte(0)
	}
	return b.String()
}

func (o *overlapping) grain(rows *ops.Rows, i int) uint8 {
	if o.record.Name != "spend" {
		return 0
	}
	return grainOf(rows, i)
}

func (o *overlapping) value(rows *ops.Rows, i int) int64 {
	if v := rows.Ints[o.figure][i]; v != ops.NoValue {
		return v
	}
	return 0
}

// meet looks at stored rows.
func (o *overlapping) meet(b *ops.Rows) {
	for i := range b.Len() {
		if !o.scopes[o.text(b, i, o.scope)] || !o.grains[o.grain(b, i)] {
			continue
		}
		v := o.value(b, i)
		if at, ok := o.mine[o.text(b, i, o.keys)]; ok {
			o.gone.Present++
			o.met++
			o.stays += max(v, -v)
			if d := o.value(o.rows, at) - v; d != 0 {
				o.changed++
				o.differs += max(d, -d)
			}
			continue
		}
		if o.empty(b, i) {
			continue
		}
		o.gone.Rows++
		o.gone.worth += v
		o.keep(b, i, v)
	}
}

// empty reports whether no number of row i says that something happened: an
// export that leaves out such rows does not take them back.
func (o *overlapping) empty(b *ops.Rows, i int) bool {
	for c, col := range o.record.Columns {
		if v := b.Ints[c]; col.Type.IsNumber() && v[i] != 0 && v[i] != ops.NoValue {
			return false
		}
	}
	return true
}

// keep remembers row i as one that is gone.
func (o *overlapping) keep(b *ops.Rows, i int, v int64) {
	r := storedRow{texts: make([]string, len(o.record.Columns)), ints: make([]int64, len(o.record.Columns))}
	for c := range o.record.Columns {
		if b.Dicts[c] != nil {
			r.texts[c] = b.Text(c, i)
		} else {
			r.ints[c] = b.Ints[c][i]
		}
	}
	o.stored = append(o.stored, r)
	currency := ""
	if c := o.record.Column("currency"); c >= 0 && o.record.Columns[o.figure].Type == ops.Money {
		currency = r.texts[c]
	}
	at := slices.IndexFunc(o.gone.Worth, func(w Worth) bool { return w.Currency == currency })
	if at < 0 {
		at, o.gone.Worth = len(o.gone.Worth), append(o.gone.Worth, Worth{Column: o.record.Columns[o.figure].Name, Currency: currency})
	}
	o.gone.Worth[at].Sum += v
	if len(o.gone.Examples) == MaxShown {
		return
	}
	g := GoneRow{Day: ops.Day(r.ints[o.record.Column(o.record.Day)]), Column: o.record.Columns[o.figure].Name, Value: v}
	var names []string
	for _, c := range o.keys {
		if r.texts[c] != "" {
			names = append(names, r.texts[c])
		}
	}
	g.Name, g.Currency = strings.Join(names, " / "), currency
	o.gone.Examples = append(o.gone.Examples, g)
}

// complete reports whether the report seems to be one of all that the account
// has: it has at least half of the rows that are stored, or is worth at least
// half of them. A report with a filter left on is neither.
func (o *overlapping) complete() bool {
	if o.gone.Present >= o.gone.Rows {
		return true
	}
	total := int64(0)
	for _, i := range o.mine {
		total += o.value(o.rows, i)
	}
	return total > 0 && 2*total >= o.gone.worth+o.stays
}

// another asks for the account, or the site or shop that counts are of, where
// the file does not say it, nobody did for this file, and most of the stored
// rows it meets would get quite different figures: those of another one do.
func (o *overlapping) another(p *Plan) *Question {
	m, field, code, what := p.Mapping, "account", ops.Code("other_account"), "account" // what tells reports of one platform apart
	if o.record.Subject != "" {
		field, code, what = "source", "other_source", "site or shop"
	}
	_, said := p.src.options.Said.Answers[field]
	if said || o.record.Column(field) < 0 || m.column(field) >= 0 || m.Sources[field] == FromUser {
		return nil
	}
	if 2*o.changed <= o.met || 2*o.differs <= o.stays {
		return nil
	}
	return &Question{Field: field, Code: code, Required: true, Suggestion: m.Answers[field],
		Message: fmt.Sprintf("%d of %d rows of these days are stored with quite different figures. If this file is of another %s, name it.", o.changed, o.met, what)}
}

// withdrawn returns rows and behind them those that are gone, marked as such:
// nothing counts under their keys, and undoing the batch brings them back.
func (o *overlapping) withdrawn(rows *ops.Rows) *ops.Rows {
	out := &ops.Rows{Record: rows.Record, Lines: slices.Clone(rows.Lines), Ints: make([][]int64, len(rows.Ints)), Codes: make([][]uint32, len(rows.Codes)),
		Dicts: rows.Dicts}
	for c, col := range o.record.Columns {
		if rows.Dicts[c] != nil {
			out.Codes[c] = slices.Clone(rows.Codes[c])
			for _, r := range o.stored {
				out.Codes[c] = append(out.Codes[c], rows.Dicts[c].Code(r.texts[c]))
			}
			continue
		}
		out.Ints[c] = slices.Clone(rows.Ints[c])
		for _, r := range o.stored {
			v := r.ints[c]
			switch {
			case col.Type.IsNumber() && col.Level:
				v = ops.NoValue
			case col.Type.IsNumber() && v != ops.NoValue:
				v = 0
			}
			out.Ints[c] = append(out.Ints[c], v)
		}
	}
	out.Gone = make([]bool, rows.Len(), rows.Len()+len(o.stored))
	for range o.stored {
		out.Lines, out.Gone = append(out.Lines, 0), append(out.Gone, true)
	}
	return out
}

// renames pairs campaigns that are gone with campaigns that nothing stored has
// and whose figures are the same on every day.
func (o *overlapping) renames(rows *ops.Rows) []Rename {
	campaign, day := o.record.Column("campaign"), o.record.Column(o.record.Day)
	if campaign < 0 {
		return nil
	}
	was, is := map[string]map[ops.Day]int64{}, map[string]map[ops.Day]int64{}
	add := func(all map[string]map[ops.Day]int64, name string, d, v int64) {
		if all[name] == nil {
			all[name] = map[ops.Day]int64{}
		}
		all[name][ops.Day(d)] += v
	}
	for _, r := range o.stored {
		v := r.ints[o.figure]
		if v == ops.NoValue {
			v = 0
		}
		add(was, r.texts[campaign], r.ints[day], v)
	}
	for i := range rows.Len() {
		add(is, rows.Text(campaign, i), rows.Ints[day][i], o.value(rows, i))
	}
	var out []Rename
	for _, from := range slices.Sorted(maps.Keys(was)) {
		var same []string
		for _, to := range slices.Sorted(maps.Keys(is)) {
			if ops.Fold(to) != ops.Fold(from) && maps.Equal(was[from], is[to]) {
				same = append(same, to)
			}
		}
		if len(same) == 1 && len(out) < MaxShown {
			out = append(out, Rename{from, same[0]})
		}
	}
	return out
}
