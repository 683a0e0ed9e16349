package ingest

import (
	"fmt"
	"hash/maphash"
	"strings"

	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ops"
)

// other gives the row an instant, a flag or a further day.
func (w *rowReader) other(u use) *ops.Error {
	cell := w.cell(u)
	if isNull(cell) {
		return nil
	}
	if u.kind == ops.Flag {
		v, ok := map[string]int64{"1": 1, "true": 1, "yes": 1, "y": 1, "是": 1, "0": 0, "false": 0, "no": 0, "n": 0, "否": 0}[strings.ToLower(strings.TrimSpace(cell))]
		if !ok {
			return fault("bad_flag", fmt.Sprintf("“%s” is neither yes nor no.", ops.Show(cell)), "Write 1 or 0.", ops.Show(cell)).at(w.in.t.Line(w.at), u.name, cell)
		}
		return w.b.number(u.to, v, []byte(cell))
	}
	m, ok := w.in.moment(cell, u.from)
	if !ok {
		return w.badDate(cell, u.from)
	}
	if u.kind == ops.Date {
		return w.b.number(u.to, int64(m.opsDay(w.b.calendar)), []byte(cell))
	}
	return w.b.number(u.to, m.instant(w.b.calendar).UnixMicro(), []byte(cell))
}

// texting gives the row its names and other texts.
func (w *rowReader) texting() *ops.Error {
	for _, u := range w.texts {
		cell := w.cell(u)
		if u.from >= 0 && w.in.t.grid.kind(int(w.in.t.rows[w.at]), u.from) == numberCell && shortenedInteger(cell) {
			err := damage(cell)
			err.Where.Column = u.name
			return err
		}
		if err := w.text(u.to, cell); err != nil {
			err.Where.Column = u.name
			return err
		}
	}
	if c := w.in.record.Column("post_id"); c >= 0 && w.in.m.column("post_id") < 0 && w.in.m.Answers["post_id"] == "" {
		id := w.field("account") + "/*" // all posts of the account together
		if w.in.preset.Derive["post_id"] == "published" {
			from := w.filled("published_at")
			m, ok := w.in.forms.parse(w.in.t.Cell(w.at, from), w.in.orders[from])
			if !ok {
				return w.badDate(w.in.t.Cell(w.at, from), from)
			}
			id = fmt.Sprintf("%sT%02d:%02d:%02d", m.civil(), m.hour, m.minute, m.second)
			if m.second == 0 {
				id += " " + w.field("title")
			}
		}
		return w.text(c, id)
	}
	return nil
}

// text gives a text column its value. Blanks of any kind become one; signs
// nobody sees are taken out, and titles that are too long are cut, both named
// in a notice.
func (w *rowReader) text(c int, raw string) *ops.Error {
	col := w.in.record.Columns[c]
	if isNull(raw) {
		raw = ""
	}
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r', r == 0x2028, r == 0x2029:
			return ' '
		case r >= 0x200b && r <= 0x200d, r == 0x2060, r == 0xfeff, r == 0x00ad:
			return -1
		}
		return r
	}, norm.NFC.String(raw))
	if len(clean) != len(raw) && clean != norm.NFC.String(raw) {
		w.cleaned++
	}
	if col.Name == "title" {
		if runes := []rune(clean); len(runes) > MaxName {
			clean = string(runes[:MaxName-1]) + "…"
			w.cut++
		}
	}
	return w.b.text(c, []byte(clean))
}

// numbers reads the row's numbers into w.units.
func (w *rowReader) numbers() *ops.Error {
	for j, u := range w.nums {
		n, err := w.numeral(u)
		if err != nil {
			err.Where.Column = u.name
			return err
		}
		w.units[j] = n
	}
	return nil
}

func (w *rowReader) numeral(u use) (number, *ops.Error) {
	cell := w.cell(u)
	style := decimalPoint
	if u.from >= 0 && w.in.t.grid.kind(int(w.in.t.rows[w.at]), u.from) != numberCell {
		style = w.in.styles[u.from]
	}
	decimals := 0
	switch u.kind {
	case ops.Money:
		decimals = w.b.digits
	case ops.Decimal:
		decimals = DecimalDigits
	}
	n, err := parseNumber(cell, style, decimals)
	if err != nil {
		return n, err
	}
	switch {
	case n.percent:
		return n, mistake("not_a_number", cell, "%s is a percentage; this column is one of amounts.", "Choose another column for this field.")
	case n.rounded && (u.kind == ops.Count || u.kind == ops.Signed):
		return n, mistake("too_precise", cell, "%s is not a whole number.", "Choose another column for this field.")
	case n.currency != "" && u.kind == ops.Money && !sharedMark(cell):
		if c := w.in.record.Column("currency"); c >= 0 && w.b.codes[c] != 0 {
			if own := w.b.rows.Dicts[c].Text(w.b.codes[c]); own != n.currency {
				return n, fault("mixed_currency", fmt.Sprintf("The amount %s is not in %s.", ops.Show(cell), own),
					"Say the right currency, or give each row its own in a column.", ops.Show(cell), own).at(0, "", cell)
			}
		}
	}
	if n.bound {
		w.bounds++
	}
	if n.rounded {
		w.rounded++
	}
	return n, nil
}

// finish adds the row being built and remembers where it came from.
func (w *rowReader) finish() *ops.Error {
	before := w.b.len()
	err := w.b.finish()
	if w.b.len() > before {
		w.first = append(w.first, int32(w.at))
	}
	return err
}

// again decides about a row with the key of row at: figures are added up,
// unless the line is the same in every cell; a level is the later one; an
// event stays one event.
func (w *rowReader) again(at int) *ops.Error {
	if w.in.record.Day != "date" {
		w.repeated++
		return nil
	}
	if w.lastAdded != w.at && (w.in.day == fromColumn || w.in.day == fromPublish) { // once for all figures of a line
		mine, other := w.hash(w.at), w.hash(int(w.first[at]))
		if w.hashes[mine] || mine == other {
			for _, n := range w.units {
				if n.units != 0 {
					return fault("duplicate_row", fmt.Sprintf("Line %d says exactly the same as line %d.", w.in.t.Line(w.at), w.in.t.Line(int(w.first[at]))),
						"Take one of the two out.", w.in.t.Line(w.at), w.in.t.Line(int(w.first[at]))).at(w.in.t.Line(w.at), "", "")
				}
			}
		}
		w.hashes[mine], w.hashes[other] = true, true
	}
	if w.lastAdded != w.at {
		w.lastAdded = w.at
		w.added++
	}
	for _, u := range w.nums {
		v := w.b.ints[u.to]
		if v != ops.NoValue && !w.b.filled[u.to] {
			w.b.fill(u.to)
		}
		column := w.b.rows.Ints[u.to]
		switch {
		case v == ops.NoValue:
		case column[at] == ops.NoValue || w.in.record.Columns[u.to].Level:
			column[at] = v
		default:
			if column[at] += v; column[at] > MaxUnits || column[at] < -MaxUnits {
				column[at] -= v
				return outOfRange(MaxUnits/w.b.unit(u.to)).at(w.in.t.Line(w.at), u.name, "")
			}
		}
	}
	return nil
}

func (w *rowReader) hash(i int) uint64 {
	var h maphash.Hash
	h.SetSeed(w.seed)
	for _, c := range w.in.t.Row(i) {
		h.WriteString(c)
		h.WriteByte(0)
	}
	return h.Sum64()
}
