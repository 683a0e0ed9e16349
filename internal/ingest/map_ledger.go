package ingest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"daybreak/internal/ops"
)

// ledger says which rows of an account's statement are payments of customers
// and which give one back. All others, such as withdrawals, are no orders.
type ledger struct {
	Type     []string `yaml:"type"`     // headers of the column that says what a row is
	Of       []string `yaml:"of"`       // … of the one that names the payment a refund is of
	Done     []string `yaml:"done"`     // states of rows that came to pass
	Payments []string `yaml:"payments"` // words in the type of a payment
	Refunds  []string `yaml:"refunds"`  // … of a refund
	Others   []string `yaml:"others"`   // … of rows that are neither, whatever else they say
}

// ledgerRow reads one row of a statement. A payment is an order; money given
// back is a further line of the order it was paid for, on its day.
func (w *rowReader) ledgerRow() *ops.Error {
	in, b := w.in, w.b
	kind := w.entry()
	switch {
	case kind == noEntry:
		w.skipped++
		return nil
	case !slices.Contains(in.preset.Ledger.Done, strings.ToLower(strings.TrimSpace(w.field(fieldState)))):
		w.unpaid++
		return nil
	}
	b.start(in.t.Line(w.at))
	if err := w.texting(); err != nil {
		return err
	}
	if err := w.numbers(); err != nil {
		return err
	}
	column := in.record.Column
	amount := w.units[w.revenue()].units
	at, _, err := w.moment()
	if err != nil {
		return err
	}
	paid, back := amount, int64(0)
	if kind == refundEntry {
		own := w.field("order_id")
		if at, err = w.paymentOf(at); err != nil {
			return err
		}
		if err := w.text(column("order_id"), w.header(in.preset.Ledger.Of)); err != nil {
			return err
		}
		if err := w.text(column("line"), own); err != nil {
			return err
		}
		paid, back = 0, -amount
	}
	cell := []byte(in.t.Cell(w.at, in.m.column("revenue")))
	if err := b.number(column("revenue"), paid, cell); err != nil {
		return err
	}
	if err := b.number(column("refund"), back, cell); err != nil {
		return err
	}
	if err := b.number(column("at"), at.UnixMicro(), []byte(at.Format(time.DateTime))); err != nil {
		return err
	}
	return w.finish()
}

// revenue returns which of the row's numbers is the amount.
func (w *rowReader) revenue() int {
	c := w.in.record.Column("revenue")
	return slices.IndexFunc(w.nums, func(u use) bool { return u.to == c })
}

// header returns the cell of the first column with one of these headers.
func (w *rowReader) header(names []string) string {
	for c, a := range w.in.m.Columns {
		if n, _ := normalHeader(a.Header); slices.Contains(names, n) {
			return strings.TrimSpace(w.in.t.Cell(w.at, c))
		}
	}
	return ""
}

type entryKind uint8

const (
	noEntry entryKind = iota
	paymentEntry
	refundEntry
)

// entry says what the row is by its type and the sign of its amount: what went
// out to others is no refund, and what others gave back is no payment.
func (w *rowReader) entry() entryKind {
	l, in := w.in.preset.Ledger, w.in
	kind, c := strings.ToLower(w.header(l.Type)), in.m.column("revenue")
	n, err := parseNumber(in.t.Cell(w.at, c), in.cellStyle(int(in.t.rows[w.at]), c, in.styles[c]), DecimalDigits)
	switch {
	case hasAny(kind, l.Others...):
		return noEntry
	case hasAny(kind, l.Refunds...) && (err != nil || n.units < 0):
		return refundEntry
	case hasAny(kind, l.Refunds...) || !hasAny(kind, l.Payments...) || err == nil && n.units <= 0:
		return noEntry
	}
	return paymentEntry
}

// findPayments notes on which row each payment of a statement stands.
func (w *rowReader) findPayments() {
	if w.in.preset.Ledger == nil {
		return
	}
	w.payments = map[string]int{}
	for w.at = range w.in.t.Len() {
		if w.entry() == paymentEntry {
			w.payments[strings.TrimSpace(w.field("order_id"))] = w.at
		}
	}
}

// paymentOf returns when the payment was made that the row gives back: it
// stands in the file, or was imported before. A first reading that finds it in
// neither says that it waits for it, and takes the row's own moment.
func (w *rowReader) paymentOf(own time.Time) (time.Time, *ops.Error) {
	id := w.header(w.in.preset.Ledger.Of)
	if row, ok := w.payments[id]; ok {
		here := w.at
		w.at = row
		at, _, err := w.moment()
		w.at = here
		return at, err
	}
	if w.b.orders == nil && id != "" {
		if w.b.awaits == nil {
			w.b.awaits = map[string]bool{}
		}
		w.b.awaits[id] = true
		return own, nil
	}
	if w.b.orders != nil {
		if at, ok := w.b.orders.at[id]; ok {
			return time.UnixMicro(at).In(w.b.calendar.Zone), nil
		}
	}
	if id == "" {
		id = "?"
	}
	return own, fault("refund_without_payment", fmt.Sprintf("The row gives back payment %s, which neither the file nor an earlier import has.", ops.Show(id)),
		"Import the file with that payment first.", ops.Show(id)).at(w.in.t.Line(w.at), "order_id", id)
}
