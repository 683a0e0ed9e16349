package planning

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/calc"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

// triesView is the board of tries.
type triesView struct {
	pageView
	Headline    string
	Month       monthView
	Pasted      string // table that was refused
	Columns     []boardColumn
	Empty       bool
	Kinds       []kindView
	Calibration []string
}

// boardColumn holds the tries of one state.
type boardColumn struct {
	Name  string
	Cards []tryCard
	More  int
	Act   bool // they wait for somebody
}

// tryCard is one try on the board.
type tryCard struct {
	Href, Title, Line, Below string
	Tag                      tag
	Altered                  bool
}

// tag is a verdict in a word.
type tag struct{ Class, Text string }

// kindView is what the tries of one kind say together.
type kindView struct {
	Title, Counts, Rate, Mean, Range, Note string
	Rows                                   []kindRow
}

type kindRow struct {
	Title, Day, Own, Shrunk, Href string
	Bar                           bar
}

// shownCards is how many tries a column shows, the latest first.
const shownCards = 6

func (s *Section) showTries(c echo.Context) error { return s.triesPage(c, http.StatusOK, nil, "") }

// triesPage shows the board, with what is wrong with the table that was pasted.
func (s *Section) triesPage(c echo.Context, status int, fault *ops.Error, pasted string) error {
	v := triesView{pageView: s.pageView(c, "tries", "", fault), Pasted: pasted}
	v.Path = "/tries"
	v.Title = v.T.Plan.Tries
	w := s.writer(v.Shell)
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	world, err := s.Book.World(ctx, s.Data(c), s.today())
	if err != nil {
		return err
	}
	outcomes, err := world.Outcomes(ctx)
	if err != nil {
		return err
	}
	v.Empty = len(outcomes) == 0
	v.Headline = w.headlineOf(outcomes)
	on := world.KnownTo()
	if on == ops.MinDay { // nothing is known yet
		on = world.Today
	}
	v.Month = w.month(outcomes, on)
	for _, state := range loop.States() {
		column := boardColumn{Name: w.state(state), Act: state == loop.Measured}
		for i := len(outcomes) - 1; i >= 0; i-- {
			if outcomes[i].State != state {
				continue
			}
			if len(column.Cards) == shownCards {
				column.More++
				continue
			}
			column.Cards = append(column.Cards, w.card(outcomes[i]))
		}
		v.Columns = append(v.Columns, column)
	}
	for _, k := range loop.Kinds(outcomes) {
		v.Kinds = append(v.Kinds, w.kind(k))
	}
	for _, x := range loop.Calibrations(outcomes) {
		who := x.Owner
		if who == "" {
			who = w.T.Plan.Everybody
		}
		v.Calibration = append(v.Calibration, fmt.Sprintf(w.T.Plan.Foreseen, who, fmt.Sprintf("%.3f", x.Score), x.Measured, fmt.Sprintf("%.3f", x.Base)))
	}
	return s.SendPage(c, status, "tries", v)
}

func tryHref(id int64) string { return "/tries/" + strconv.FormatInt(id, 10) }

// headlineOf counts what was measured.
func (w writer) headlineOf(outcomes []loop.Outcome) string {
	var measured, works, harmful, waiting int
	for _, o := range outcomes {
		if o.Verdict != "" {
			measured++
		}
		switch o.Verdict {
		case loop.Works:
			works++
		case loop.Harmful:
			harmful++
		}
		if o.State == loop.Measured {
			waiting++
		}
	}
	return fmt.Sprintf(w.T.Plan.Headline, measured, works, harmful, waiting)
}

// state names a state of tries.
func (w writer) state(s loop.State) string {
	t := &w.T.Plan
	return map[loop.State]string{loop.Planned: t.Planned, loop.Running: t.Running, loop.Measuring: t.Measuring, loop.Measured: t.Measured,
		loop.Decided: t.Decided}[s]
}

// tag names a verdict.
func (w writer) tag(v loop.Verdict) tag {
	t := &w.T.Plan
	switch v {
	case loop.Works:
		return tag{"good", t.Works}
	case loop.Harmful:
		return tag{"bad", t.Harmful}
	case loop.NoEffect:
		return tag{"", t.NoEffect}
	case loop.CannotTell:
		return tag{"hatched", t.CannotTell}
	case loop.NotSeparable:
		return tag{"hatched", t.NotSeparable}
	}
	return tag{}
}

// kindName names a kind of tries.
func (w writer) kindName(kind string) string {
	t := &w.T.Plan
	return map[string]string{"content": t.KindContent, "channel": t.KindChannel, "activity": t.KindActivity, "community": t.KindCommunity, "user": t.KindUser,
		"price": t.KindPrice, "search": t.KindSearch, "partner": t.KindPartner, "other": t.KindOther}[kind]
}

