package api

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/calc"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// tryBody is a try as programs write it.
type tryBody struct {
	Version     int64    `json:"version"`
	Key         string   `json:"key"`
	Title       string   `json:"title"`
	Kind        string   `json:"kind"`
	Hypothesis  string   `json:"hypothesis"`
	Scope       string   `json:"scope"`
	MeasuredOn  string   `json:"measured_on"`
	Metric      string   `json:"metric"`
	Also        []string `json:"also"`
	Direction   string   `json:"direction"`
	Start       string   `json:"start"`
	End         string   `json:"end"`
	Expected    float64  `json:"expected"`
	Probability float64  `json:"probability"`
	Cost        float64  `json:"cost"`
	Hours       float64  `json:"hours"`
	Owner       string   `json:"owner"`
	Control     string   `json:"control"`
	Split       string   `json:"split"`
	Groups      []string `json:"groups"`
	Share       float64  `json:"share"`
	Seed        string   `json:"seed"`
	Within      int      `json:"within"`
	Members     []string `json:"members,omitempty"` // who gets it, of a request that lists them
	Others      []string `json:"others,omitempty"`
	Override    bool     `json:"override"`
}

// decisionBody is what was decided on a try.
type decisionBody struct {
	Version  int64  `json:"version"`
	Decision string `json:"decision"`
	Sentence string `json:"sentence"`
	Next     int64  `json:"next_try"`
}

// tryAnswer is a try, how it stands and what it brought.
type tryAnswer struct {
	ID int64 `json:"id"`
	tryBody
	Given     int           `json:"members_given"`
	Left      int           `json:"members_others"`
	Parts     *partsAnswer  `json:"parts"`
	Altered   bool          `json:"altered"`
	State     loop.State    `json:"state"`
	Verdict   loop.Verdict  `json:"verdict"`
	Reason    calc.Reason   `json:"reason"`
	KnownTo   string        `json:"known_to"`
	Due       string        `json:"due"`
	Effect    *effectAnswer `json:"effect"`
	TotalCost figure        `json:"total_cost"`
	CostKnown float64       `json:"cost_known"` // of the total: the rest has no exchange rate
	PerUnit   *rangeAnswer  `json:"cost_per_unit"`
	Overlaps  []int64       `json:"overlaps"`
	Enough    int           `json:"days_enough"`
	Decision  ops.Decision  `json:"decision"`
	Sentence  string        `json:"sentence"`
	Next      int64         `json:"next_try"`
	CreatedBy string        `json:"created_by"`
	ChangedBy string        `json:"changed_by"`
	ChangedAt string        `json:"changed_at"`
}

// effectAnswer is an effect with its limits at 90 %.
type effectAnswer struct {
	Actual      float64 `json:"actual"`
	Expected    float64 `json:"expected"`
	Effect      float64 `json:"effect"`
	Low         float64 `json:"low"`
	High        float64 `json:"high"`
	Level       float64 `json:"level"`
	P           float64 `json:"p"`
	Days        int     `json:"days"`
	Windows     int     `json:"windows"`
	Independent int     `json:"independent"`
	AsFar       int     `json:"as_far"`
	Drift       float64 `json:"drift"`
	Controlled  bool    `json:"controlled"`
}

// rangeAnswer is a value and its limits.
type rangeAnswer struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

type triesAnswer struct {
	Tries       []tryAnswer         `json:"tries"`
	Kinds       []kindAnswer        `json:"kinds"`
	Calibration []calibrationAnswer `json:"calibration"`
}

type kindAnswer struct {
	Kind     string       `json:"kind"`
	Metric   string       `json:"metric"`
	Measured int          `json:"measured"`
	Works    int          `json:"works"`
	HitRate  rangeAnswer  `json:"hit_rate"`
	Drawn    figure       `json:"hit_rate_drawn"`
	Mean     *rangeAnswer `json:"per_thousand"`
	Tau2     float64      `json:"tau2"`
}

type calibrationAnswer struct {
	Owner    string  `json:"owner"`
	Measured int     `json:"measured"`
	Brier    float64 `json:"brier"`
	Base     float64 `json:"base"`
}

func effectOf(o loop.Outcome) *effectAnswer {
	e := o.Effect
	if e.High == 0 && e.Low == 0 || o.Verdict == "" {
		return nil
	}
	return &effectAnswer{Actual: e.Actual, Expected: e.Expected, Effect: e.Value(), Low: e.Low, High: e.High, Level: .9, P: e.P, Days: e.Days,
		Windows: e.Windows, Independent: e.Independent, AsFar: e.AsFar, Drift: e.Drift, Controlled: e.Controlled}
}

