package ask

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// funnel asks who gets through steps.
var funnel = sync.OnceValue(func() *kind[engine.FunnelQuery] {
	type Q = engine.FunnelQuery
	return &kind[Q]{
		name: "funnel",
		own:  Q{Order: engine.OrderOrdered, Days: 7},
		fields: []field[Q]{
			activities("steps", 1, func(q *Q) *[]engine.Activity { return &q.Steps }),
			{Field{Name: "window", Type: WindowField},
				func(p *Params, q *Q) { q.Hours, q.Days = p.window("window", windowText(*q)) },
				func(v *Address, q *Q) { v.Set("window", windowText(*q)) }},
			choice("order", func(q *Q) *string { return &q.Order }, engine.OrderOrdered, engine.OrderStrict, engine.OrderAny),
			activities("exclude", 0, func(q *Q) *[]engine.Activity { return &q.Exclude }),
			attribute("by", func(q *Q) *string { return &q.By }),
		},
		scope: overDays(func(q *Q) (*ops.Range, *[]ops.Filter, *ops.Day) { return &q.Range, &q.Filter, &q.Through }).
			withGlossary(func(q *Q) *[]string { return &q.Glossary }),
		by:     func(q *Q) *string { return &q.By },
		cells:  cell{step: true, most: true},
		people: func(q *engine.PeopleQuery) **Q { return &q.Funnel },
		panel:  func(q *analysis.Question) **Q { return &q.Funnel },
	}
})

// ReadFunnel reads a question about members through steps.
func ReadFunnel(p *Params, d analysis.Data) engine.FunnelQuery { return funnel().read(p, d) }

// The longest windows of a funnel.
const (
	maxWindowHours = 24 * 366
	maxWindowDays  = 366
)

// window reads 24h or 7d into hours or ops days.
func (p *Params) window(name, fallback string) (hours, days int) {
	v := p.Text(name, fallback)
	if number, ok := strings.CutSuffix(v, "h"); ok {
		if n, err := strconv.ParseUint(number, 10, 16); err == nil && n >= 1 && n <= maxWindowHours {
			return int(n), 0
		}
	} else if number, ok := strings.CutSuffix(v, "d"); ok {
		if n, err := strconv.ParseUint(number, 10, 16); err == nil && n >= 1 && n <= maxWindowDays {
			return 0, int(n)
		}
	}
	p.Fail("bad_parameter", name, v, fmt.Sprintf("%s must be 1h to %dh, or 1d to %dd.", name, maxWindowHours, maxWindowDays),
		"h counts hours from the first step, d counts ops days.")
	return 0, 0
}

// windowText writes the window of a funnel as window reads it.
func windowText(q engine.FunnelQuery) string {
	if q.Hours > 0 {
		return strconv.Itoa(q.Hours) + "h"
	}
	return strconv.Itoa(q.Days) + "d"
}
