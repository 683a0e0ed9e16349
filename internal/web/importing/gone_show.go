package importing

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"strings"

	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// goneView lists the rows that are stored for the days of a file and that it
// lacks, and lets a person keep them or take them back.
type goneView struct {
	Title, Hint string
	Rows        []goneLineView
	More        string // how many are listed of how many
	Choices     []goneChoice
	Renames     []renameView
}

// renameView is a campaign that seems to be called otherwise, and the address
// where the two names are merged.
type renameView struct{ Text, Href string }

type goneLineView struct{ Day, Name, Was, Now string }

type goneChoice struct {
	Href, Text string
	Current    bool
}

// goneOf writes what a plan's file lacks; nil if nothing. query is how the file
// at the address is read.
func goneOf(w view.Writer, p *ingest.Plan, address string, query url.Values) *goneView {
	g := p.Gone
	if g == nil {
		return nil
	}
	t := &w.T.Wizard
	var worth []string
	for _, x := range g.Worth {
		worth = append(worth, goneFigure(w, p.Record, x.Column, x.Currency, x.Sum))
	}
	n := func(i int) string { return i18n.Decimal(float64(i), 0, 0) }
	v := &goneView{Title: fmt.Sprintf(t.GoneTitle, n(g.Rows)), Hint: fmt.Sprintf(t.GoneHint, strings.Join(worth, ", "), n(g.Present))}
	for _, x := range g.Examples {
		l := goneLineView{Day: w.Day(x.Day), Name: x.Name, Was: goneFigure(w, p.Record, x.Column, x.Currency, x.Value)}
		if l.Now = l.Was; g.Replaced {
			l.Now = "—"
		}
		v.Rows = append(v.Rows, l)
	}
	if len(v.Rows) < g.Rows {
		v.More = fmt.Sprintf(w.T.Import.ShowingFirst, n(len(v.Rows)), n(g.Rows))
	}
	for _, c := range []struct {
		overlap  ingest.Overlap
		text     string
		replaced bool
	}{{ingest.OverlapReplace, fmt.Sprintf(t.GoneReplace, strings.Join(worth, ", ")), true}, {ingest.OverlapKeep, fmt.Sprintf(t.GoneKeep, n(g.Rows)), false}} {
		q := maps.Clone(query)
		q.Set("overlap", string(c.overlap))
		v.Choices = append(v.Choices, goneChoice{ask.Href(address, q) + "#gone", c.text, g.Replaced == c.replaced})
	}
	for _, r := range g.Renames {
		v.Renames = append(v.Renames, renameView{fmt.Sprintf(t.GoneRenamed, r.From, r.To),
			ask.Href("/names", url.Values{"dimension": {"campaign"}, "name": {r.From}, "kept": {r.To}})})
	}
	return v
}

// goneFigure writes a stored figure with its currency, or with the name of its
// column.
func goneFigure(w view.Writer, r *ops.Record, column, currency string, v int64) string {
	text := thousands(decimal(v, digitsOf(r, column, currency)))
	if currency != "" {
		return text + " " + currency
	}
	return w.T.Wizard.FieldName(column) + " " + text
}

// goneAnswer is what the file lacks of the days it covers: rows that are
// stored, and whether they are taken back.
type goneAnswer struct {
	Rows     int             `json:"rows"`
	Replaced bool            `json:"replaced"`
	Worth    []worthAnswer   `json:"worth"`
	Examples []goneRowAnswer `json:"examples"`
	Renames  []renameAnswer  `json:"renames"`
}

type worthAnswer struct {
	Column   string      `json:"column"`
	Currency string      `json:"currency,omitempty"`
	Sum      json.Number `json:"sum"`
}

type goneRowAnswer struct {
	Day      string      `json:"day"`
	Name     string      `json:"name"`
	Column   string      `json:"column"`
	Currency string      `json:"currency,omitempty"`
	Value    json.Number `json:"value"`
}

type renameAnswer struct {
	From string `json:"from"`
	To   string `json:"to"`
}

func answerGone(r *ops.Record, g *ingest.Gone) *goneAnswer {
	if g == nil {
		return nil
	}
	number := func(column, currency string, v int64) json.Number {
		return json.Number(decimal(v, digitsOf(r, column, currency)))
	}
	a := &goneAnswer{Rows: g.Rows, Replaced: g.Replaced, Worth: []worthAnswer{}, Examples: []goneRowAnswer{}, Renames: []renameAnswer{}}
	for _, x := range g.Worth {
		a.Worth = append(a.Worth, worthAnswer{x.Column, x.Currency, number(x.Column, x.Currency, x.Sum)})
	}
	for _, x := range g.Examples {
		a.Examples = append(a.Examples, goneRowAnswer{x.Day.String(), x.Name, x.Column, x.Currency, number(x.Column, x.Currency, x.Value)})
	}
	for _, x := range g.Renames {
		a.Renames = append(a.Renames, renameAnswer(x))
	}
	return a
}
