package subscribe

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// late is how long after it was due a message says that it is late.
const late = 30 * time.Minute

// writing is one message in the making.
type writing struct {
	*Sender
	sub  ops.Subscription
	turn ops.Turn
	data analysis.Data
	own  bool // it goes to its owner alone: others read none of it
	now  time.Time

	stated *stated // figures that the message states
}

// asError returns an error as it is kept.
func asError(err error) *ops.Error {
	var many ops.Mistakes
	var e *ops.Error
	switch {
	case errors.As(err, &many) && len(many) > 0:
		return many[0]
	case errors.As(err, &e):
		return e
	}
	return nil
}

// message writes what the turn says, and how it went.
func (w writing) message(ctx context.Context) (m notify.Message, state ops.RunState, err error) {
	words := view.NewWriter(i18n.Lang(w.sub.Lang), w.data.Currency, w.data)
	t := &words.T.Subscription
	switch w.sub.Topic {
	case ops.TopicBrief:
		m, err = w.Brief(ctx, w.data, w.Book, w.sub.Lang, w.turn.Due, w.turn.Days)
		state = ops.RunSent
	case ops.TopicReport:
		m, state, err = w.report(ctx, words)
	default:
		m, state, err = w.page(ctx, words)
	}
	if err != nil {
		return m, state, err
	}
	if w.sub.Topic != ops.TopicBrief && w.now.Sub(w.turn.Due) > late {
		due := w.turn.Due.In(w.data.Calendar.Zone).Format("2006-01-02 15:04")
		m.Lines = append([]notify.Line{{Text: fmt.Sprintf(words.T.Message.BriefLate, due)}}, m.Lines...)
	}
	if w.sub.Topic == ops.TopicPage {
		m.States = w.stated.of(w.data)
	}
	m.Above = fmt.Sprintf(t.Above, words.Day(w.data.Calendar.Day(w.now)))
	m.Foot = append(m.Foot, notify.Line{Text: Rhythm(words.T, w.sub.Schedule), Link: w.Address + "/subscriptions/" + strconv.FormatInt(w.sub.ID, 10),
		LinkText: t.ChangeIt})
	return m, state, nil
}

// Rhythm says when something is sent.
func Rhythm(m *i18n.Messages, s ops.Schedule) string {
	t := &m.Subscription
	switch s.Every {
	case ops.EveryWorkday:
		return fmt.Sprintf(t.SaysWorkdays, s.Hour)
	case ops.EveryWeek:
		return fmt.Sprintf(t.SaysWeekly, Weekdays(m)[s.Weekday], s.Hour)
	case ops.EveryMonth:
		return fmt.Sprintf(t.SaysMonthly, s.MonthDay, s.Hour)
	}
	return fmt.Sprintf(t.SaysDaily, s.Hour)
}

// Weekdays are the names of the days of a week from Sunday on.
func Weekdays(m *i18n.Messages) []string { return strings.Split(m.Subscription.Weekdays, " ") }

// page writes a page, or one panel of it.
func (w writing) page(ctx context.Context, words view.Writer) (m notify.Message, state ops.RunState, err error) {
	page, ok := w.data.Catalog.Page(w.sub.Page)
	if !ok {
		return m, "", &ops.Error{Code: "page_gone", Message: "There is no such page any more.", Hint: "Choose another one.", Where: ops.Place{Column: "page"}}
	}
	layout := *page
	if w.sub.Panel != "" {
		if layout.Panels = only(page, w.sub.Panel); layout.Panels == nil {
			return m, "", &ops.Error{Code: "page_gone", Message: "There is no such page any more.", Hint: "Choose another one.", Where: ops.Place{Column: "panel"}}
		}
	}
	params, err := w.params()
	if err != nil {
		return m, "", err
	}
	scope, err := w.data.Resolve(params, w.data.PageScope(page))
	if err != nil {
		return m, "", err
	}
	if scope.Range.Len() == 0 && w.data.Rows.Narrows() {
		return m, "", &ops.Error{Code: "no_rows_of_yours", Message: "Nothing of this page is in the rows you see, or can be told apart as yours.",
			Hint: "Ask an administrator."}
	}
	questions, err := ask.PanelQuestions(page, params.Options, w.data.Snapshot.Keys())
	if err != nil {
		return m, "", err
	}
	title := words.Label(page.Title)
	if w.sub.Panel != "" {
		title += " · " + words.Label(layout.Panels[0].Title)
	}
	m = notify.Message{Kind: notify.KindPage, Title: title, Link: w.Address + ask.Href("/"+page.Name, params.Query()), LinkText: words.T.Subscription.OpenPage}
	if behind := w.behind(words, page, scope); len(behind) > 0 {
		m.Lines = behind
		return m, ops.RunBehind, nil
	}
	m.Title += words.T.Plan.Colon + words.Days(scope.Range)
	b := view.Page{Writer: words, Data: w.data, Layout: page, View: scope, Questions: questions}
	for _, p := range layout.Panels {
		block, err := w.panel(ctx, b, p, questions[p])
		if err != nil {
			return m, "", err
		}
		m.Blocks = append(m.Blocks, block)
	}
	return m, ops.RunSent, nil
}

// only returns the panel of a page alone; nil where there is none.
func only(page *ops.Page, id string) []*ops.Panel {
	for _, p := range page.Panels {
		if p.ID == id {
			return []*ops.Panel{p}
		}
	}
	return nil
}

// params returns the controls of the page: those that were chosen and, where the
// subscription is about the days since the turn before, these.
func (w writing) params() (analysis.Params, error) {
	q, err := url.ParseQuery(w.sub.Query)
	if err != nil {
		return analysis.Params{}, err
	}
	p, err := analysis.ParseParams(q)
	p.Options = ask.OptionsOf(q)
	if w.sub.Since {
		p.Range, p.From, p.To = "", w.turn.Days.From.String(), w.turn.Days.Last().String()
	}
	return p, err
}

// behind says which sources do not reach the last day that the turn is about; nothing
// where the page's figures are known up to it.
func (w writing) behind(words view.Writer, page *ops.Page, scope *analysis.View) []notify.Line {
	last := w.turn.Days.Last()
	if scope.Params.To != "" && scope.Range.Len() > 0 {
		last = min(last, scope.Range.Last()) // dates picked by hand may end before
	}
	if scope.Latest >= last {
		return nil
	}
	t := words.T
	out := []notify.Line{{Text: fmt.Sprintf(t.Subscription.Behind, words.Day(last)), Emphasis: true}}
	for _, s := range w.data.Freshness(w.turn.Days.To) {
		if s.Retired() || s.Through >= last || !slices.Contains(w.data.PageScope(page).Records, s.Record) {
			continue
		}
		name := t.Record(s.Record)
		if s.Name != "" {
			name += " " + words.Source(s.Name, s.Parts)
		}
		out = append(out, notify.Line{Text: fmt.Sprintf(t.Message.BriefBehind, name, words.Day(s.Through))})
	}
	return out
}
