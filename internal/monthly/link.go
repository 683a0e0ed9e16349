package monthly

import (
	"net/url"
	"slices"
	"strconv"

	"daybreak/internal/ops"
)

// saying is a sentence and where what it says can be looked into; "" for nowhere.
type saying struct{ text, link string }

// told is a block of sentences.
func told(of ...saying) (b Block) {
	for _, s := range of {
		b.Sentences = append(b.Sentences, s.text)
		b.Links = append(b.Links, s.link)
	}
	return b
}

// Link returns where the sentence at a place leads; "" for nowhere.
func (b Block) Link(place int) string {
	if place < len(b.Links) {
		return b.Links[place]
	}
	return ""
}

// Plain returns the report without what leads to pages of Daybreak: a file, or what is
// shared, has none.
func (p *Paper) Plain() *Paper {
	out := *p
	out.Parts = slices.Clone(p.Parts)
	for i := range out.Parts {
		blocks := slices.Clone(out.Parts[i].Blocks)
		for k := range blocks {
			blocks[k].Links, blocks[k].Table = nil, blocks[k].Table.plain()
		}
		out.Parts[i].Blocks = blocks
	}
	return &out
}

func (t *Table) plain() *Table {
	if t == nil {
		return nil
	}
	out := *t
	out.Rows = slices.Clone(t.Rows)
	for i, row := range out.Rows {
		out.Rows[i] = slices.Clone(row)
		for k := range out.Rows[i] {
			out.Rows[i][k].Link = ""
		}
	}
	return &out
}

// of leads to a page with the days of the report; "" where there is no such page.
func (w words) of(page string) string {
	if !slices.ContainsFunc(w.m.World.Catalog.Pages, func(p *ops.Page) bool { return p.Name == page }) {
		return ""
	}
	return "/" + page + "?" + w.days(url.Values{}).Encode()
}

// whyOf leads to why a metric changed against the month before.
func (w words) whyOf(metric, by string) string {
	q := w.days(url.Values{"metric": {metric}})
	if by != "" {
		q.Set("by", by)
	}
	return "/why?" + q.Encode()
}

func (w words) days(q url.Values) url.Values {
	v := w.m.view
	q.Set("from", v.Range.From.String())
	q.Set("to", v.Range.Last().String())
	q.Set("compare", string(v.Compare))
	return q
}

func tryLink(id int64) string { return "/tries/" + strconv.FormatInt(id, 10) }

func goalLink(key string) string { return "/plan/target?" + url.Values{"key": {key}}.Encode() }
