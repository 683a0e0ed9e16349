package ask

import (
	"fmt"
	"strconv"
	"strings"

	"daybreak/internal/engine"
)

// FunnelAddress returns the parameters that Params.funnel reads.
func FunnelAddress(q engine.FunnelQuery) Address {
	v := Address{}
	v.Set("steps", activityTexts(q.Steps))
	v.Set("exclude", activityTexts(q.Exclude))
	v.Set("order", q.Order)
	v.Set("window", windowText(q))
	v.Set("by", q.By)
	return v
}

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

// ReadFunnel reads a question about members through steps.
func ReadFunnel(p *Params, snapshot engine.Snapshot) engine.FunnelQuery {
	q := p.funnel(engine.FunnelQuery{Order: engine.OrderOrdered, Days: 7})
	q.Range, q.Filter, q.Through = MemberRange(p, snapshot), p.Filters("filter", nil), Through(snapshot)
	return q
}

// funnel reads the options of a funnel; those that are absent are as in own.
func (p *Params) funnel(own engine.FunnelQuery) engine.FunnelQuery {
	q := engine.FunnelQuery{
		Steps: p.activities("steps", own.Steps, 1), Exclude: p.activities("exclude", own.Exclude, 0),
		Order: p.Choice("order", own.Order, engine.OrderOrdered, engine.OrderStrict, engine.OrderAny),
		By:    p.attribute("by", own.By),
	}
	q.Hours, q.Days = p.window("window", windowText(own))
	return q
}

// windowText writes the window of a funnel as window reads it.
func windowText(q engine.FunnelQuery) string {
	if q.Hours > 0 {
		return strconv.Itoa(q.Hours) + "h"
	}
	return strconv.Itoa(q.Days) + "d"
}
