package ingest

import (
	"context"
	"fmt"

	"daybreak/internal/ops"
)

// orders is what a reading of orders needs to know of the whole file and of
// what is stored: a row alone tells neither.
type orders struct {
	over map[orderKey]orderSum // orders of which more was paid back than was paid
	at   map[string]int64      // when stored orders were paid for, of those whose refunds wait for it
}

// orderKey is an order in one currency.
type orderKey struct{ id, currency string }

// orderSum is what was paid for an order and what was paid back, in units of
// its currency.
type orderSum struct {
	paid, back int64
	refunded   bool // some of it by a refund, not by revenue below zero alone
}

func (s orderSum) over() bool { return s.back > s.paid }

// orderRows finds the columns of rows of orders.
type orderRows struct {
	*ops.Rows
	id, line, at, revenue, refund, currency int
}

func ordersOf(rows *ops.Rows) orderRows {
	c := rows.Record.Column
	return orderRows{rows, c("order_id"), c("line"), c("at"), c("revenue"), c("refund"), c("currency")}
}

func (o orderRows) key(i int) orderKey { return orderKey{o.Text(o.id, i), o.Text(o.currency, i)} }

// over sums up the orders of which something was paid back and returns those of
// which more was paid back than was paid.
func (o orderRows) over() map[orderKey]orderSum {
	over := map[orderKey]orderSum{}
	type codes struct{ id, currency uint32 }
	sums := map[codes]orderSum{}
	code := func(i int) codes { return codes{o.Codes[o.id][i], o.Codes[o.currency][i]} }
	for i := range o.Len() {
		if v, back := o.Ints[o.revenue][i], o.Ints[o.refund][i]; v < 0 && v != ops.NoValue || back > 0 && back != ops.NoValue {
			sums[code(i)] = orderSum{}
		}
	}
	if len(sums) == 0 {
		return over
	}
	for i := range o.Len() {
		if s, some := sums[code(i)]; some {
			sums[code(i)] = s.add(o, i)
		}
	}
	for i := range o.Len() {
		if s, some := sums[code(i)]; some && s.over() {
			over[o.key(i)] = s
		}
	}
	return over
}

// add adds row i to the sum. Revenue below zero was paid back.
func (s orderSum) add(o orderRows, i int) orderSum {
	if v := o.Ints[o.revenue][i]; v >= 0 {
		s.paid += v
	} else if v != ops.NoValue {
		s.back -= v
	}
	if v := o.Ints[o.refund][i]; v != ops.NoValue {
		s.back += v
		s.refunded = s.refunded || v > 0
	}
	return s
}

// refunds holds what was paid back for each order against what was paid,
// whichever way the rows came in: over all rows of the file and those stored
// under other lines of the order. Where more was paid back, or a refund waits
// for its payment, the file is read again, knowing that.
func (i *Importer) refunds(ctx context.Context, p *Plan, r *reading) (*reading, error) {
	if r.rows.Record.Name != "orders" {
		return r, nil
	}
	own := ordersOf(r.rows)
	found := &orders{over: own.over(), at: map[string]int64{}}
	if len(found.over) == 0 && len(r.awaits) == 0 {
		return r, nil
	}
	if err := i.storedOrders(ctx, own, found, r.awaits); err != nil {
		return nil, err
	}
	for k, s := range found.over {
		_, stored := found.at[k.id]
		alone := s.paid == 0 && !s.refunded // revenue below zero is all that is known of the order
		if !s.over() || alone || r.awaits[k.id] && !stored {
			delete(found.over, k)
		}
	}
	if len(found.over) == 0 && len(r.awaits) == 0 {
		return r, nil
	}
	p.src.orders = found
	return p.src.read(ctx, nil)
}

// storedOrders adds the stored rows of the orders looked for, but those the
// file replaces, and finds out when they were paid for.
func (i *Importer) storedOrders(ctx context.Context, own orderRows, found *orders, awaits map[string]bool) error {
	reader, ok := i.store.(stored)
	if !ok {
		return nil
	}
	ids, replaced := map[string]bool{}, map[[2]string]bool{}
	for k := range found.over {
		ids[k.id] = true
	}
	for row := range own.Len() {
		if id := own.Text(own.id, row); ids[id] {
			replaced[[2]string{id, own.Text(own.line, row)}] = true
		}
	}
	return reader.Read(ctx, "orders", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
		o := ordersOf(b)
		for row := range o.Len() {
			id := o.Text(o.id, row)
			if !ids[id] && !awaits[id] {
				continue
			}
			if at, known := found.at[id]; o.Ints[o.revenue][row] > 0 && (!known || o.Ints[o.at][row] < at) {
				found.at[id] = o.Ints[o.at][row]
			}
			k := o.key(row)
			if s, over := found.over[k]; over && !replaced[[2]string{id, o.Text(o.line, row)}] {
				found.over[k] = s.add(o, row)
			}
		}
		return nil
	})
}

// refundAbovePaid refuses every row of an order of which more was paid back
// than was paid.
func (b *rowBuilder) refundAbovePaid() *ops.Error {
	if b.orders == nil {
		return nil
	}
	c := b.record.Column("order_id")
	k := orderKey{b.rows.Dicts[c].Text(b.codes[c]), b.rows.Dicts[b.currency].Text(b.codes[b.currency])}
	s, over := b.orders.over[k]
	if !over {
		return nil
	}
	id, paid, back := ops.Show(k.id), formatUnits(s.paid, b.digits), formatUnits(s.back, b.digits)
	return fault("refund_too_large", fmt.Sprintf("The refund of order %s, %s, is more than was paid for it, %s.", id, back, paid),
		"Check which columns hold the amount paid and the refund.", id, back, paid).at(b.line, "refund", back)
}
