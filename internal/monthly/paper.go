// Package monthly writes the report of a month: it asks what the record says,
// puts it into sentences, tables and charts in both languages by rules, and keeps
// that as it was when the report is made final. Nothing in it reads a clock or
// makes a page.
package monthly

import (
	"encoding/json"
	"unicode/utf8"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Content is all a report says. A final report keeps it as JSON.
type Content struct {
	Month       string            `json:"month"` // 2026-10
	Edition     int               `json:"edition"`
	Definitions string            `json:"definitions"` // tells the definitions of metrics apart
	Record      int64             `json:"record"`      // version of the record
	Currency    string            `json:"currency"`
	Sources     []Source          `json:"sources"`
	Behind      []Behind          `json:"behind"`
	Figures     []Figure          `json:"figures"`
	Papers      map[string]*Paper `json:"papers"` // by language
}

// Source is a source of data that the report needs.
type Source struct {
	Record  string `json:"record"`
	Name    string `json:"name"`
	Through string `json:"through"`
}

// Figure is one figure that the report states: a metric in a scope over days,
// with what was divided where it is a ratio.
type Figure struct {
	Metric string  `json:"metric"`
	Scope  string  `json:"scope"`
	From   string  `json:"from"`
	To     string  `json:"to"`
	Value  float64 `json:"value"`
	Num    float64 `json:"num"`
	Den    float64 `json:"den"`
}

// Paper is the report in one language.
type Paper struct {
	Lang  string   `json:"lang"`
	Title string   `json:"title"`
	Cover []string `json:"cover"`
	Tiles []Tile   `json:"tiles"`
	Parts []Part   `json:"parts"`
}

// Tile is one of the figures on the cover, with what it is compared with.
type Tile struct {
	Label  string `json:"label"`
	Value  string `json:"value"`
	Before string `json:"before"`
	Change string `json:"change"`
}

// Part is one part with what somebody says about it.
type Part struct {
	Name   string  `json:"name"`
	Title  string  `json:"title"`
	Blocks []Block `json:"blocks"`
	Owner  string  `json:"owner"`
	Text   string  `json:"text"`
}

// Block is something told: a heading, sentences, a table, a chart and a line
// beneath, each where there is one.
type Block struct {
	Heading   string   `json:"heading,omitempty"`
	Sentences []string `json:"sentences,omitempty"`
	Links     []string `json:"links,omitempty"` // of the sentences, on the pages of Daybreak; "" for none
	Table     *Table   `json:"table,omitempty"`
	Chart     *Chart   `json:"chart,omitempty"`
	Note      string   `json:"note,omitempty"`
}

// Table is a table. The first column names its rows.
type Table struct {
	Caption string   `json:"caption"`
	Columns []Head   `json:"columns"`
	Rows    [][]Cell `json:"rows"`
}

// Head is the head of a column.
type Head struct {
	Text   string `json:"text"`
	Number bool   `json:"number,omitempty"`
}

// Cell is a cell as people read it and, where it is a figure, in full as CSV has
// it. Tone is good, bad, faint or "".
type Cell struct {
	Text string `json:"text"`
	Full string `json:"full,omitempty"`
	Tone string `json:"tone,omitempty"`
	Tag  bool   `json:"tag,omitempty"`  // it is a verdict
	Link string `json:"link,omitempty"` // the page of what the row is about
}

// shortText is how many characters are kept together as far as there are no spaces.
const shortText = 24

// Short reports whether the text is so short that it breaks at spaces only: Chinese
// would break anywhere.
func (c Cell) Short() bool { return utf8.RuneCountInString(c.Text) <= shortText }

// Paper returns the report in a language.
func (c *Content) Paper(lang i18n.Lang) *Paper { return c.Papers[string(lang)] }

// Freeze returns the content as it is kept.
func (c *Content) Freeze() ([]byte, error) { return json.Marshal(c) }

// Thaw reads what Freeze wrote.
func Thaw(frozen []byte) (*Content, error) {
	c := &Content{}
	if err := json.Unmarshal(frozen, c); err != nil {
		return nil, &ops.Error{Code: "db_damaged", Message: "What the final report says cannot be read.", Hint: "Restore a backup.", Err: err}
	}
	return c, nil
}

// States returns the figures of the report as they are published.
func (c *Content) States() (ops.Statement, error) {
	out := ops.Statement{Definitions: c.Definitions, Record: c.Record}
	for _, f := range c.Figures {
		days, err := rangeOf(f.From, f.To)
		if err != nil {
			return out, err
		}
		out.Figures = append(out.Figures, ops.StatedFigure{Metric: f.Metric, Scope: f.Scope, Days: days, Value: f.Value, Num: f.Num, Den: f.Den})
	}
	return out, nil
}
