package ask

import (
	"errors"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// someEvents is a record in which these events happened.
type someEvents struct {
	engine.Snapshot
	names []string
}

func (s someEvents) Events() []string { return s.names }

func exploredData() analysis.Data {
	sum := func(name, measure string, unit ops.Unit, den ops.Linear) *ops.Metric {
		return &ops.Metric{Name: name, Label: ops.Label{En: name, Zh: name}, Unit: unit, Num: ops.Linear{{Sign: 1, Measure: measure}}, Den: den, Scale: 1}
	}
	return analysis.Data{Snapshot: someEvents{names: []string{"pay", "check_in", "join"}}, Catalog: &ops.Catalog{
		Events:   []string{"join", "check_in"},
		Measures: map[string]*ops.Measure{"joins": {Name: "joins", Record: "events"}, "cost": {Name: "cost", Record: "spend"}},
		Metrics: []*ops.Metric{sum("joins", "joins", ops.UnitCount, nil), sum("cost", "cost", ops.UnitMoney, nil),
			sum("other_cost", "cost", ops.UnitMoney, nil), sum("clicks", "cost", ops.UnitCount, nil),
			sum("cac", "cost", ops.UnitMoney, ops.Linear{{Sign: 1, Measure: "joins"}})}}}
}

// An address makes the panel that a page file would say, and what no field says stands
// beside.
func TestAnAddressMakesAPanel(t *testing.T) {
	steps := func(events ...string) (out []ops.Step) {
		for _, e := range events {
			out = append(out, ops.Step{Event: e, Label: ops.Label{En: e, Zh: e}})
		}
		return out
	}
	for address, want := range map[string]ops.Panel{
		"": {Type: "line", Metric: "joins"},
		"explore.type=line&explore.metric=cost&explore.by=channel": {Type: "line", Metric: "cost", By: "channel"},
		"explore.type=table&explore.metrics=cost&explore.metrics=joins&explore.by=channel&explore.limit=5": {Type: "table",
			Metrics: []string{"cost", "joins"}, By: "channel", Limit: 5},
		"explore.type=waterfall&explore.step=cost&explore.step=-cost": {Type: "waterfall", Steps: []ops.Step{
			{Metric: "cost", Label: ops.Label{En: "cost", Zh: "cost"}}, {Metric: "cost", Minus: true, Label: ops.Label{En: "cost", Zh: "cost"}},
			{Total: true, Label: ops.Label{En: "Total", Zh: "合计"}}}},
		"explore.type=weekday_hour&explore.event=pay": {Type: "weekday_hour", Event: "pay"},
		"explore.type=retention&retention.start=join&retention.return=check_in&retention.period=day&retention.mode=streak&retention.streak=3": {Type: "retention",
			Event: "join", Return: "check_in", Period: "day", Ask: map[string]string{"mode": "streak", "streak": "3"}},
		"explore.type=growth&growth.event=pay%5Bproduct:book%5D":                     {Type: "growth", Event: "check_in", Ask: map[string]string{"event": "pay[product:book]"}},
		"explore.type=funnel&funnel.steps=join,pay&funnel.window=30d&funnel.by=none": {Type: "funnel", Steps: steps("join", "pay"), Window: "30d"},
		"explore.type=stages&explore.step=join&explore.step=pay&explore.within=3": {Type: "stages", Steps: []ops.Step{steps("join")[0],
			{Event: "pay", Label: ops.Label{En: "pay", Zh: "pay"}, Within: 3}}},
	} {
		q, _ := url.ParseQuery(address)
		got, err := ExploredPanel(q, exploredData())
		want.ID, want.Width = ExploredID, 12
		if err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%s: %v\n%+v, want\n%+v", address, err, *got, want)
		}
	}
}

