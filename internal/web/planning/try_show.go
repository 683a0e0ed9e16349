package planning

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/chart"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// tryView is the page of one try.
type tryView struct {
	pageView
	ID, Version   int64
	Steps         []stepView
	Tag           tell.Tag
	Sentence      string
	Asides        []string
	Facts         []factView
	Chart         *view.Chart
	ChartTitle    string
	AddedUp       []addedView
	Parts         []partView
	Split         *splitView
	Who, List     string // of a split try: how it is split, and where the list of its members is
	Offer         string // where the same try is planned for a part of the members
	Stayed        []stayView
	StayedHint    string
	These, Those  string // whose figures they are
	StayedSays    []string
	Meanwhile     []meanwhileView
	Versions      []versionView
	Choices       []option // of a decision; nil where there is nothing to decide
	NextTries     []option
	Decision, Why string
	Reason        string // of a decision that was refused
	NextHref      string
	NextTitle     string
	NextNew       string // where the next try is planned
	NoteHref      string // where something else on its days is noted
}

type stepView struct {
	Text string
	Now  bool
}

type factView struct{ Label, Value, Below, Tone string }

type addedView struct{ Day, Value, Range string }

type partView struct {
	Name, Came, Extra, Range string
	Tag                      tell.Tag
	Bar                      bar
}

type stayView struct {
	Name, Now, NowOf, Before, BeforeOf, Difference, Range string
	Tag                                                   tell.Tag
}

type meanwhileView struct{ Days, Text, Kind, Href string }

// trySplit fills in who gets a try; where a try that is not split cannot tell, it
// offers one that is.
func (w writer) trySplit(v *tryView, o loop.Outcome, world loop.World) {
	if o.Try.Split.On() {
		v.Who, v.List = w.splitSays(o.Try.Split), fmt.Sprintf("/api/v1/tries/%d/members?format=csv", o.Try.ID)
		w.split(v, o)
		return
	}
	m := w.Metric(o.Try.Metric)
	if o.Verdict != loop.CannotTell || m == nil || !v.Edit {
		return
	}
	if _, ok := analysis.Tallied(world.Data, m); ok {
		q := likeIt(o.Try)
		q.Set("split", string(ops.SplitShare))
		q.Set("share", halfPercent)
		v.Offer = ask.Href("/tries/new", q)
	}
}

// likeIt fills in the form of a try with what another one was.
func likeIt(t ops.Try) url.Values {
	return url.Values{"title": {t.Title}, "kind": {t.Kind}, "hypothesis": {t.Hypothesis}, "metric": {t.Metric}, "direction": {string(t.Direction)},
		"scope": {t.Scope}, "expected": {strconv.FormatFloat(100*t.Expected, 'f', -1, 64)}, "owner": {t.Owner}}
}

func (s *Section) showTry(c echo.Context) error {
	return s.tryPage(c, http.StatusOK, nil, nil)
}

// tryPage shows one try, with what is wrong with the decision that was sent.
func (s *Section) tryPage(c echo.Context, status int, fault *ops.Error, typed url.Values) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
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
	i := slices.IndexFunc(world.Tries, func(t ops.Try) bool { return t.ID == id })
	if i < 0 {
		return echo.ErrNotFound
	}
	o, err := loop.OutcomeOf(ctx, world, world.Tries[i])
	if err != nil {
		return err
	}
	v := tryView{pageView: s.pageView(c, "tries", o.Try.Title, fault), ID: id, Version: o.Try.Version}
	w := s.writer(v.Shell)
	v.StayedHint, v.These, v.Those = w.T.Plan.StayedHint, w.T.Plan.These, w.T.Plan.Those
	v.NoteHref = ask.Href("/notes", dayQuery(o.Try.Running(o.Try.Start+1)))
	w.tryHead(&v, o)
	w.trySplit(&v, o, world)
	if err := s.tryDetail(ctx, &v, w, world, o); err != nil {
		return err
	}
	if err := s.tryMeanwhile(ctx, &v, w, world, o); err != nil {
		return err
	}
	w.tryDecision(&v, world, o, typed)
	versions, err := s.Book.Tries.Versions(ctx, id)
	if err != nil {
		return err
	}
	v.Versions = s.versions(w, versions)
	return s.SendPage(c, status, "try", v)
}

