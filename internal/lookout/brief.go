package lookout

import (
	"context"
	"fmt"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/loop"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// briefLate is how long after its hour a brief says that it is late.
const briefLate = 30 * time.Minute

// briefMetrics are the figures of a brief.
func briefMetrics() []string { return []string{"check_ins", "joins", "revenue", "cost"} }

// brief writes what happened on some days: alerts, figures, what is worth a look, notes,
// and what is not there yet.
func (p *pass) brief(ctx context.Context, lang i18n.Lang, due time.Time, days ops.Range) (notify.Message, error) {
	w := Words{view.NewWriter(lang, p.world.Currency, p.world.Data)}
	t := &w.T.Message
	m := notify.Message{Kind: notify.KindBrief, Title: fmt.Sprintf(t.BriefTitle, w.Days(days)), Link: p.Address + "/", LinkText: t.OpenDaybreak}
	if p.now.Sub(due) > briefLate {
		m.Lines = append(m.Lines, notify.Line{Text: fmt.Sprintf(t.BriefLate, due.In(p.world.Calendar.Zone).Format("15:04"))})
	}
	alerts, err := p.briefAlerts(ctx, w, days)
	if err != nil {
		return m, err
	}
	m.Lines = append(m.Lines, alerts...)
	figures, stated, err := p.briefFigures(ctx, w, days)
	if err != nil {
		return m, err
	}
	m.States = p.states(stated)
	m.Blocks = append(m.Blocks, figures)
	for _, part := range []func(context.Context, Words, ops.Range) ([]notify.Line, error){p.briefFindings, p.briefNotes} {
		lines, err := part(ctx, w, days)
		if err != nil {
			return m, err
		}
		if len(lines) > 0 {
			m.Blocks = append(m.Blocks, notify.Block{Lines: lines})
		}
	}
	m.Foot = p.briefSources(w)
	return m, nil
}

// Brief writes the morning brief of some days as somebody sees it: of their figures,
// in their language. ctx says which rows they see, book what users wrote about these.
func (l *Lookout) Brief(ctx context.Context, data analysis.Data, book loop.Book, lang string, due time.Time, days ops.Range) (notify.Message, error) {
	own := *l
	own.Data, own.Book = func() analysis.Data { return data }, book
	p, err := own.begin(ctx)
	if err != nil {
		return notify.Message{}, err
	}
	return p.brief(ctx, i18n.Lang(lang), due, days)
}

// briefAlerts says which alerts fired.
func (p *pass) briefAlerts(ctx context.Context, w Words, days ops.Range) ([]notify.Line, error) {
	alerts, err := p.Book.Alerts.All(ctx)
	if err != nil {
		return nil, err
	}
	var out []notify.Line
	for _, a := range alerts {
		firings, err := p.Book.Alerts.Firings(ctx, a.ID, mostFirings)
		if err != nil {
			return nil, err
		}
		for _, f := range firings {
			if days.Has(f.Bucket.Last()) {
				out = append(out, notify.Line{Text: fmt.Sprintf(w.T.Message.FiredTitle, a.Title) + w.T.Plan.Colon + w.Saw(a, f.Value, f.Against), Emphasis: true,
					Link: fmt.Sprintf("%s/alerts/%d", p.Address, a.ID), LinkText: w.T.Message.OpenAlert})
			}
		}
	}
	if len(out) == 0 {
		out = append(out, notify.Line{Text: w.T.Message.BriefNoAlerts, Emphasis: true})
	}
	return out, nil
}

// briefFigures writes the figures of the days. One whose data is not there says so
// instead.
func (p *pass) briefFigures(ctx context.Context, w Words, days ops.Range) (out notify.Block, stated []ops.StatedFigure, err error) {
	for _, name := range briefMetrics() {
		m, ok := w.Catalog.Metric(name)
		if !ok {
			continue
		}
		through, known := p.world.Through(m, nil)
		if !known {
			continue
		}
		if through < days.Last() {
			out.Lines = append(out.Lines, notify.Line{Text: fmt.Sprintf(w.T.Message.BriefBehind, w.Label(m.Label), w.Day(through))})
			continue
		}
		v, err := p.world.Value(ctx, m, nil, days)
		if code := ops.CodeOf(err); code == "not_in_your_rows" || code == "few_people" {
			continue // it is not for whom the brief is written
		}
		if err != nil {
			return out, nil, err
		}
		if v.State == ops.Known {
			stated = append(stated, ops.StatedFigure{Metric: name, Days: days, Value: v.Number, Num: v.Num, Den: v.Den})
		}
		figure := notify.Figure{Label: w.Label(m.Label), Value: w.Value(v, m.Unit)}
		if days.Len() == 1 {
			seen, err := p.world.Watch(ctx, ops.Alert{Rule: ops.RuleAnomaly, Metric: name}, days, nil, 0)
			if err != nil {
				return out, nil, err
			}
			if len(seen.Looks) == 1 && seen.Looks[0].Days == days {
				figure.Note = fmt.Sprintf(w.T.Message.BriefUsual, w.Amount(seen.Looks[0].Against, m))
			}
		}
		out.Figures = append(out.Figures, figure)
	}
	return out, stated, nil
}

// states are figures as a message publishes them; those of some rows alone are not kept,
// as nobody else can hold them against the record.
func (p *pass) states(figures []ops.StatedFigure) ops.Statement {
	if p.world.Rows.Narrows() {
		return ops.Statement{}
	}
	return ops.Statement{Figures: figures, Definitions: p.world.Catalog.Digest, Record: p.world.Snapshot.Version()}
}

// briefFindings says what is worth a look, or that nothing is.
func (p *pass) briefFindings(ctx context.Context, w Words, days ops.Range) ([]notify.Line, error) {
	outcomes, err := p.world.Outcomes(ctx)
	if err != nil {
		return nil, err
	}
	found, err := p.world.Findings(ctx, min(days.Last(), p.world.KnownTo()), p.targets, outcomes)
	if err != nil {
		return nil, err
	}
	lines := p.Say(w.Writer, found)
	if len(lines) == 0 {
		return []notify.Line{{Text: w.T.Message.BriefNothing}}, nil
	}
	for i := range lines {
		lines[i].Link = p.Address + lines[i].Link
	}
	return lines, nil
}

// briefNotes repeats what was noted on the days.
func (p *pass) briefNotes(ctx context.Context, w Words, days ops.Range) ([]notify.Line, error) {
	notes, err := p.world.Notes(ctx, p.Book, days)
	if err != nil {
		return nil, err
	}
	var out []notify.Line
	for _, n := range notes {
		out = append(out, notify.Line{Text: fmt.Sprintf(w.T.Message.BriefNoted, w.Days(n.Days), n.Text)})
	}
	return out, nil
}

// briefSources says which data is behind, or that all is there.
func (p *pass) briefSources(w Words) []notify.Line {
	var out []notify.Line
	for _, s := range p.world.Freshness(p.world.Today) {
		if s.Retired() || s.Age <= 1 {
			continue
		}
		name := w.T.Record(s.Record)
		if s.Name != "" {
			name += " " + w.Source(s.Name, s.Parts)
		}
		out = append(out, notify.Line{Text: fmt.Sprintf(w.T.Message.BriefBehind, name, w.Day(s.Through))})
	}
	if len(out) == 0 {
		out = append(out, notify.Line{Text: fmt.Sprintf(w.T.Message.BriefAllIn, w.Day(p.world.Today-1))})
	}
	return out
}

// Say writes findings as lines whose links begin at the root of the server.
type Say func(view.Writer, loop.Findings) []notify.Line
