package lookout

import (
	"context"
	"fmt"
	"time"

	"daybreak/internal/i18n"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// Outbox takes messages. What is there under the same name is not put in again.
type Outbox interface {
	Put(ctx context.Context, list []ops.Delivery) (added int, err error)
}

// Channels yields where messages are sent.
type Channels interface {
	All(ctx context.Context) ([]ops.Channel, error)
}

// tellWithin is how long after it happened a firing, or its end, is told: what was
// written down and not put in before the program ended is put in by the next look.
const tellWithin = 24 * time.Hour

// tell puts what happened to an alert into the outbox: that it fired, for each
// bucket, and that it is over, once.
func (p *pass) tell(ctx context.Context, a ops.Alert) error {
	if len(a.Channels) == 0 || a.SilentOn(p.world.Today) {
		return nil
	}
	firings, err := p.Book.Alerts.Firings(ctx, a.ID, mostFirings)
	if err != nil {
		return err
	}
	var list []ops.Delivery
	for i, f := range firings {
		if f.At.Before(a.Since) || p.world.Calendar.Day(f.At) < a.Snoozed {
			continue
		}
		for _, c := range p.channels {
			if !has(a.Channels, c.ID) {
				continue
			}
			if p.now.Sub(f.At) < tellWithin {
				d, err := p.message(ctx, a, f, c, false)
				if err != nil {
					return err
				}
				list = append(list, d)
			}
			if i == 0 && !f.Recovered.IsZero() && p.now.Sub(f.Recovered) < tellWithin {
				d, err := p.message(ctx, a, f, c, true)
				if err != nil {
					return err
				}
				list = append(list, d)
			}
		}
	}
	if len(list) == 0 {
		return nil
	}
	added, err := p.Outbox.Put(ctx, list)
	if added > 0 {
		p.Wake()
	}
	return err
}

func has(ids []int64, id int64) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}

// message writes what is said of a firing, in the language of its channel.
func (p *pass) message(ctx context.Context, a ops.Alert, f ops.Firing, c ops.Channel, over bool) (ops.Delivery, error) {
	lang := i18n.Lang(c.Lang)
	w := Words{view.NewWriter(lang, p.world.Currency, p.world.Data)}
	t := &w.T.Message
	m := notify.Message{Kind: notify.KindAlert, Title: fmt.Sprintf(t.FiredTitle, a.Title), Link: fmt.Sprintf("%s/alerts/%d", p.Address, a.ID),
		LinkText: t.OpenAlert}
	once := fmt.Sprintf("firing:%d:%d", f.ID, c.ID)
	if over {
		m.Title, once = fmt.Sprintf(t.RecoveredTitle, a.Title), "over:"+once
	}
	m.Lines = []notify.Line{{Text: fmt.Sprintf(t.OnDays, w.Days(f.Bucket), w.Saw(a, f.Value, f.Against)), Emphasis: true}, {Text: w.Rule(a)}}
	if !a.Rule.NeedsMetric() {
		seen, err := p.world.Watch(ctx, a, f.Bucket, nil, p.hour)
		if err != nil {
			return ops.Delivery{}, err
		}
		for _, l := range seen.Looks {
			if names := w.Of(l); names != "" {
				m.Lines = append(m.Lines, notify.Line{Text: names})
			}
		}
	}
	if saysFigure(a.Rule) && !over {
		m.States = p.states([]ops.StatedFigure{{Metric: a.Metric, Scope: a.Scope, Days: f.Bucket, Value: f.Value}})
	}
	if a.Owner != "" {
		m.Lines = append(m.Lines, notify.Line{Text: fmt.Sprintf(w.T.Plan.OwnerIs, a.Owner)})
	}
	return notify.Put(once, c, m, p.now, p.after(a))
}

// after returns when a message may be sent: now, or when the quiet hours end.
func (p *pass) after(a ops.Alert) time.Time {
	if a.QuietFrom == a.QuietTo {
		return p.now
	}
	local := p.now.In(p.world.Calendar.Zone)
	hour := local.Hour()
	quiet := a.QuietFrom <= hour && hour < a.QuietTo
	if a.QuietFrom > a.QuietTo {
		quiet = hour >= a.QuietFrom || hour < a.QuietTo
	}
	if !quiet {
		return p.now
	}
	end := time.Date(local.Year(), local.Month(), local.Day(), a.QuietTo, 0, 0, 0, local.Location())
	if hour >= a.QuietTo {
		end = time.Date(local.Year(), local.Month(), local.Day()+1, a.QuietTo, 0, 0, 0, local.Location())
	}
	return end
}

// saysFigure reports whether what an alert of a rule saw is the figure of its metric.
func saysFigure(r ops.AlertRule) bool {
	return r == ops.RuleAbove || r == ops.RuleBelow || r == ops.RuleChange || r == ops.RuleAnomaly
}
