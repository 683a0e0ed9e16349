package analysis

import (
	"fmt"
	"reflect"
	"testing"

	"daybreak/internal/ops"
)

// Two accounts of one platform: South stops on 31 July while North goes on, as do
// rows that name no account. Of August nobody knows what the platform cost, until
// South catches up or somebody retires it. What is asked of North alone is known.
func TestAnAccountThatFallsBehind(t *testing.T) {
	text := "date,platform,account,campaign,channel,impressions,clicks,cost,currency\n"
	for d := day(t, "2026-07-01"); d <= day(t, "2026-08-01"); d++ {
		text += fmt.Sprintf("%s,adnet,North,c,search,10,1,2,CNY\n%[1]s,adnet,,c,search,10,1,4,CNY\n%[1]s,baidu,Main,c,search,10,1,5,CNY\n", d)
		if d <= day(t, "2026-07-31") {
			text += fmt.Sprintf("%s,adnet,South,c,search,10,1,3,CNY\n", d)
		}
	}
	on := func(dimension string, values ...string) []ops.Filter {
		return []ops.Filter{{Dimension: dimension, Values: values}}
	}
	others := []ops.Filter{{Dimension: "account", Not: true, Values: []string{"south"}}}
	const unknown = -1
	retired := []ops.Source{{Record: "spend", Name: "adnet", Part: "South", RetiredBy: "Mei"}}
	for _, x := range []struct {
		what     string
		filter   []ops.Filter
		declared []ops.Source
		want     float64 // the cost of 1 August; its 31st of July is there in any case
	}{
		{"all", nil, nil, unknown},
		{"the platform", on("platform", "adnet"), nil, unknown},
		{"South", on("account", "South"), nil, unknown},
		{"both accounts", on("account", "North", "South"), nil, unknown},
		{"North", on("account", "north"), nil, 2},
		{"another platform", on("platform", "baidu"), nil, 5},
		{"all but South", others, nil, 2 + 4 + 5},
		{"rows that name no account", on("account", ""), nil, 4},
		{"an account that there is not: nothing, as far as all accounts are known", on("account", "East"), nil, unknown},
		{"all, South retired", nil, retired, 2 + 4 + 5},
		{"South, retired", on("account", "South"), retired, unknown},
		{"all, the platform declared complete", nil, []ops.Source{{Record: "spend", Name: "adnet", Through: day(t, "2026-08-01")}}, 2 + 4 + 5},
		{"all, South declared complete", nil, []ops.Source{{Record: "spend", Name: "adnet", Part: "South", Through: day(t, "2026-08-01")}}, 2 + 4 + 5},
	} {
		d := world{files: map[string]string{"spend": text}, declared: x.declared}.data(t)
		v := resolve(t, d, Params{From: "2026-08-01", To: "2026-08-01", Filter: x.filter}, "cost")
		table := ask(t, d, v, Query{Metrics: []string{"cost"}})
		got, behind := table.Columns[0].Total.Value, noteArgs(table.Notes, SourceBehind)
		if x.want != unknown {
			is(t, x.what, got, x.want)
		} else {
			isState(t, x.what, got, ops.Pending)
		}
		late := []any{"spend", "adnet", []string{"South"}, day(t, "2026-08-01"), day(t, "2026-08-01")}
		if named := len(behind) == 1 && reflect.DeepEqual(behind[0], late); named != (x.want == unknown && x.declared == nil) || len(behind) > 1 {
			t.Errorf("%s: the sources behind are %v", x.what, behind)
		}
	}
}
