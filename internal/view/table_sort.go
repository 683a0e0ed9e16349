package view

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// nameColumn is the first column of a table in an address.
const nameColumn = "name"

// arranging shows the tables of a page as its address says.
type arranging struct{ Page }

// arrange orders the rows of a panel's table and leaves columns out as the address
// says, and makes the heads links that order by them. Figures that are not known,
// and the sum of groups that are not shown, stay last either way.
func (b arranging) arrange(p *ops.Panel, t *Table) ([]Choice, error) {
	if t == nil || len(t.Head) == 0 || len(t.Rows) == 0 {
		return nil, nil
	}
	t.Head[0].Name = cmp.Or(t.Head[0].Name, nameColumn)
	params := b.View.Params
	chosen, sorted := params.SortOf(p.ID)
	if sorted {
		i := slices.IndexFunc(t.Head, func(h Head) bool { return h.Name == chosen.Column })
		if i < 0 {
			return nil, noColumn("sort", p, chosen.Column)
		}
		b.order(t, i, chosen.Ascending)
	}
	for i := range t.Head {
		h := &t.Head[i]
		h.Sorted = h.Sorted && !sorted
		if h.Name == "" || h.Fixed {
			continue
		}
		next := analysis.Sorting{Panel: p.ID, Column: h.Name, Ascending: !h.Number}
		if sorted && chosen.Column == h.Name {
			h.Sorted, h.Ascending = true, chosen.Ascending
			next.Ascending = !chosen.Ascending
		}
		if !b.Fixed {
			h.Href = b.href(func(q *analysis.Params) { *q = q.SortBy(next) })
		}
	}
	b.evenOut(t)
	return b.columns(p, t)
}

// evenOut writes the small amounts of a column like its large ones: without
// decimals, where one of them has none. Amounts under 1 keep theirs.
func (w Writer) evenOut(t *Table) {
	for i := range t.Head[1:] {
		var column []*Cell
		large := false
		each := func(c *Cell) {
			if c.Unit == ops.UnitMoney && c.Delta == nil && c.Value.State == ops.Known {
				column = append(column, c)
				large = large || math.Abs(c.Value.Number) >= 1000
			}
		}
		for r := range t.Rows {
			each(&t.Rows[r].Cells[i])
		}
		if t.Total != nil {
			each(&t.Total.Cells[i])
		}
		for _, c := range column {
			if n := math.Abs(c.Value.Number); large && n >= 1 && n < 1000 {
				c.Text = strings.Replace(c.Text, w.Value(c.Value, c.Unit), i18n.WholeMoney(c.Value.Number, w.Currency), 1)
			}
		}
	}
}

// columns leaves hidden columns out and returns the choice of them.
func (b arranging) columns(p *ops.Panel, t *Table) ([]Choice, error) {
	var out []Choice
	for _, h := range b.View.Params.Hide {
		if h.Panel == p.ID && !slices.ContainsFunc(t.Head[1:], func(x Head) bool { return x.Name == h.Column }) {
			return nil, noColumn("hide", p, h.Column)
		}
	}
	for i := len(t.Head) - 1; i > 0; i-- {
		name := t.Head[i].Name
		if name == "" {
			continue
		}
		h := analysis.Hidden{Panel: p.ID, Column: name}
		hidden := slices.Contains(b.View.Params.Hide, h)
		if !b.Fixed {
			out = append(out, Choice{Label: t.Head[i].Text, Href: b.href(func(q *analysis.Params) { *q = q.Toggle(h) }), Current: !hidden})
		}
		if hidden {
			t.drop(i)
		}
	}
	slices.Reverse(out)
	return out, nil
}

func noColumn(key string, p *ops.Panel, column string) error {
	return &ops.Error{Code: "no_such_column", Message: fmt.Sprintf("The table %s has no column %q.", p.ID, ops.Show(column)),
		Hint: "Follow the head of a column.", Where: ops.Place{Column: key, Value: ops.Show(column)}}
}

// drop leaves a column out.
func (t *Table) drop(column int) {
	without := func(r *Row) {
		r.Cells = slices.Delete(slices.Clone(r.Cells), column-1, column)
		if column <= r.Texts {
			r.Texts--
		}
	}
	t.Head = slices.Delete(slices.Clone(t.Head), column, column+1)
	for i := range t.Rows {
		without(&t.Rows[i])
	}
	if t.Total != nil {
		without(t.Total)
	}
}

// order sorts the rows by a column; rows that are equal in it stay as they are.
func (b arranging) order(t *Table, column int, ascending bool) {
	words := b.Lang.Collator()
	slices.SortStableFunc(t.Rows, func(x, y Row) int {
		if c := cmp.Compare(rank(x, column), rank(y, column)); c != 0 {
			return c
		}
		c := 0
		switch {
		case rank(x, column) == rankUnknown:
		case column == 0 && x.Days.Len() > 0:
			c = cmp.Compare(x.Days.From, y.Days.From)
		case column == 0:
			c = words.CompareString(x.Name, y.Name)
		case x.Cells[column-1].Value == (ops.Value{}) && y.Cells[column-1].Value == (ops.Value{}):
			c = words.CompareString(x.Cells[column-1].Text, y.Cells[column-1].Text)
		default:
			c = cmp.Compare(x.Cells[column-1].Value.Number, y.Cells[column-1].Value.Number)
		}
		if ascending {
			return c
		}
		return -c
	})
}

// The ranks of rows that no order mixes.
const (
	rankKnown = iota
	rankUnknown
	rankRest
)

// rank keeps what has no figure behind what has one, and the sum of what is not
// shown last.
func rank(r Row, column int) int {
	switch {
	case r.Rest:
		return rankRest
	case column > 0 && r.Cells[column-1].Value.State != ops.Known:
		return rankUnknown
	}
	return rankKnown
}
