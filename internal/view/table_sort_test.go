package view

import (
	"slices"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// A table of four groups and the rest: spend 5, 900.40, unknown, 12,000, rest 1.
func spending() *Table {
	w := Writer{Lang: i18n.Zh, T: i18n.In(i18n.Zh), Currency: "CNY"}
	row := func(name string, v ops.Value) Row {
		return Row{Name: name, Cells: []Cell{w.cell(v, ops.UnitMoney)}}
	}
	t := &Table{Head: []Head{{Text: "渠道"}, {Name: "cost", Text: "花费", Number: true}}, Rows: []Row{
		row("知乎", ops.Value{Number: 5}), row("博客", ops.Value{Number: 900.4}), row("豆瓣", ops.Value{State: ops.Pending}), row("阿里", ops.Value{Number: 12000}),
		row("其余", ops.Value{Number: 1}),
	}}
	t.Rows[4].Rest = true
	return t
}

func arranged(t *testing.T, p analysis.Params) (*Table, error) {
	t.Helper()
	table := spending()
	b := Page{Writer: Writer{Lang: i18n.Zh, T: i18n.In(i18n.Zh), Currency: "CNY"}, Layout: &ops.Page{Name: "channels"}, View: &analysis.View{Params: p}}
	_, err := arranging{b}.arrange(&ops.Panel{ID: "channels"}, table)
	return table, err
}

// Names are ordered as they are spelled (ā lǐ, bó kè, dòu bàn, zhī hū); what is not
// known stays behind what is, and the rest last, whichever way the table is ordered.
func TestTablesAreOrderedByAColumn(t *testing.T) {
	for _, c := range []struct {
		column    string
		ascending bool
		want      []string
	}{
		{"cost", false, []string{"阿里", "博客", "知乎", "豆瓣", "其余"}},
		{"cost", true, []string{"知乎", "博客", "阿里", "豆瓣", "其余"}},
		{"name", true, []string{"阿里", "博客", "豆瓣", "知乎", "其余"}},
		{"name", false, []string{"知乎", "豆瓣", "博客", "阿里", "其余"}},
	} {
		table, err := arranged(t, analysis.Params{Sort: []analysis.Sorting{{Panel: "channels", Column: c.column, Ascending: c.ascending}}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range table.Rows {
			got = append(got, r.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("by %s, ascending %v: %v, want %v", c.column, c.ascending, got, c.want)
		}
		// The head of the column leads to the other way round.
		i := slices.IndexFunc(table.Head, func(h Head) bool { return h.Name == c.column })
		way := map[bool]string{true: "desc", false: "asc"}[c.ascending]
		if want := "/channels?sort=channels%3A" + c.column + "%3A" + way; table.Head[i].Href != want || !table.Head[i].Sorted {
			t.Errorf("by %s: the head is %+v, want a link to %s", c.column, table.Head[i], want)
		}
	}
}

func TestColumnsAreHidden(t *testing.T) {
	table, err := arranged(t, analysis.Params{Hide: []analysis.Hidden{{Panel: "channels", Column: "cost"}}})
	if err != nil || len(table.Head) != 1 || len(table.Rows[0].Cells) != 0 {
		t.Errorf("%v, %v", table.Head, err)
	}
	for _, p := range []analysis.Params{{Hide: []analysis.Hidden{{Panel: "channels", Column: "name"}}},
		{Hide: []analysis.Hidden{{Panel: "channels", Column: "nothing"}}}, {Sort: []analysis.Sorting{{Panel: "channels", Column: "nothing"}}}} {
		if _, err := arranged(t, p); ops.CodeOf(err) != "no_such_column" {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

// Beside 12,000 the cents of 900.40 say nothing; under 1 they are all there is.
func TestAmountsOfAColumnLookAlike(t *testing.T) {
	table, err := arranged(t, analysis.Params{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range table.Rows {
		got = append(got, r.Cells[0].Text)
	}
	if want := []string{"¥5", "¥900", "…", "¥12,000", "¥1"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
