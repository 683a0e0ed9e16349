// Package lookout looks at alerts as data comes in, says in words what they watch
// and saw, and puts it into the outbox.
package lookout

import (
	"context"
	"log/slog"
	"math"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

// Lookout looks at every alert once for each new bucket that is complete.
type Lookout struct {
	Book  loop.Book
	Data  func() analysis.Data // the newest
	Clock func() time.Time
	Log   *slog.Logger

	Channels Channels
	Outbox   Outbox
	Wake     func() // tells the courier that there is something in the outbox
	Address  string // where people find this server, without a slash at the end
	Say      Say    // writes findings

	version int64 // of the data that was looked at last; 0: none yet
}

// lookEvery is how soon new data is looked at.
const lookEvery = time.Minute

// lookTimeout bounds one look at all alerts.
const lookTimeout = 2 * time.Minute

// Run looks at the alerts at once and every minute, until ctx ends.
func (l *Lookout) Run(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if err := l.Pass(ctx); err != nil && ctx.Err() == nil {
			l.Log.ErrorContext(ctx, "alerts were not looked at", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Pass looks at every alert that is in force. One that fails does not keep the others
// from being looked at.
func (l *Lookout) Pass(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	p, err := l.begin(ctx)
	if err != nil {
		return err
	}
	alerts, err := l.Book.Alerts.All(ctx)
	if err != nil {
		return err
	}
	for _, a := range alerts {
		if a.Paused {
			continue
		}
		err := p.look(ctx, a)
		if err == nil {
			err = p.tell(ctx, a)
		}
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			l.Log.WarnContext(ctx, "an alert was not looked at", "alert", a.ID, "error", err)
		}
	}
	l.version = p.world.Snapshot.Version()
	return nil
}

// begin takes what one look needs.
func (l *Lookout) begin(ctx context.Context) (*pass, error) {
	data, now := l.Data(), l.Clock()
	world, err := l.Book.World(ctx, data, data.Calendar.Day(now))
	if err != nil {
		return nil, err
	}
	targets, err := l.Book.Plans.Targets(ctx)
	if err != nil {
		return nil, err
	}
	channels, err := l.Channels.All(ctx)
	if err != nil {
		return nil, err
	}
	hour, _ := data.Calendar.Clock(now)
	return &pass{Lookout: l, world: world, targets: targets, channels: channels, hour: hour, now: now, fresh: data.Snapshot.Version() != l.version}, nil
}

// pass is one look at all alerts. fresh says that the data is not that of the
// last one.
type pass struct {
	*Lookout
	world    loop.World
	targets  []ops.Target
	channels []ops.Channel
	hour     int
	now      time.Time
	fresh    bool
}

// mostFirings is how many of the last firings of an alert are held against
// later imports.
const mostFirings = 20

// restEvery is how often it is written down that an alert was looked at where
// nothing is new.
const restEvery = time.Hour

// look looks at one alert: at what it has not looked at yet, and again at what
// fired.
func (p *pass) look(ctx context.Context, a ops.Alert) error {
	days, after, due, err := p.days(a)
	if err != nil {
		_, looked := p.Book.Alerts.Looked(ctx, a, 0, string(ops.CodeOf(err)), nil, nil)
		return looked
	}
	if !due && !p.fresh {
		return nil
	}
	seen, err := p.world.Watch(ctx, a, days, p.targets, p.hour)
	if code := ops.CodeOf(err); code != "" {
		seen, err = loop.Watched{Reason: loop.WatchReason(code)}, nil
	}
	if err != nil {
		return err
	}
	firings, err := p.Book.Alerts.Firings(ctx, a.ID, mostFirings)
	if err != nil {
		return err
	}
	last := ops.Day(0)
	if len(firings) > 0 {
		last = firings[0].Bucket.Last()
	}
	fired := seen.Firings(a, last, after)
	changed, err := p.changed(ctx, a, seen, firings)
	if err != nil {
		return err
	}
	if len(fired)+len(changed) == 0 && seen.Through() <= a.Checked && a.Reason == string(seen.Reason) && p.now.Sub(a.Looked) < restEvery {
		return nil
	}
	_, err = p.Book.Alerts.Looked(ctx, a, seen.Through(), string(seen.Reason), fired, changed)
	return err
}

// lookBack is how many days before the first new one are looked at, too: days
// far from usual that follow each other are one alarm.
const lookBack = 7

// days returns the days to look at; buckets that end after the day after may
// fire. due says that there is a bucket that was not looked at yet.
func (p *pass) days(a ops.Alert) (r ops.Range, after ops.Day, due bool, err error) {
	today := p.world.Today
	if a.Rule == ops.RuleNoData {
		return ops.Range{From: today - 1, To: today}, ops.MinDay, true, nil
	}
	through, known, err := loop.AlertThrough(p.world, a)
	if err != nil {
		return r, 0, false, err
	}
	through = min(through, today)
	if !known {
		return ops.Range{From: today, To: today}, today, a.Looked.IsZero(), nil
	}
	length := ops.Day(1)
	if a.Weekly {
		length = 7
		through = p.world.Calendar.Bucket(through+1, ops.Weekly).From - 1
	}
	from := a.Checked + 1
	if a.Checked == 0 {
		from = through - length + 1 // of the past only the last bucket
	}
	due = from <= through
	from = min(from, through-length+1)
	after = from - 1
	if a.Checked != 0 {
		after = a.Checked
	}
	if a.Rule == ops.RuleAnomaly {
		from -= lookBack
	}
	return ops.Range{From: from, To: through + 1}, after, due, nil
}

// changed returns the earlier firings that recovered, or whose figure later
// imports changed.
func (p *pass) changed(ctx context.Context, a ops.Alert, seen loop.Watched, firings []ops.Firing) ([]ops.Firing, error) {
	var out []ops.Firing
	for _, f := range firings {
		before := f
		if p.fresh && f.At.After(a.Since) && a.Rule != ops.RuleNoData {
			if err := p.restate(ctx, a, &f); err != nil {
				return nil, err
			}
		}
		if f.Recovered.IsZero() && len(seen.Looks) > 0 && !seen.Holds() && seen.Through() >= f.Bucket.Last() {
			f.Recovered = p.now
		}
		if f != before {
			out = append(out, f)
		}
	}
	return out, nil
}

// sameFigure is how far two figures of the same data may lie apart.
const sameFigure = 1e-9

// restate notes what the figure of a firing is now.
func (p *pass) restate(ctx context.Context, a ops.Alert, f *ops.Firing) error {
	seen, err := p.world.Watch(ctx, a, ops.Range{From: f.Bucket.Last(), To: f.Bucket.To}, p.targets, p.hour)
	if err != nil || len(seen.Looks) != 1 || seen.Looks[0].Days != f.Bucket {
		return err
	}
	now := seen.Looks[0].Value
	f.Changed, f.Restated = math.Abs(now-f.Value) > sameFigure*math.Max(1, math.Abs(f.Value)), 0
	if f.Changed {
		f.Restated = now
	}
	return nil
}
