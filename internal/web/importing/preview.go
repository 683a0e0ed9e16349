package importing

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// previewView is what a plan says.
type previewView struct {
	File, Size, Kind, Days     string
	Rows                       string
	New, Changed, Same, Reject string
	Removed                    string    // rows taken back; "" if none
	Gone                       *goneView // what the file lacks of its days
	Faults                     []rowFaultView
	Shown                      string // how many of the rejected rows are listed
	Download                   string
	Remarks                    []remarkView
	Changes                    []changeView
	Totals                     []totalView
	Commit                     string // on the button; "" when nothing can be imported
	Skip                       bool
	Base                       int64
	Channels                   []channelQuestion
	Reading                    []view.HiddenField // how the file is read
	Typed                      []typedView        // the one row that was typed
	Change                     string             // the address of its form
}

type rowFaultView struct {
	Line                                int
	Column, Value, Message, Hint, Where string
}

type remarkView struct {
	Warn bool
	view.Fault
	Rate *rateView
}

// rateView asks for the rate that is missing.
type rateView struct{ Action, Label, Currency, Day string }

type changeView struct {
	Line             int32
	Column, Old, New string
}

type totalView struct{ Column, Before, After string }

// typedView is a field of a row that was typed.
type typedView struct{ Name, Value string }

// thousands writes a decimal number with its thousands apart; "" is not known.
func thousands(text string) string {
	if text == "" {
		return i18n.Pending
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	_, fraction, _ := strings.Cut(text, ".")
	return i18n.Decimal(v, len(fraction), len(fraction))
}

// rereadable reports whether a file that could not be read may be readable in
// another encoding or with another separator.
func rereadable(c ops.Code) bool {
	switch c {
	case "encoding", "control_char", "no_table", "no_header", "no_rows", "unclosed_quote", "stray_quote", "record_too_long", "too_many_columns":
		return true
	}
	return false
}

// warningOf writes what looks wrong in the figures that would result.
func warningOf(w view.Writer, r *ops.Record, e *ops.Error) view.Fault {
	v := w.Fault(e)
	if e.Code == "sum_falls" {
		column, day, currency := fmt.Sprint(e.Args[0]), e.Args[1].(ops.Day), fmt.Sprint(e.Args[3])
		sum := func(i int) string {
			return strings.TrimSpace(thousands(decimal(e.Args[i].(int64), digitsOf(r, column, currency))) + " " + currency)
		}
		v.Message = fmt.Sprintf(w.T.Wizard.Falls, w.T.Wizard.FieldName(column), w.Day(day), e.Args[2], sum(4), sum(5))
	}
	return v
}

// faultOf writes the first mistake of err.
func faultOf(w view.Writer, err error) *view.Fault {
	first, _ := frame.MistakesOf(err)
	f := w.Fault(first)
	return &f
}

// previewOf writes a plan.
func previewOf(w view.Writer, p *ingest.Plan, id string, query url.Values) *previewView {
	t := &w.T.Import
	n := func(i int) string { return i18n.Decimal(float64(i), 0, 0) }
	v := &previewView{File: p.File, Size: kilobytes(p.Size), Kind: w.T.Record(p.Record.Name), Days: w.Days(p.Days), Rows: fmt.Sprintf(t.Rows, n(p.Read)),
		New: n(p.Diff.Created), Changed: n(p.Diff.Updated), Same: n(p.Diff.Unchanged), Reject: n(p.Rejected), Base: p.Diff.Base, Skip: p.Rejected > 0,
		Reading: hiddenFields(query, func(name string) bool { return !strings.HasPrefix(name, ruleField) })}
	if p.Diff.Removed > 0 {
		v.Removed = n(p.Diff.Removed)
	}
	switch {
	case v.Days != "":
	case p.Record.Day == "":
		v.Days = t.NoDays
	default: // no row can be imported
		v.Days = i18n.NotApplicable
	}
	for _, r := range p.Rejects {
		f := w.Fault(r.Err)
		v.Faults = append(v.Faults, rowFaultView{Line: r.Err.Where.Line, Column: r.Err.Where.Column, Value: ops.Show(r.Err.Where.Value), Message: f.Message,
			Hint: f.Hint, Where: f.Where})
	}
	if len(v.Faults) > 0 {
		v.Shown = fmt.Sprintf(t.ShowingFirst, n(len(v.Faults)), n(p.Rejected))
		v.Download = ask.Href("/import/"+id+"/rejected", query)
	}
	for _, e := range p.Warnings {
		r := remarkView{Warn: true, Fault: warningOf(w, p.Record, e)}
		if e.Code == "rate_needed" {
			currency, day := fmt.Sprint(e.Args[0]), fmt.Sprint(e.Args[2])
			r.Rate = &rateView{Action: ask.Href("/import/"+id+"/rate", query), Label: fmt.Sprintf(w.T.Wizard.Rate1, currency, e.Args[1], day), Currency: currency,
				Day: day}
		}
		v.Remarks = append(v.Remarks, r)
	}
	for _, e := range p.Notices {
		if e.Code == "renamed" { // stands with the rows that are gone
			continue
		}
		v.Remarks = append(v.Remarks, remarkView{Fault: w.Fault(e)})
	}
	for _, x := range p.Diff.Examples {
		for _, c := range x.Columns {
			v.Changes = append(v.Changes, changeView{p.Rows.Lines[x.Row], w.T.Wizard.FieldName(c.Column), c.Old, c.New})
		}
	}
	for _, x := range totals(p) {
		name := w.T.Wizard.FieldName(x.column)
		if x.currency != "" {
			name += " (" + x.currency + ")"
		}
		v.Totals = append(v.Totals, totalView{name, thousands(x.before), thousands(x.after)})
	}
	switch good := p.Brought(); {
	case good == 0:
	case p.Rejected > 0:
		v.Commit = fmt.Sprintf(t.CommitWithout, n(good), n(p.Rejected))
	default:
		v.Commit = fmt.Sprintf(t.Commit, n(good))
	}
	return v
}
