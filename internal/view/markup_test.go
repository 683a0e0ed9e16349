package view

import (
	"strings"
	"testing"

	"daybreak/internal/chart"
)

// What a cell says is text, whatever it contains.
func TestCellMarkup(t *testing.T) {
	hostile := `<b>"a' & b</b>`
	for _, x := range []struct {
		got, want string
	}{
		{string(Cell{Text: "1,234"}.Markup()), "1,234"},
		{string(Cell{Text: hostile}.Markup()), "&lt;b&gt;&#34;a&#39; &amp; b&lt;/b&gt;"},
		{string(Cell{Text: "—", State: `not "applicable"`}.Markup()), `<abbr title="not &#34;applicable&#34;">—</abbr>`},
		{string(Cell{Text: "5%", Few: true, Title: "12 people"}.Markup()), `<span class="few" title="12 people">5%</span>`},
		{string(Cell{Text: "5%", Title: "4–6%", Href: "/members?a=1&b=2"}.Markup()), `<a href="/members?a=1&amp;b=2"><span title="4–6%">5%</span></a>`},
		{string(columnsOf([]CohortCell{{}})), `<td></td>`},
		{string(columnsOf([]CohortCell{{Cell: Cell{Text: "100%"}, First: true}})), `<td class="c first">100%</td>`},
		{string(columnsOf([]CohortCell{{Cell: Cell{Text: "40%", Title: "so far", Href: "/members", State: "open"}, Level: 4, Part: true}})),
			`<td class="c h4 part" title="so far"><a href="/members">40%</a><span class="sr"> so far</span></td>`},
		{string(columnsOf([]CohortCell{{Cell: Cell{Text: "…", State: "pending"}}})), `<td class="c h0"><abbr title="pending">…</abbr></td>`},
	} {
		if x.got != x.want {
			t.Errorf("%s\nwant %s", x.got, x.want)
		}
	}
}

// A table has what its rows hold, as text, and marks what is in progress.
func TestTableMarkup(t *testing.T) {
	hostile := `"<i>`
	figures := Table{Caption: hostile, Wide: true,
		Head: []Head{{Text: hostile}, {Text: "Cost", Title: hostile, Number: true, Sorted: true}},
		Rows: []Row{
			{Name: hostile, Href: "/a?b=1&c=2", Bar: "40%", Texts: 1, Cells: []Cell{{Text: "word"}, {Text: hostile}}},
			{Name: "b", Open: true, Cells: []Cell{
				{Delta: &Delta{Class: "good", Icon: "aup", Word: hostile, Text: "+3%"}},
				{Spark: Spark{chart.Spark{Width: 100, Height: inlineSpark, Line: "M0 1", Area: "M0 1Z"}}},
			}},
		},
		Total: &Row{Name: "all"},
	}
	want := `<table class="tbl wide">
<caption class="sr">&#34;&lt;i&gt;</caption>
<thead><tr><th scope="col">&#34;&lt;i&gt;</th><th scope="col" class="num" aria-sort="descending" title="&#34;&lt;i&gt;">Cost</th></tr></thead>
<tbody><tr><th scope="row" class="barcell"><svg class="bar" aria-hidden="true" focusable="false"><rect width="40%" height="100%" rx="4"/></svg><span><a href="/a?b=1&amp;c=2" data-live>&#34;&lt;i&gt;</a></span></th><td>word</td><td class="num">&#34;&lt;i&gt;</td></tr>
<tr class="open"><th scope="row"><span>b</span></th><td class="num"><span class="delta good"><svg class="i" aria-hidden="true" focusable="false"><use href="#i-aup"/></svg><span class="sr">&#34;&lt;i&gt; </span>+3%</span></td><td><svg class="spark inl" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true" focusable="false"><path class="a" d="M0 1Z"/><path class="l" d="M0 1"/></svg></td></tr>
</tbody>
<tfoot><tr><th scope="row"><span>all</span></th></tr></tfoot>
</table>`
	if got := string(figures.Markup()); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	grid := Grid{Grid: chart.Grid{Side: 11, Cells: []chart.Cell{{X: 26, Y: 16, Level: 3, Title: hostile, Open: true}}}}
	want = `<rect class="k3 open" x="26" y="16" width="11" height="11"><title>&#34;&lt;i&gt;</title></rect>`
	if got := string(grid.Squares()); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// A verdict of a few words stands on one line; a sentence breaks where its card ends.
func TestVerdictMarkup(t *testing.T) {
	for text, class := range map[string]string{
		"Better than expected":                             "",
		"样本不足 30，仅供参考":                                     "",
		"Close Night owls: 9 of 10 are silent for a week.": ` class="wrap"`,
	} {
		var b strings.Builder
		(&Cell{Text: text, Tag: "good", Words: true}).column(&b, true)
		if want := "<td" + class + `><span class="tag good">` + text + "</span></td>"; b.String() != want {
			t.Errorf("%s\nwant %s", b.String(), want)
		}
	}
}
