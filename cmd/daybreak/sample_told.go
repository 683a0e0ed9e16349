package main

import (
	"context"
	"encoding/json"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/lookout"
	"daybreak/internal/loop"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/sample"
	"daybreak/internal/web/subscriptions"
)

// tellOfSample keeps what the team of the story watches, with what it saw in the last
// 90 days, what it reported, and puts this morning's brief where it is read on the
// page: nothing of it needs a network.
func tellOfSample(ctx context.Context, o *office, l *lookout.Lookout, keep subscriptions.Keep, now time.Time) error {
	ctx = ops.WithActor(ctx, ops.Actor{Name: "Daybreak"})
	page := notify.Settings{Kind: notify.Page}
	text, err := json.Marshal(page)
	if err != nil {
		return err
	}
	sealed, err := o.Seal.Close(string(text))
	if err != nil {
		return err
	}
	channel, err := o.Channels.Add(ctx, ops.Channel{Name: "晨报", Kind: page.Kind, Shows: page.Shows(), Sealed: sealed, Lang: "zh"})
	if err != nil {
		return err
	}
	data := l.Data()
	world, err := l.Book.World(ctx, data, data.Calendar.Day(now))
	if err != nil {
		return err
	}
	targets, err := l.Book.Plans.Targets(ctx)
	if err != nil {
		return err
	}
	for _, a := range sample.Alerts() {
		a.Channels = []int64{channel.ID}
		made, _, err := l.Book.Alerts.Add(ctx, a, "")
		if err != nil {
			return err
		}
		if err := lookBack(ctx, l.Book, world, made, targets, now); err != nil {
			return err
		}
	}
	if err := reportsOfSample(ctx, l.Book, data, data.Calendar.Day(now)); err != nil {
		return err
	}
	return briefOfSample(ctx, o, l, keep, channel, now)
}

// briefOfSample subscribes to the morning brief, and puts today's into the outbox.
func briefOfSample(ctx context.Context, o *office, l *lookout.Lookout, keep subscriptions.Keep, channel ops.Channel, now time.Time) error {
	daily := ops.Subscription{Topic: ops.TopicBrief, Schedule: ops.Schedule{Every: ops.EveryDay, Hour: 8}, Channel: channel.ID, Lang: channel.Lang}
	if _, _, err := keep.Add(ctx, daily, ""); err != nil {
		return err
	}
	data := l.Data()
	today := data.Calendar.Day(now)
	m, err := l.Brief(ctx, data, l.Book, channel.Lang, now, ops.Range{From: today - 1, To: today})
	if err != nil {
		return err
	}
	d, err := notify.Put("brief of the sample", channel, m, now, now)
	if err != nil {
		return err
	}
	_, err = l.Outbox.Put(ctx, []ops.Delivery{d})
	return err
}

// lookBack writes down when an alert would have fired, each time on the morning
// after, and when it was over.
func lookBack(ctx context.Context, book loop.Book, world loop.World, a ops.Alert, targets []ops.Target, now time.Time) error {
	seen, fired, err := world.Backtest(ctx, a, targets)
	if err != nil {
		return err
	}
	for i := range fired {
		fired[i].At = morning(world.Data, fired[i].Bucket.Last()+1)
	}
	added, err := book.Alerts.Looked(ctx, a, seen.Through(), string(seen.Reason), fired, nil)
	if err != nil {
		return err
	}
	for i := range added {
		added[i].Recovered = over(world.Data, seen, added[i], now)
	}
	_, err = book.Alerts.Looked(ctx, a, seen.Through(), string(seen.Reason), nil, added)
	return err
}

// over is the morning after the first bucket behind a firing that does not fire; the
// zero time where there is none.
func over(d analysis.Data, seen loop.Watched, f ops.Firing, now time.Time) time.Time {
	for _, l := range seen.Looks {
		if l.Days.Last() > f.Bucket.Last() && !l.Fires {
			if at := morning(d, l.Days.Last()+1); at.Before(now) {
				return at
			}
			return now
		}
	}
	return time.Time{}
}

// morning is seven o'clock of a day.
func morning(d analysis.Data, day ops.Day) time.Time {
	y, m, dom := day.Date()
	return time.Date(y, m, dom, 7, 0, 0, 0, d.Calendar.Zone)
}
