package planning

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
	"daybreak/internal/web/frame"
)

// triesView is the board of tries.
type triesView struct {
	pageView
	Headline    string
	Month       monthView
	Pasted      string // table that was refused
	Columns     []boardColumn
	List        []monthRow // instead of the board
	Views       []viewLink
	Filter      triesFilter
	Empty       bool
	Kinds       []kindView
	Pooled      bool // some kind has tries that are put together
	Calibration calibrationView
}

// viewLink leads to the tries as a board or as a list.
type viewLink struct {
	Href, Text string
	Current    bool
}

// boardColumn holds the tries of one state.
type boardColumn struct {
	Name  string
	Count int
	Cards []tryCard
	More  string // where the others are
	Left  string // how many they are
	Act   bool   // they wait for somebody
}

// tryCard is one try on the board.
type tryCard struct {
	Href, Title, Line, Below string
	Tag                      tell.Tag
	Altered                  bool
}

// shownCards is how many tries a column shows, the latest first.
const shownCards = 3

func (s *Section) showTries(c echo.Context) error { return s.triesPage(c, http.StatusOK, nil, "") }

// triesPage shows the board, with what is wrong with the table that was pasted.
func (s *Section) triesPage(c echo.Context, status int, fault *ops.Error, pasted string) error {
	v := triesView{pageView: s.pageView(c, "tries", "", fault), Pasted: pasted}
	v.Path = "/tries"
	v.Title = v.T.Plan.Tries
	w := s.writer(v.Shell)
	filter, err := w.triesFilter(c.QueryParams())
	if err != nil {
		return frame.BadRequest(err)
	}
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
	filter.offer(w, outcomes)
	v.Filter, v.Views = filter, filter.views(w)
	if filter.Show == asList {
		v.List = w.list(filter.of(outcomes))
	} else {
		v.Columns = w.columns(filter, filter.of(outcomes))
	}
	for _, k := range loop.Kinds(outcomes) {
		v.Kinds = append(v.Kinds, w.kind(k))
		v.Pooled = v.Pooled || k.Pooled != nil
	}
	v.Calibration = w.calibration(outcomes)
	return s.SendPage(c, status, "tries", v)
}

// columns puts tries on the board by their state, the latest first.
func (w writer) columns(filter triesFilter, outcomes []loop.Outcome) []boardColumn {
	var out []boardColumn
	for _, state := range loop.States() {
		column := boardColumn{Name: w.state(state), Act: state == loop.Measured}
		for _, o := range slices.Backward(outcomes) {
			if o.State != state {
				continue
			}
			if column.Count++; column.Count <= shownCards {
				column.Cards = append(column.Cards, w.card(o))
			}
		}
		if more := column.Count - shownCards; more > 0 {
			column.More, column.Left = filter.href(asList, state), fmt.Sprintf(w.T.Plan.MoreTries, more)
		}
		out = append(out, column)
	}
	return out
}

// list is every try in a row, the latest first.
func (w writer) list(outcomes []loop.Outcome) []monthRow {
	out := make([]monthRow, 0, len(outcomes))
	for _, o := range slices.Backward(outcomes) {
		out = append(out, w.monthRow(o))
	}
	return out
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