// tryHead fills in the states, the verdict and the figures on top.
func (w writer) tryHead(v *tryView, o loop.Outcome) {
	t, m := &w.T.Plan, w.Metric(o.Try.Metric)
	for _, state := range loop.States() {
		v.Steps = append(v.Steps, stepView{w.state(state), state == o.State})
	}
	v.Tag = w.Verdict(o.Verdict)
	switch {
	case o.Verdict != "":
		v.Sentence = w.metricLabel(o.Try.Metric) + w.T.Plan.Colon + w.Size(o)
		if r := w.Reason(o); r != "" && o.Effect.T > 0 {
			v.Asides = append(v.Asides, r)
		}
	case o.State == loop.Measuring:
		v.Sentence = fmt.Sprintf(t.KnownOn, w.Day(o.Due+1))
	default:
		v.Sentence = w.Days(o.Try.Running(o.Try.Start + 1))
		if o.Try.End != 0 {
			v.Sentence = w.Days(o.Days)
		}
	}
	direction := t.Up
	if o.Try.Direction == ops.DownGood {
		direction = t.Down
	}
	v.Asides = append(v.Asides, fmt.Sprintf(t.Before, direction, tell.Percent(o.Try.Expected), tell.Percent(o.Try.Probability)),
		fmt.Sprintf(t.CostHours, w.Spent(o.Cost), w.Value(ops.Value{Number: o.Try.Hours}, ops.UnitNumber)))
	if o.Try.Owner != "" {
		v.Asides = append(v.Asides, fmt.Sprintf(t.OwnerIs, o.Try.Owner))
	}
	if o.Try.Hypothesis != "" {
		v.Asides = append(v.Asides, o.Try.Hypothesis)
	}
	if o.Effect.T > 0 {
		tone := v.Tag.Class
		e := o.Effect
		v.Facts = append(v.Facts, factView{t.Extra, w.Signed(e.Value(), m), fmt.Sprintf(t.EachRange, w.amount(e.Low, m),
			w.amount(e.High, m)) + w.T.Plan.Comma + t.Level90, tone},
			factView{t.Came, w.amount(e.Actual, m), t.Usual + " " + w.amount(e.Expected, m), ""})
		if cost, limits, ok := o.PerUnit(); ok {
			v.Facts = append(v.Facts, factView{t.Each, w.money(cost), fmt.Sprintf(t.EachRange, w.money(limits.Low), w.money(limits.High)), ""})
		} else {
			v.Facts = append(v.Facts, factView{t.Each, "—", w.noPrice(o), ""})
		}
		if o.Split != nil {
			v.Facts = append(v.Facts, factView{t.ByChance, pText(e.P), t.ChanceShort, ""})
			return
		}
		v.Facts = append(v.Facts, factView{t.OffBefore, fmt.Sprintf("%d / %d", e.AsFar, e.Windows), t.AsFar, ""})
	}
}

// noPrice says why there is no price of one more.
func (w writer) noPrice(o loop.Outcome) string {
	t := &w.T.Plan
	switch {
	case o.Cost.Open:
		return t.CostOpen
	case o.Cost.Known == 0:
		return t.CostNone
	}
	return w.Verdict(o.Verdict).Text
}

// tryDetail fills in the chart, the parts and what stayed.
func (s *Section) tryDetail(ctx context.Context, v *tryView, w writer, world loop.World, o loop.Outcome) error {
	x, err := world.Detail(ctx, o)
	if err != nil || x == nil {
		return err
	}
	t, m := &w.T.Plan, w.Metric(o.Try.Metric)
	e := chart.Effect{Unit: m.Unit, Actual: x.Actual, Usual: x.Usual, Low: x.Low, High: x.High, ActualName: t.Actual, UsualName: t.Usual,
		LowName: t.Band, HighName: t.Band}
	for _, d := range x.Days {
		e.Labels = append(e.Labels, w.Lang.Short(view.Civil(d)))
		e.Titles = append(e.Titles, w.Lang.WeekdayDate(view.Civil(d)))
		e.Weekend = append(e.Weekend, d.Weekday() == time.Saturday || d.Weekday() == time.Sunday)
	}
	option, err := e.Option()
	if err != nil {
		return err
	}
	v.ChartTitle = fmt.Sprintf(t.ChartTitle, w.Days(o.Days), w.amount(o.Effect.Actual, m), w.amount(o.Effect.Expected, m))
	v.Chart = &view.Chart{ID: "c-try", Summary: v.ChartTitle, Option: option,
		Legend: []view.Legend{{Class: "line c1", Name: t.Actual}, {Class: "line dash", Name: t.Usual}, {Class: "c1 band", Name: t.Band}}}
	for _, a := range x.AddedUp {
		v.AddedUp = append(v.AddedUp, addedView{w.Lang.Short(view.Civil(a.Day)), w.Signed(a.Value, m), w.amount(a.Low, m) + " – " + w.amount(a.High, m)})
	}
	least, most := 0.0, 0.0
	for _, p := range x.Parts {
		least, most = min(least, p.Outcome.Effect.Low), max(most, p.Outcome.Effect.High)
	}
	for _, p := range x.Parts {
		q := p.Outcome.Effect
		part := partView{Name: w.Group(p.Group, 0), Came: w.amount(q.Actual, m), Extra: w.Signed(q.Value(), m),
			Range: w.amount(q.Low, m) + " – " + w.amount(q.High, m),
			Tag:   w.Verdict(p.Outcome.Verdict), Bar: newBar(least, most, q.Low, q.High, q.Value())}
		part.Bar.Tone = part.Tag.Class
		v.Parts = append(v.Parts, part)
	}
	w.tryStayed(v, x, m)
	return nil
}

