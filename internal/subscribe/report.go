package subscribe

import (
	"context"
	"fmt"
	"strconv"

	"daybreak/internal/i18n"
	"daybreak/internal/monthly"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// report writes what the report of the month comes down to: the figures of its cover
// and the sentences of its summary.
func (w writing) report(ctx context.Context, words view.Writer) (m notify.Message, state ops.RunState, err error) {
	if w.data.Rows.Narrows() {
		return m, "", &ops.Error{Code: "whole_record", Message: "This is about the whole record, and you see only some rows of it.", Hint: "Ask an administrator."}
	}
	t := &words.T.Subscription
	month := w.turn.Days.From
	name := words.Lang.Month(view.Civil(month))
	m = notify.Message{Kind: notify.KindReport, Title: fmt.Sprintf(t.ReportOf, name), Link: w.Address + "/reports", LinkText: t.OpenReport}
	r, ok, err := w.Book.Reports.Of(ctx, month)
	if err != nil {
		return m, "", err
	}
	if !ok {
		m.Lines = []notify.Line{{Text: fmt.Sprintf(t.NoReport, name), Emphasis: true}}
		return m, ops.RunBehind, nil
	}
	m.Link += "/" + strconv.FormatInt(r.ID, 10)
	says, err := w.content(ctx, r)
	if err != nil {
		return m, "", err
	}
	switch {
	case !r.IsFinal() && says.Gate() != nil:
		m.Lines = []notify.Line{{Text: t.ReportBehind, Emphasis: true}}
		message, hint := words.Lang.Error("sources_behind", asError(says.Gate()).Message, asError(says.Gate()).Hint, asError(says.Gate()).Args)
		m.Lines = append(m.Lines, notify.Line{Text: message + " " + hint})
		return m, ops.RunBehind, nil
	case !r.IsFinal():
		m.Lines = []notify.Line{{Text: t.ReportDraft}}
	}
	paper := says.Paper(i18n.Lang(w.sub.Lang))
	block := notify.Block{}
	for _, tile := range paper.Tiles {
		block.Figures = append(block.Figures, notify.Figure{Label: tile.Label, Value: tile.Value, Note: tile.Change})
	}
	m.Blocks = append(m.Blocks, block)
	for _, p := range paper.Parts {
		if p.Name != ops.PartSummary {
			continue
		}
		block := notify.Block{Title: p.Title}
		for _, b := range p.Blocks {
			for _, text := range b.Sentences {
				block.Lines = append(block.Lines, notify.Line{Text: text})
			}
		}
		m.Blocks = append(m.Blocks, block)
	}
	return m, ops.RunSent, nil
}

// content is what a report says: what was frozen, or for a draft what the record says
// now.
func (w writing) content(ctx context.Context, r ops.Report) (*monthly.Content, error) {
	if r.IsFinal() {
		return monthly.Thaw(r.Frozen)
	}
	b, err := monthly.Read(ctx, w.Book, w.data, w.data.Calendar.Day(w.now))
	if err != nil {
		return nil, err
	}
	return monthly.Make(ctx, b, r)
}
