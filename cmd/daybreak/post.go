package main

import (
	"context"
	"encoding/json"
	"net/netip"
	"strings"
	"time"

	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// post is the outbox of the record as a courier sees it.
type post struct {
	store *sqlite.Store
	seal  *notify.Seal
	now   func() time.Time
}

// Due implements notify.Outbox.
func (p post) Due(ctx context.Context, now time.Time, limit int) ([]notify.Delivery, error) {
	list, err := p.store.Alerts().Outbox().Due(ctx, now, limit)
	if err != nil {
		return nil, err
	}
	var out []notify.Delivery
	for _, d := range list {
		x := notify.Delivery{ID: d.ID, Channel: d.Channel, To: d.To, Tries: d.Tries}
		if x.Message, err = p.seal.Read(d); err != nil { // the others go on
			if err := p.Record(ctx, d.ID, notify.Attempt{At: now, Dead: true, Why: notify.Final(err).Why}); err != nil {
				return nil, err
			}
			continue
		}
		out = append(out, x)
	}
	return out, nil
}

// Record implements notify.Outbox.
func (p post) Record(ctx context.Context, id int64, a notify.Attempt) error {
	d, ok, err := p.store.Alerts().Outbox().One(ctx, id)
	if err != nil || !ok {
		return err
	}
	d.Tries++
	d.Why = a.Why
	switch {
	case a.Sent:
		d.State, d.Sent = ops.DeliverySent, a.At
	case a.Dead:
		d.State = ops.DeliveryDead
	default:
		d.Due = a.Next
	}
	return p.store.Alerts().Outbox().Record(ctx, d)
}

// Open implements notify.Outbox.
func (p post) Open(ctx context.Context, d notify.Delivery) (notify.Channel, string, error) {
	c, ok, err := p.store.Alerts().Channels().One(ctx, d.Channel)
	if err != nil {
		return nil, "", err
	}
	if !ok {
		return nil, "", notify.Final(&ops.Error{Code: "channel_removed", Message: "The channel was removed."})
	}
	text, err := p.seal.Open(c.Sealed)
	if err != nil {
		return nil, c.Kind, notify.Final(err)
	}
	var s notify.Settings
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return nil, c.Kind, err
	}
	if d.To != "" {
		s.To = []string{d.To}
	}
	allowed, err := p.allowed(ctx)
	if err != nil {
		return nil, c.Kind, err
	}
	opened, err := notify.Open(s, &notify.Dialer{Allowed: allowed, Now: p.now})
	return opened, c.Kind, err
}

// allowed are the private networks that an administrator lets messages go to.
func (p post) allowed(ctx context.Context) ([]netip.Prefix, error) {
	text, err := p.store.Settings().Setting(ctx, notify.AllowedSetting)
	if err != nil {
		return nil, err
	}
	return notify.ParseNetworks(strings.Fields(text))
}
