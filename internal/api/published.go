package api

import (
	"context"
	"strconv"

	"daybreak/internal/ask"
	"daybreak/internal/ledger"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
)

// publishedAnswer is a published figure and what became of it.
type publishedAnswer struct {
	ID          int64               `json:"id"`
	Kind        ops.PublishedKind   `json:"kind"`
	Ref         int64               `json:"ref"`
	PublishedAt string              `json:"published_at"`
	Metric      string              `json:"metric"`
	Scope       string              `json:"scope"`
	From        string              `json:"from"`
	To          string              `json:"to"`
	Value       float64             `json:"value"`
	Num         float64             `json:"num"`
	Den         float64             `json:"den"`
	Definitions string              `json:"definitions"`
	Record      int64               `json:"record"`
	Batch       int64               `json:"batch"`
	Now         any                 `json:"now"`
	Difference  any                 `json:"difference"`
	Parts       []publishedPart     `json:"parts"`
	Why         *publishedUnsettled `json:"why,omitempty"`
}

// publishedPart is what one import, or something else, made of a difference. Share is null
// where the figure was not known from then on.
type publishedPart struct {
	Cause ledger.Cause `json:"cause"`
	Batch int64        `json:"batch"`
	With  []int64      `json:"with,omitempty"`
	File  string       `json:"file"`
	By    string       `json:"by"`
	At    string       `json:"at"`
	Share any          `json:"share"`
}

// publishedUnsettled says why nobody can tell what made a difference.
type publishedUnsettled struct {
	Code    ops.Code `json:"code"`
	Message string   `json:"message"`
}

type publishedList struct {
	Published []publishedAnswer `json:"published"`
}

// mostPublished bounds the figures of an answer: the latest ones.
const mostPublished = 2000

// askPublished answers the figures that were published, each with what it is now and what
// made the difference.
func (s *Section) askPublished(p *ask.Params, w loop.World) func(context.Context) (any, *report.Table, error) {
	q := ops.PublishedQuery{Since: s.Calendar.Start(p.Day("since", w.Today-400)), Limit: p.Number("limit", mostPublished, 1, mostPublished)}
	if id := p.Number("report", 0, 1, 1<<40); id > 0 {
		q.Kind, q.Ref = ops.PublishedReport, int64(id)
	}
	changed := p.Flag("changed")
	return func(ctx context.Context) (any, *report.Table, error) {
		if s.Ledger == nil {
			return nil, nil, &ops.Error{Code: "as_of_nowhere", Message: "This server keeps no past.", Hint: "Ask another one."}
		}
		list, err := s.Book.Reports.Published(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		found, err := s.Ledger.Restated(ctx, w.Data, list)
		if err != nil {
			return nil, nil, err
		}
		out := publishedList{Published: []publishedAnswer{}}
		t := &report.Table{Header: []string{"id", "kind", "ref", "published_at", "metric", "scope", "from", "to", "value", "now", "difference", "cause", "batch",
			"file", "by", "at", "share"}}
		for _, r := range found {
			if changed && !r.Changed() {
				continue
			}
			a := publishedOf(r)
			out.Published = append(out.Published, a)
			t.Rows = append(t.Rows, a.rows(r)...)
		}
		return out, t, nil
	}
}

func publishedOf(r ledger.Restated) publishedAnswer {
	a := publishedAnswer{ID: r.ID, Kind: r.Kind, Ref: r.Ref, PublishedAt: instantText(r.At), Metric: r.Published.Metric, Scope: r.Scope,
		From: r.Days.From.String(), To: r.Days.Last().String(), Value: r.Value, Num: r.Num, Den: r.Den, Definitions: r.Definitions, Record: r.Record,
		Batch: r.Batch, Now: figure(r.Now), Difference: figure(r.Difference), Parts: []publishedPart{}}
	for _, p := range r.Parts {
		x := publishedPart{Cause: p.Cause, Batch: p.Batch, With: p.With, File: p.File, By: p.By, At: instantText(p.At)}
		if !p.Unknown {
			x.Share = p.Share
		}
		a.Parts = append(a.Parts, x)
	}
	if r.Why != nil {
		a.Why = &publishedUnsettled{r.Why.Code, r.Why.Message}
	}
	return a
}

// rows are those of a table: one for each part, or one without any.
func (a publishedAnswer) rows(r ledger.Restated) [][]string {
	head := []string{strconv.FormatInt(a.ID, 10), string(a.Kind), strconv.FormatInt(a.Ref, 10), a.PublishedAt, a.Metric, ops.SafeText(a.Scope), a.From, a.To,
		decimalText(a.Value), report.Text(r.Now), report.Text(r.Difference)}
	var out [][]string
	for _, p := range r.Parts {
		share := ""
		if !p.Unknown {
			share = decimalText(p.Share)
		}
		batch := ""
		if p.Batch != 0 {
			batch = strconv.FormatInt(p.Batch, 10)
		}
		out = append(out, append(head[:len(head):len(head)], string(p.Cause), batch, ops.SafeText(p.File), ops.SafeText(p.By), instantText(p.At), share))
	}
	if len(out) == 0 {
		out = append(out, append(head, "", "", "", "", "", ""))
	}
	return out
}
