package ask

import (
	"reflect"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// The options that a form of a page shows ask what the panel asks: read on top
// of another question of the kind, they replace it whole.
func TestOptionsOfAPageAskTheSame(t *testing.T) {
	visit, book := engine.Activity{Event: "visit"}, engine.Activity{Event: "read", Where: []ops.Filter{is("product", "book")}}
	for name, x := range map[string]struct{ asked, own analysis.Question }{
		"retention": {
			analysis.Question{Trend: 3, Show: "people", Retention: &engine.RetentionQuery{Start: book, Return: visit, Cohort: "join",
				Mode: "on_or_after", Period: ops.Weekly, Periods: 4, MinReturns: 2, By: "city"}},
			analysis.Question{Retention: &engine.RetentionQuery{Start: visit, Return: visit, Cohort: "first", Mode: "exact", Period: ops.Daily, MinReturns: 1}},
		},
		"streaks": { // 0 is written too: a panel makes up one day unless it is told
			analysis.Question{Streaks: &engine.StreakQuery{Event: visit, Challenge: "c", MakeUp: 0, Rest: []int{6}}},
			analysis.Question{Streaks: &engine.StreakQuery{Event: book, MakeUp: 1}},
		},
		"kept": {
			analysis.Question{Kept: &analysis.KeptQuery{Start: visit, Return: book, Cohort: "join", Mode: "on_or_after",
				Horizons: []int{1, 366}, Metric: "cost", By: "campaign"}},
			analysis.Question{Kept: &analysis.KeptQuery{Start: book, Return: visit, Cohort: "first", Mode: "exact", Horizons: []int{7}, Metric: "cac", By: "channel"}},
		},
	} {
		k, _ := KindNamed(name)
		v := k.Options(x.asked)
		p := NewParams(v.Values())
		got := k.choose(p, x.own)
		if err := p.Done(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(got, x.asked) {
			t.Errorf("%s: %s asks %+v", name, v.Encode(), got)
		}
		for _, other := range Kinds() {
			if other.Name() != name && other.Options(x.asked) != nil {
				t.Errorf("%s has options of %s", name, other.Name())
			}
		}
	}
}

// A kind's table names each field once, and its bounds are bounds.
func TestFieldsAreTold(t *testing.T) {
	for _, k := range Kinds() {
		names := map[string]bool{}
		for _, f := range k.Fields() {
			if f.Name == "" || names[f.Name] {
				t.Errorf("%s: the field %q is there twice or has no name", k.Name(), f.Name)
			}
			names[f.Name] = true
			if f.Type == NumberField && f.Least >= f.Most {
				t.Errorf("%s.%s: from %d to %d", k.Name(), f.Name, f.Least, f.Most)
			}
			if (f.Type == ChoiceField || f.Type == DimensionField) && len(f.Choices) < 2 {
				t.Errorf("%s.%s has the choices %v", k.Name(), f.Name, f.Choices)
			}
		}
	}
}