// card is one try on the board.
func (w writer) card(o loop.Outcome) tryCard {
	t := &w.T.Plan
	card := tryCard{Href: tryHref(o.Try.ID), Title: o.Try.Title, Tag: w.tag(o.Verdict), Altered: o.Try.Altered, Below: w.kindName(o.Try.Kind)}
	if o.Try.Owner != "" {
		card.Below += " · " + o.Try.Owner
	}
	switch o.State {
	case loop.Planned:
		card.Line = fmt.Sprintf(t.StartsOn, w.Day(o.Try.Start))
	case loop.Running:
		card.Line = w.Days(o.Try.Running(o.Try.Start + ops.MaxLength))
		if o.Try.End == 0 {
			card.Line = fmt.Sprintf(t.StartsOn, w.Day(o.Try.Start))
		}
	case loop.Measuring:
		card.Line = fmt.Sprintf(t.DaysToGo, max(1, int(o.Due-o.Known)))
	default:
		card.Line = w.size(o)
		if o.Try.Decision != "" {
			card.Line += " → " + w.decision(o.Try.Decision)
		}
	}
	return card
}

// size says how large an effect is, with its range.
func (w writer) size(o loop.Outcome) string {
	t := &w.T.Plan
	switch {
	case o.Rate != nil:
		return fmt.Sprintf(t.ExtraAbout, w.points(o.Rate.Difference), w.points(o.Rate.Limits.Low), w.points(o.Rate.Limits.High))
	case o.Verdict == "" || o.Effect.Low == 0 && o.Effect.High == 0:
		return w.reason(o)
	}
	m := w.metric(o.Try.Metric)
	return fmt.Sprintf(t.ExtraAbout, w.signed(o.Effect.Value(), m), w.amount(o.Effect.Low, m), w.amount(o.Effect.High, m))
}

func (w writer) signed(x float64, m *ops.Metric) string {
	text := w.amount(x, m)
	if x > 0 {
		text = "+" + text
	}
	return text
}

// points writes a difference of shares in percentage points.
func (w writer) points(x float64) string { return fmt.Sprintf("%+.1f pp", 100*x) }

// reason says why an effect cannot be told.
func (w writer) reason(o loop.Outcome) string {
	t := &w.T.Plan
	text := map[calc.Reason]string{calc.HistoryShort: t.HistoryShort, calc.ExpectedFew: t.ExpectedFew, calc.LevelMoved: t.LevelMoved,
		calc.DaysMissing:  t.DaysMissing,
		loop.IntervalWide: t.IntervalWide, loop.NoData: t.NoData, loop.NotMeasurable: t.NotMeasurable}[o.Reason]
	if o.Verdict == loop.NotSeparable {
		text = ""
		for i, u := range o.Overlaps {
			if i > 0 {
				text += w.T.Plan.Comma
			}
			text += u.Title
		}
		return fmt.Sprintf(t.OverlapsWith, text)
	}
	if o.Verdict == loop.CannotTell && (o.Reason == loop.IntervalWide || o.Reason == calc.ExpectedFew) {
		if o.Enough > 0 {
			return text + " " + fmt.Sprintf(t.EnoughDays, o.Enough)
		}
		return text + " " + t.OnlyControl
	}
	return text
}

func (w writer) decision(d ops.Decision) string {
	t := &w.T.Plan
	return map[ops.Decision]string{ops.DecideRepeat: t.DecideRepeat, ops.DecideScale: t.DecideScale, ops.DecideRetest: t.DecideRetest,
		ops.DecideStop: t.DecideStop}[d]
}

// kind shows what tries of a kind say together.
func (w writer) kind(k loop.Kind) kindView {
	t := &w.T.Plan
	v := kindView{Title: w.kindName(k.Kind) + " · " + w.metricLabel(k.Metric), Counts: fmt.Sprintf("%d / %d", k.Works, k.Measured),
		Rate: percent(k.HitRate.Low) + " – " + percent(k.HitRate.High)}
	p := k.Pooled
	if p == nil {
		v.Note = t.KindsFew
		return v
	}
	v.Mean = fmt.Sprintf("%.1f", p.Mean)
	v.Range = fmt.Sprintf("%.1f – %.1f", p.Limits.Low, p.Limits.High)
	if p.Tau2 == 0 {
		v.Note = t.Alike
	}
	least, most := min(0, p.Limits.Low), p.Limits.High
	for _, x := range p.Tries {
		least, most = min(least, x.Own.Value-2*x.Own.Error), max(most, x.Own.Value+2*x.Own.Error)
	}
	for _, x := range p.Tries {
		v.Rows = append(v.Rows, kindRow{Title: x.Try.Title, Day: w.Day(x.Try.Start), Own: fmt.Sprintf("%.1f", x.Own.Value), Shrunk: fmt.Sprintf("%.1f", x.Shrunk),
			Href: tryHref(x.Try.ID), Bar: newBar(least, most, x.Own.Value-1.645*x.Own.Error, x.Own.Value+1.645*x.Own.Error, x.Shrunk)})
	}
	return v
}