// bodyOf is a try as programs write it.
func (s *Section) bodyOf(t ops.Try) tryBody {
	b := tryBody{Version: t.Version, Key: t.Key, Title: t.Title, Kind: t.Kind, Hypothesis: t.Hypothesis, Scope: t.Scope, MeasuredOn: t.MeasuredOn,
		Metric: t.Metric, Also: t.Also, Direction: string(t.Direction), Start: t.Start.String(), End: dayText(t.End), Expected: t.Expected,
		Probability: t.Probability, Cost: float64(t.Cost) / math.Pow10(ops.Exponent(s.Currency)), Hours: t.Hours, Owner: t.Owner, Control: t.Control}
	b.putSplit(t.Split)
	if b.Also == nil {
		b.Also = []string{}
	}
	return b
}

func (s *Section) answerTry(o loop.Outcome) tryAnswer {
	t := o.Try
	a := tryAnswer{ID: t.ID, tryBody: s.bodyOf(t), Given: t.Split.Given, Left: t.Split.Others, Parts: partsOf(o.Split),
		Altered: t.Altered, State: o.State, Verdict: o.Verdict, Reason: o.Reason, KnownTo: dayText(o.Known),
		Due: dayText(o.Due), Effect: effectOf(o), TotalCost: figure(o.Cost.Value()), CostKnown: o.Cost.Known,
		Overlaps: []int64{}, Enough: o.Enough, Decision: t.Decision, Sentence: t.Sentence,
		Next: t.Next, CreatedBy: t.CreatedBy, ChangedBy: t.ChangedBy, ChangedAt: instantText(t.Changed)}
	if cost, limits, ok := o.PerUnit(); ok {
		a.PerUnit = &rangeAnswer{cost, limits.Low, limits.High}
	}
	for _, u := range o.Overlaps {
		if u.ID != 0 {
			a.Overlaps = append(a.Overlaps, u.ID)
		}
	}
	return a
}

// askTries answers all tries, kinds of them and how well owners foresaw them.
func (s *Section) askTries(p *ask.Params, w loop.World) func(context.Context) (any, *report.Table, error) {
	state := p.Choice("state", "", "planned", "running", "measuring", "measured", "decided")
	table := p.Table("tries", "kinds")
	return func(ctx context.Context) (any, *report.Table, error) {
		outcomes, err := w.Outcomes(ctx)
		if err != nil {
			return nil, nil, err
		}
		out := triesAnswer{Tries: []tryAnswer{}, Kinds: []kindAnswer{}, Calibration: []calibrationAnswer{}}
		for _, o := range outcomes {
			if state == "" || string(o.State) == state {
				out.Tries = append(out.Tries, s.answerTry(o))
			}
		}
		for _, k := range loop.Kinds(outcomes) {
			a := kindAnswer{Kind: k.Kind, Metric: k.Metric, Measured: k.Measured, Works: k.Works,
				HitRate: rangeAnswer{float64(k.Works) / float64(k.Measured), k.HitRate.Low, k.HitRate.High}}
			a.Drawn = figure(k.Drawn)
			if m := k.Pooled; m != nil {
				a.Mean, a.Tau2 = &rangeAnswer{m.Mean, m.Limits.Low, m.Limits.High}, m.Tau2
			}
			out.Kinds = append(out.Kinds, a)
		}
		for _, x := range loop.Calibrations(outcomes) {
			out.Calibration = append(out.Calibration, calibrationAnswer{x.Owner, x.Measured, x.Score, x.Base})
		}
		if table == "kinds" {
			return out, kindTable(out.Kinds), nil
		}
		return out, tryTable(out.Tries), nil
	}
}

