package planning

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
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
	Tag                      tell.Tag
	Altered                  bool
}

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

// kindName names a kind of tries.
func (w writer) kindName(kind string) string {
	t := &w.T.Plan
	return map[string]string{"content": t.KindContent, "channel": t.KindChannel, "activity": t.KindActivity, "community": t.KindCommunity, "user": t.KindUser,
		"price": t.KindPrice, "search": t.KindSearch, "partner": t.KindPartner, "other": t.KindOther}[kind]
}

// card is one try on the board.
func (w writer) card(o loop.Outcome) tryCard {
	t := &w.T.Plan
	card := tryCard{Href: tryHref(o.Try.ID), Title: o.Try.Title, Tag: w.Verdict(o.Verdict), Altered: o.Try.Altered, Below: w.kindName(o.Try.Kind)}
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
		card.Line = w.Size(o)
		if o.Try.Decision != "" {
			card.Line += " → " + w.Decision(o.Try.Decision)
		}
	}
	return card
}

// kind shows what tries of a kind say together.
func (w writer) kind(k loop.Kind) kindView {
	t := &w.T.Plan
	v := kindView{Title: w.kindName(k.Kind) + " · " + w.metricLabel(k.Metric), Counts: fmt.Sprintf("%d / %d", k.Works, k.Measured),
		Rate: tell.Percent(k.HitRate.Low) + " – " + tell.Percent(k.HitRate.High)}
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
