package analysis

import (
	"cmp"
	"slices"
	"strings"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Operations answers the panels of the operations with members, one by one:
// content, community, users, and how they go together.
type Operations struct{ Data }

// Market answers the panels of what is spent and sold: search and industries,
// events and partners, products.
type Market struct{ Data }

// Sheet is the answer of a panel that judges things one by one: posts, groups,
// stages, keywords. It leads with a few figures and lists the things in rows.
type Sheet struct {
	Facts   []SheetFact
	Keys    []SheetKey
	Columns []SheetColumn
	Rows    []SheetRow
	Bars    string // the column that is drawn as bars with their ranges; "" = none
	Parts   bool   // the bars are parts that add up to the last row
	passing bool   // the rows are of one range only, as posts are
	notes   []Note
}

// SheetFact is one figure above the rows, with what it is called.
type SheetFact struct {
	Name  string
	Label ops.Label
	Unit  ops.Unit
	Cell  SheetCell
}

// SheetKey is a column of names: a dimension whose values pages show by their
// own words, or free text when Dimension is "".
type SheetKey struct {
	Name      string
	Label     ops.Label
	Dimension string
}

// SheetColumn is a column of figures. Range says that its cells carry one, at
// Level (0.90 or 0.95). Adds says that the figure of several rows is the sum of
// theirs, or of a ratio that of their sums (R4).
type SheetColumn struct {
	Name  string
	Label ops.Label
	Unit  ops.Unit
	Range bool
	Level float64
	Adds  bool
}

// SheetRow is one thing: its names and one cell a column. Verdict tells good
// from bad where a range allows it; Faint rows stand on too few to go by.
type SheetRow struct {
	Keys    []string
	Cells   []SheetCell
	Verdict Verdict
	Reason  NoteCode // why there is no verdict, or what the row is about; "" = nothing to say
	Args    []any
	Faint   bool
	Total   bool
	Other   int    // if not 0, how many rows it has together
	Href    string // where one can do something about it; "" = nowhere
}

// SheetCell is one figure, its range where the column has one, and, where
// persons are behind it, who.
type SheetCell struct {
	ops.Value
	Range  calc.Interval
	Ranged bool
	People *engine.PeopleQuery
}

// Remarks implements Result.
func (s *Sheet) Remarks() []Note { return s.notes }

// Frame implements Result: one row a thing, a range as two columns more.
func (s *Sheet) Frame() *ops.Frame {
	f := &ops.Frame{}
	for i, k := range s.Keys {
		column := ops.KeyColumn{Name: k.Name, Label: k.Label}
		for _, r := range s.Rows {
			column.Texts = append(column.Texts, r.Keys[i])
		}
		f.Keys = append(f.Keys, column)
	}
	for i, c := range s.Columns {
		column := ops.ValueColumn{Name: c.Name, Label: c.Label, Unit: c.Unit}
		low := ops.ValueColumn{Name: c.Name + "_low", Unit: c.Unit, Label: lowest(c.Label)}
		high := ops.ValueColumn{Name: c.Name + "_high", Unit: c.Unit, Label: highest(c.Label)}
		for _, r := range s.Rows {
			cell := r.Cells[i]
			column.Values = append(column.Values, cell.Value)
			from, to := ops.Value{State: cell.State}, ops.Value{State: cell.State}
			if cell.State == ops.Known {
				from, to = notApplicable, notApplicable
			}
			if cell.Ranged {
				from, to = known(cell.Range.Low), known(cell.Range.High)
			}
			low.Values, high.Values = append(low.Values, from), append(high.Values, to)
		}
		f.Values = append(f.Values, column)
		if c.Range {
			f.Values = append(f.Values, low, high)
		}
	}
	return f
}

// known is a number as a value.
func known(x float64) ops.Value { return ops.Value{Number: x + 0, Num: x + 0} }

// plain is a cell without a range.
func plain(v ops.Value) SheetCell { return SheetCell{Value: v} }

// ranged is a cell whose figure lies in r.
func ranged(x float64, r calc.Interval) SheetCell {
	return SheetCell{Value: known(x), Range: r, Ranged: true}
}

// share is a cell of k in n persons with its Wilson interval; — without any.
func shareCell(k, n int) SheetCell {
	c := SheetCell{Value: ratio(number(k), number(n))}
	if r, ok := calc.Wilson(k, n); ok {
		c.Range, c.Ranged = r, true
	}
	return c
}

// about judges a figure by whether its range excludes what is usual.
func about(r calc.Interval, usual float64, good ops.Direction) Verdict {
	switch {
	case !r.Excludes(usual) || good == ops.Neutral:
		return Indifferent
	case r.Low > usual == (good == ops.UpGood):
		return Good
	}
	return Bad
}

// moreOrLess judges a difference of which more is good, and says which it is.
func moreOrLess(difference calc.Interval, more, less, alike NoteCode) (Verdict, NoteCode) {
	switch v := about(difference, 0, ops.UpGood); v {
	case Good:
		return v, more
	case Bad:
		return v, less
	default:
		return v, alike
	}
}

// most keeps the first rows and puts those that are left together into one more,
// which it returns; nil where none are left.
func (s *Sheet) most(limit int) (rest *SheetRow, left []SheetRow) {
	if limit <= 0 || len(s.Rows) <= limit {
		return nil, nil
	}
	left = slices.Clone(s.Rows[limit:])
	row := SheetRow{Keys: make([]string, len(s.Keys)), Verdict: Indifferent, Other: len(left)}
	row.Keys[0] = ops.OtherGroups
	for i, c := range s.Columns {
		cell := plain(notApplicable)
		if c.Adds {
			var values []ops.Value
			for _, r := range left {
				values = append(values, r.Cells[i].Value)
			}
			cell.Value = addUp(values)
			if c.Range && c.Unit == ops.UnitPercent && cell.State == ops.Known {
				cell = shareCell(int(cell.Num), int(cell.Den))
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	s.Rows = append(s.Rows[:limit], row)
	return &s.Rows[limit], left
}

// addUp returns the sum of figures, or of ratios that of their sums; unknown if
// one of them is.
func addUp(values []ops.Value) ops.Value {
	num, den, any := 0.0, 0.0, false
	for _, v := range values {
		switch {
		case v.State.Hidden():
			return withheld
		case v.State == ops.Pending:
			return pending
		}
		num, den, any = num+v.Num, den+v.Den, any || v.State == ops.Known
	}
	switch {
	case !any:
		return notApplicable
	case den != 0:
		return ratio(known(num), known(den))
	}
	return known(num)
}

// sortRows puts rows in descending order of a column; what is not known comes
// last.
func (s *Sheet) sortRows(column int) {
	slices.SortStableFunc(s.Rows, func(a, b SheetRow) int {
		x, y := a.Cells[column], b.Cells[column]
		if (x.State == ops.Known) != (y.State == ops.Known) {
			return cmp.Compare(x.State, y.State)
		}
		return cmp.Compare(y.Number, x.Number)
	})
}

// mostHeadlines bounds the rows of a sheet that are compared.
const mostHeadlines = 4

// headlines are the facts of a sheet; without any those of its first rows, by
// the column that is drawn. Rows whose things are of one range only, such as
// posts, are added up.
func (s *Sheet) headlines() []Headline {
	out := headlinesOf(s.Facts)
	if len(out) > 0 || len(s.Columns) == 0 {
		return out
	}
	if s.passing {
		out = append(out, tally("rows", "Number", "数量", ops.Neutral, len(s.Rows)))
		for i, c := range s.Columns {
			if c.Unit == ops.UnitCount && c.Adds {
				out = append(out, Headline{Name: c.Name, Label: c.Label, Unit: c.Unit, Good: ops.Neutral, Value: s.sum(i)})
			}
		}
		return out
	}
	drawn := 0
	for i, c := range s.Columns {
		if c.Name == s.Bars {
			drawn = i
		}
	}
	for _, r := range s.Rows[:min(len(s.Rows), mostHeadlines)] {
		h := Headline{Column: s.Columns[drawn].Name, Label: s.Columns[drawn].Label, Unit: s.Columns[drawn].Unit, Good: ops.Neutral, Value: r.Cells[drawn].Value}
		if !r.Total {
			h.Name, h.Keys, h.Values = strings.Join(r.Keys, "\x00"), s.Keys[:len(r.Keys)], r.Keys
		}
		out = append(out, h)
	}
	return out
}

// headlinesOf are facts to be compared.
func headlinesOf(facts []SheetFact) []Headline {
	var out []Headline
	for _, f := range facts {
		h := Headline{Name: f.Name, Label: f.Label, Unit: f.Unit, Good: ops.Neutral, Value: f.Cell.Value}
		h.Proportion = f.Unit == ops.UnitPercent && f.Cell.Ranged
		out = append(out, h)
	}
	return out
}

// sum adds a column up; unknown if a row is.
func (s *Sheet) sum(column int) ops.Value {
	total := 0.0
	for _, r := range s.Rows {
		if r.Cells[column].State == ops.Pending {
			return pending
		}
		total += r.Cells[column].Number
	}
	return known(total)
}