func tryTable(tries []tryAnswer) *report.Table {
	t := &report.Table{Header: loop.TryColumns()}
	for _, a := range tries {
		var effect, low, high, per string
		if a.Effect != nil {
			effect, low, high = decimalText(a.Effect.Effect), decimalText(a.Effect.Low), decimalText(a.Effect.High)
		}
		if a.PerUnit != nil {
			per = decimalText(a.PerUnit.Value)
		}
		next := ""
		if a.Next != 0 {
			next = strconv.FormatInt(a.Next, 10)
		}
		row := []string{strconv.FormatInt(a.ID, 10), a.Key, a.Title, a.Kind, a.Hypothesis, a.Scope, a.MeasuredOn, a.Metric, strings.Join(a.Also, ","),
			a.Direction, a.Start, a.End,
			decimalText(a.Expected), decimalText(a.Probability), decimalText(a.Cost), decimalText(a.Hours), a.Owner, a.Control,
			a.Split, strings.Join(a.Groups, ","), blankZero(a.Share), a.Seed, blankZero(float64(a.Within)),
			blankZero(float64(a.Given)), blankZero(float64(a.Left)), string(a.State),
			string(a.Verdict), string(a.Reason),
			effect, low, high, per, string(a.Decision), a.Sentence, next}
		for _, i := range []int{1, 2, 4, 5, 6, 16, 17, 19, 21, 33} {
			row[i] = ops.SafeText(row[i])
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// blankZero writes a number in full, nothing for 0.
func blankZero(x float64) string {
	if x == 0 {
		return ""
	}
	return decimalText(x)
}

func kindTable(kinds []kindAnswer) *report.Table {
	t := &report.Table{Header: []string{"kind", "metric", "measured", "works", "hit_rate", "hit_rate_low", "hit_rate_high", "hit_rate_drawn",
		"per_thousand", "low", "high"}}
	for _, k := range kinds {
		row := []string{k.Kind, k.Metric, strconv.Itoa(k.Measured), strconv.Itoa(k.Works), decimalText(k.HitRate.Value), decimalText(k.HitRate.Low),
			decimalText(k.HitRate.High), "", "", "", ""}
		if k.Drawn.State == ops.Known {
			row[7] = decimalText(k.Drawn.Number)
		}
		if k.Mean != nil {
			row[8], row[9], row[10] = decimalText(k.Mean.Value), decimalText(k.Mean.Low), decimalText(k.Mean.High)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// tryOf reads a try that a program wrote.
func (s *Section) tryOf(c echo.Context, b tryBody) (t ops.Try, err error) {
	t = ops.Try{Edited: ops.Edited{Version: b.Version, Key: b.Key}, Title: b.Title, Kind: b.Kind, Hypothesis: b.Hypothesis, Metric: b.Metric, Also: b.Also,
		Direction: ops.Direction(b.Direction), Expected: b.Expected, Probability: b.Probability,
		Cost:  int64(math.Round(b.Cost * math.Pow10(ops.Exponent(s.Currency)))),
		Hours: b.Hours, Owner: b.Owner, MeasuredOn: b.MeasuredOn, Split: b.splitOf()}
	if t.Scope, err = readScope(b.Scope); err != nil {
		return t, ops.AtColumn(err, "scope")
	}
	if t.Control, err = readScope(b.Control); err != nil {
		return t, ops.AtColumn(err, "control")
	}
	if b.MeasuredOn != "" && b.MeasuredOn != ops.MeasuredOnAll {
		if t.MeasuredOn, err = readScope(b.MeasuredOn); err != nil {
			return t, ops.AtColumn(err, "measured_on")
		}
	}
	if t.Start, err = parseDay("start", b.Start); err != nil {
		return t, err
	}
	if t.End, err = parseDay("end", b.End); err != nil {
		return t, err
	}
	return t, s.Book.CheckTry(s.Data(c), t)
}

// createTry keeps a new try.
func (s *Section) createTry(c echo.Context) error {
	var b tryBody
	if err := frame.DecodeJSON(c, &b); err != nil {
		return err
	}
	sent, err := frame.SentBy(c)
	if err != nil {
		return err
	}
	t, err := s.tryOf(c, b)
	if err != nil {
		return err
	}
	ctx := act(c)
	t, again, err := s.Book.AddTry(ctx, s.Data(c), t, sent, s.today())
	if err != nil {
		return err
	}
	return s.sendTry(c, ctx, t, again)
}

// sendTry answers with a try as it stands.
func (s *Section) sendTry(c echo.Context, ctx context.Context, t ops.Try, again bool) error {
	w, err := s.Book.World(ctx, s.Data(c), s.today())
	if err != nil {
		return err
	}
	o, err := loop.OutcomeOf(ctx, w, t)
	if err != nil {
		return err
	}
	return made(c, again, s.answerTry(o))
}

// changeTry keeps what a program says of a try.
func (s *Section) changeTry(c echo.Context) error {
	var b tryBody
	id, err := readChange(c, &b)
	if err != nil {
		return err
	}
	t, err := s.tryOf(c, b)
	if err != nil {
		return err
	}
	t.ID = id
	ctx := act(c)
	if t, err = s.Book.ChangeTry(ctx, s.Data(c), t, s.today(), b.Override); err != nil {
		return err
	}
	return s.sendTry(c, ctx, t, true)
}

// decideTry keeps what was decided on a try.
func (s *Section) decideTry(c echo.Context) error {
	var b decisionBody
	id, err := readChange(c, &b)
	if err != nil {
		return err
	}
	ctx := act(c)
	w, err := s.Book.World(ctx, s.Data(c), s.today())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(w.Tries, func(t ops.Try) bool { return t.ID == id })
	if i < 0 {
		return echo.ErrNotFound
	}
	t := w.Tries[i]
	t.Version, t.Decision, t.Sentence, t.Next = b.Version, ops.Decision(b.Decision), b.Sentence, b.Next
	if t, err = s.Book.Decide(ctx, w, t); err != nil {
		return err
	}
	return s.sendTry(c, ctx, t, true)
}

// removeTry takes a try away.
func (s *Section) removeTry(c echo.Context) error { return removed(c, s.Book.Tries.Remove) }
