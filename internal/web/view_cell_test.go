package web

import "testing"

// What a cell says is text, whatever it contains.
func TestCellMarkup(t *testing.T) {
	hostile := `<b>"a' & b</b>`
	for _, x := range []struct {
		got, want string
	}{
		{string(cellView{Text: "1,234"}.Markup()), "1,234"},
		{string(cellView{Text: hostile}.Markup()), "&lt;b&gt;&#34;a&#39; &amp; b&lt;/b&gt;"},
		{string(cellView{Text: "—", State: `not "applicable"`}.Markup()), `<abbr title="not &#34;applicable&#34;">—</abbr>`},
		{string(cellView{Text: "5%", Few: true, Title: "12 people"}.Markup()), `<span class="few" title="12 people">5%</span>`},
		{string(cellView{Text: "5%", Title: "4–6%", Href: "/members?a=1&b=2"}.Markup()), `<a href="/members?a=1&amp;b=2"><span title="4–6%">5%</span></a>`},
		{string(cellView{Text: "x"}.Column(false)), `<td class="num">x</td>`},
		{string(cellView{Text: "x"}.Column(true)), `<td>x</td>`},
		{string(cohortCell{}.Markup()), `<td></td>`},
		{string(cohortCell{cellView: cellView{Text: "100%"}, First: true}.Markup()), `<td class="c first">100%</td>`},
		{string(cohortCell{cellView: cellView{Text: "40%", Title: "so far", Href: "/members", State: "open"}, Level: 4, Part: true}.Markup()),
			`<td class="c h4 part" title="so far"><a href="/members">40%</a><span class="sr"> so far</span></td>`},
		{string(cohortCell{cellView: cellView{Text: "…", State: "pending"}}.Markup()), `<td class="c h0"><abbr title="pending">…</abbr></td>`},
	} {
		if x.got != x.want {
			t.Errorf("%s\nwant %s", x.got, x.want)
		}
	}
}