// What cannot be is told at its field.
func TestWhatCannotBeAskedIsToldAtItsField(t *testing.T) {
	for address, want := range map[string]string{
		"explore.type=pie":                                            "bad_parameter explore.type",
		"explore.type=line&explore.metric=love":                       "unknown_metric explore.metric",
		"explore.type=line&explore.metric=cost&explore.by=group":      "cannot_split explore.by",
		"explore.type=line&explore.metric=cac&explore.by=platform":    "cannot_split explore.by",
		"explore.type=line&explore.by=moon":                           "unknown_dimension explore.by",
		"explore.type=steps&explore.step=joins":                       "too_few_steps explore.step",
		"explore.type=waterfall&explore.step=joins&explore.step=cost": "bad_step explore.step",
		"explore.type=weekday_hour&explore.event=fly":                 "unknown_event explore.event",
		"explore.type=table&explore.limit=0":                          "bad_parameter explore.limit",
		"explore.type=line&explore.colour=red":                        "unknown_parameter explore.colour",
	} {
		q, _ := url.ParseQuery(address)
		_, err := ExploredPanel(q, exploredData())
		var m ops.Mistakes
		if !errors.As(err, &m) || len(m) != 1 || string(m[0].Code)+" "+m[0].Where.Column != want {
			t.Errorf("%s: %v, want %s", address, err, want)
		}
	}
}

// Another topic is its first way of looking at it; what the last one asked goes, and
// boxes that are ticked become one list.
func TestTheFormIsTidied(t *testing.T) {
	for address, want := range map[string]string{
		"explore.topic=funnel&explore.type=line&explore.metric=cost":               "explore.type=funnel",
		"explore.topic=metrics&explore.type=table&explore.metrics=cost":            "explore.metrics=cost&explore.type=table",
		"explore.type=streaks&retention.start=join&streaks.event=join&explore.by=": "explore.type=streaks&streaks.event=join",
		"explore.type=streaks&streaks.rest=saturday&streaks.rest=sunday":           "explore.type=streaks&streaks.rest=saturday%2Csunday",
		"explore.type=funnel&funnel.steps=join&funnel.steps=&funnel.steps=pay":     "explore.type=funnel&funnel.steps=join%2Cpay",
		"explore.type=line&explore.colour=red":                                     "explore.colour=red&explore.type=line",
		"explore.topic=moon&explore.type=line":                                     "explore.type=moon",
	} {
		q, _ := url.ParseQuery(address)
		if got, _ := TidyOptions(q); got.Encode() != want {
			t.Errorf("%s became %s, want %s", address, got.Encode(), want)
		}
	}
}

// A panel asks what its field ask says, until a form asks something else; which period a
// trend draws is picked beside.
func TestAPanelAsksWhatItSaysBesides(t *testing.T) {
	panel := &ops.Panel{ID: "a", Type: "retention", Event: "join", Ask: map[string]string{"mode": "streak", "streak": "2"}}
	page := &ops.Page{Panels: []*ops.Panel{panel}}
	for options, want := range map[string]engine.RetentionQuery{
		"":                     {Mode: "streak", Streak: 2},
		"retention.trend=3":    {Mode: "streak", Streak: 2},
		"retention.mode=exact": {Mode: "exact"},
		"retention.by=channel": {Mode: "exact", By: "channel"},
	} {
		q, _ := url.ParseQuery(options)
		got, err := PanelQuestions(page, q, ops.Keys{})
		if err != nil {
			t.Errorf("%s: %v", options, err)
			continue
		}
		if r := got[panel].Retention; r.Mode != want.Mode || r.Streak != want.Streak || r.By != want.By || r.Start.Event != "join" {
			t.Errorf("%s asks %+v", options, r)
		}
	}
	panel.Ask = map[string]string{"streak": "2"}
	for _, s := range PanelShapes() {
		if s.Type == "retention" {
			if m := s.Check(panel); len(m) != 1 || m[0].Where.Column != "streak" {
				t.Errorf("%v", m)
			}
		}
	}
}

// Every type of panel is about something, and what it needs a form offers.
func TestEveryPanelCanBePutTogether(t *testing.T) {
	for _, p := range analysis.PanelTypes() {
		if p.Topic() == "" {
			t.Errorf("%s is about nothing", p.Type)
		}
		q := url.Values{ExploreName("type"): {p.Type}}
		got, err := ExploredPanel(q, exploredData())
		if err != nil {
			t.Errorf("%s: %v", p.Type, err)
		}
		for _, need := range p.Required {
			has := map[string]bool{"metric": got.Metric != "", "metrics": len(got.Metrics) > 0, "x": got.X != "", "y": got.Y != "", "size": got.Size != "",
				"by": got.By != "", "event": got.Event != "", "steps": len(got.Steps) > 1, "window": got.Window != ""}
			if !slices.Contains(slices.Collect(maps.Keys(has)), need) || !has[need] {
				t.Errorf("%s has no %s: %+v", p.Type, need, got)
			}
		}
	}
}