// tryStayed fills in what stayed.
func (w writer) tryStayed(v *tryView, x *loop.Detail, m *ops.Metric) {
	t := &w.T.Plan
	for _, r := range x.Stayed {
		v.Stayed = append(v.Stayed, w.stay(fmt.Sprintf(t.DayBack, r.Day), r))
	}
	if x.PerStayed != nil {
		v.StayedSays = append(v.StayedSays, fmt.Sprintf(t.EachStayed, w.money(x.PerStayed.Value), w.money(x.PerStayedLimits.Low), w.money(x.PerStayedLimits.High)))
	}
	if e := x.After; e != nil {
		says := t.NoPull
		if e.High < 0 {
			says = t.Pulled
		} else if e.Low > 0 {
			says = t.After
		}
		v.StayedSays = append(v.StayedSays, fmt.Sprintf(t.PullForward, w.amount(e.Actual, m), w.amount(e.Expected, m), w.amount(e.Expected+e.Value()-e.High, m),
			w.amount(e.Expected+e.Value()-e.Low, m), says))
	}
}

// stay shows one comparison of who stayed.
func (w writer) stay(name string, r loop.Stay) stayView {
	t := &w.T.Plan
	row := stayView{Name: name, Now: fmt.Sprintf("%.1f%%", 100*float64(r.Part)/float64(r.Of)),
		NowOf:  partOf(r.Part, r.Of),
		Before: fmt.Sprintf("%.1f%%", 100*float64(r.PartBefore)/float64(r.OfBefore)), BeforeOf: partOf(r.PartBefore, r.OfBefore),
		Difference: w.Points(r.Difference), Range: w.Points(r.Limits.Low) + " – " + w.Points(r.Limits.High), Tag: tell.Tag{Text: t.NoDifference}}
	if r.Limits.Low > 0 {
		row.Tag = tell.Tag{Class: "good", Text: t.More}
	} else if r.Limits.High < 0 {
		row.Tag = tell.Tag{Class: "bad", Text: t.Fewer}
	}
	return row
}

// tryMeanwhile lists the notes and tries around a try.
func (s *Section) tryMeanwhile(ctx context.Context, v *tryView, w writer, world loop.World, o loop.Outcome) error {
	days := o.Try.Running(world.Today + 1)
	days = ops.Range{From: days.From - 1, To: max(days.To, days.From+1) + 1}
	notes, err := world.Notes(ctx, s.Book, days)
	if err != nil {
		return err
	}
	for _, n := range notes {
		if n.Key == "try:"+strconv.FormatInt(o.Try.ID, 10) {
			continue
		}
		v.Meanwhile = append(v.Meanwhile, meanwhileView{w.Days(n.Days), w.noteText(n), w.noteKind(n.Kind), n.Link})
	}
	return nil
}

// tryDecision fills in the form of a decision, or what was decided.
func (w writer) tryDecision(v *tryView, world loop.World, o loop.Outcome, typed url.Values) {
	if o.Try.Decision != "" {
		v.Decision, v.Why = w.Decision(o.Try.Decision), o.Try.Sentence
		if i := slices.IndexFunc(world.Tries, func(t ops.Try) bool { return t.ID == o.Try.Next }); i >= 0 {
			v.NextHref, v.NextTitle = tryHref(o.Try.Next), world.Tries[i].Title
		}
		return
	}
	if !v.Edit || o.State != loop.Measured {
		return
	}
	v.Reason, v.NextNew = typed.Get("sentence"), ask.Href("/tries/new", likeIt(o.Try))
	for _, d := range ops.Decisions() {
		v.Choices = append(v.Choices, option{string(d), w.Decision(d), string(d) == typed.Get("decision")})
	}
	for i := len(world.Tries) - 1; i >= 0; i-- {
		if t := world.Tries[i]; t.ID != o.Try.ID && t.Decision == "" && t.Start > o.Try.Start {
			id := strconv.FormatInt(t.ID, 10)
			v.NextTries = append(v.NextTries, option{id, t.Title + " · " + w.Day(t.Start), id == typed.Get("next")})
		}
	}
}

// decideTry keeps what was decided.
func (s *Section) decideTry(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version", "decision", "sentence", "next")
	if err != nil {
		return err
	}
	ctx := frame.ActAs(c, frame.PrincipalOf(c).Name)
	world, err := s.Book.World(ctx, s.Data(c), s.today())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(world.Tries, func(t ops.Try) bool { return t.ID == id })
	if i < 0 {
		return echo.ErrNotFound
	}
	t := world.Tries[i]
	t.Decision, t.Sentence = ops.Decision(form.Get("decision")), form.Get("sentence")
	if t.Version, err = frame.WholeField(form, "version"); err == nil && form.Get("next") != "" {
		t.Next, err = frame.WholeField(form, "next")
	}
	if err == nil {
		_, err = s.Book.Decide(ctx, world, t)
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error { return s.tryPage(c, status, fault, form) })
	}
	return back(c, tryHref(id))
}

// removeTry takes a try away.
func (s *Section) removeTry(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version")
	if err != nil {
		return err
	}
	version, err := frame.WholeField(form, "version")
	if err == nil {
		err = s.Book.Tries.Remove(frame.ActAs(c, frame.PrincipalOf(c).Name), id, version)
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error { return s.tryPage(c, status, fault, nil) })
	}
	return back(c, "/tries")
}
