package ingest

import (
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// carried is what the rows of one order share and only the first one says.
type carried struct {
	id, currency, at, clock string
	from                    int // column of at
	state                   orderState
}

// orderRow reads one line of an order. Where a table has several rows for an
// order, they are numbered; where only the first of them carries the amounts
// of the whole order, the others add none. Orders that nobody paid are counted
// and left out.
func (w *rowReader) orderRow() *ops.Error {
	in, b := w.in, w.b
	if in.preset.Ledger != nil {
		return w.ledgerRow()
	}
	id := strings.TrimSpace(w.field("order_id"))
	next := !in.preset.Lines || id != w.order.id || id == ""
	if next {
		from := w.filled("at")
		w.order = carried{id: id, currency: w.field("currency"), at: w.cellAt(from), clock: w.field(fieldClock), from: from, state: w.state()}
	}
	if w.order.state == unpaidOrder {
		w.unpaid++
		return nil
	}
	b.start(in.t.Line(w.at))
	if err := w.texting(); err != nil {
		return err
	}
	if currency := in.record.Column("currency"); !next && b.codes[currency] == 0 {
		if err := w.text(currency, w.order.currency); err != nil {
			return err
		}
	}
	if err := w.numbers(); err != nil {
		return err
	}
	if err := w.amounts(next); err != nil {
		return err
	}
	m, ok := in.moment(w.order.at, w.order.from)
	if !ok {
		return w.badDate(w.order.at, w.order.from)
	}
	at, err := w.clocked(m, w.order.clock)
	if err != nil {
		return err
	}
	if err := b.number(in.record.Column("at"), at.UnixMicro(), []byte(w.order.at)); err != nil {
		return err
	}
	if in.m.column("line") < 0 {
		w.orderLines[id]++
		if err := w.text(in.record.Column("line"), fmt.Sprint(w.orderLines[id])); err != nil {
			return err
		}
	}
	return w.finish()
}

func (w *rowReader) cellAt(c int) string {
	if c < 0 {
		return ""
	}
	return w.in.t.Cell(w.at, c)
}

// amounts gives the row its numbers. A refund is positive, however the export
// writes it; where the state says that all was refunded and no column how
// much, it is what was paid.
func (w *rowReader) amounts(first bool) *ops.Error {
	b := w.b
	for j, u := range w.nums {
		n, name := w.units[j], w.in.record.Columns[u.to].Name
		if n.none || n.bound {
			if first || name != "revenue" {
				continue
			}
			n.units = 0
		}
		if name == "refund" && w.refundsBelowZero {
			n.units = -n.units
		}
		if err := b.number(u.to, n.units, []byte(w.cell(u))); err != nil {
			err.Where.Column = u.name
			return err
		}
	}
	return w.refund(first)
}

// refund completes the row's refund by its state.
func (w *rowReader) refund(first bool) *ops.Error {
	b, in := w.b, w.in
	revenue, refund := in.record.Column("revenue"), in.record.Column("refund")
	if b.ints[refund] == ops.NoValue && w.states() && first {
		switch w.order.state {
		case paidOrder:
			b.ints[refund] = 0
		case refundedOrder:
			b.ints[refund] = b.ints[revenue]
		case partlyRefunded:
			w.partly++
		}
	}
	return nil
}

// weighRefunds looks at all refunds before the first row is read: in which way
// they are signed.
func (w *rowReader) weighRefunds() {
	in := w.in
	back := in.m.column("refund")
	if in.record.Name != "orders" || back < 0 {
		return
	}
	above, below := 0, 0
	for i, r := range in.t.rows {
		n, err := parseNumber(in.t.Cell(i, back), in.cellStyle(int(r), back, in.styles[back]), DecimalDigits)
		switch {
		case err != nil || n.none || n.bound:
		case n.units > 0:
			above++
		case n.units < 0:
			below++
		}
	}
	w.refundsBelowZero = below > 0 && above == 0
}

// orderState is what became of an order, as far as its money goes.
type orderState uint8

const (
	paidOrder orderState = iota
	unpaidOrder
	refundedOrder
	partlyRefunded
)

// states reports whether the table says what became of its orders.
func (w *rowReader) states() bool {
	return w.in.m.column(fieldState) >= 0 || w.in.m.column(fieldAfterSale) >= 0
}

// state returns what became of the row's order. A closed order was given back
// if there is a sign that it had been paid; else nobody paid it.
func (w *rowReader) state() orderState {
	if w.skips() {
		return unpaidOrder
	}
	said, after := stateOf(w.field(fieldState)), stateOf(w.field(fieldAfterSale))
	switch {
	case said == unpaidWord:
		return unpaidOrder
	case said == closedWord && !w.paid():
		return unpaidOrder
	case after == partlyWord || said == partlyWord:
		return partlyRefunded
	case after == refundedWord || said == refundedWord || said == closedWord:
		return refundedOrder
	}
	return paidOrder
}

// paid reports whether the row shows that its order was paid: by the time of
// payment where the table has one, else by an amount in a column of what was
// paid, which some shops fill for orders that nobody paid.
func (w *rowReader) paid() bool {
	in, timed := w.in, false
	for c, a := range in.m.Columns {
		if n, _ := normalHeader(a.Header); a.Field != "at" || !hasAny(n, "paid", "payment", "支付", "付款") {
			continue
		}
		if timed = true; !isNull(in.t.Cell(w.at, c)) {
			return true
		}
	}
	if timed {
		return false
	}
	from := in.m.column("revenue")
	if from < 0 {
		return false
	}
	if n, _ := normalHeader(in.m.Columns[from].Header); !hasAny(n, "paid", "实付", "实收", "实际支付") {
		return false
	}
	n, err := parseNumber(in.t.Cell(w.at, from), in.styles[from], DecimalDigits)
	return err == nil && n.units > 0
}

type stateWord uint8

const (
	plainWord stateWord = iota
	unpaidWord
	closedWord
	refundedWord
	partlyWord
)

// stateOf reads the words by which shops say what became of an order. What is
// none of them is an order that was paid and goes its way.
func stateOf(cell string) stateWord {
	s := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(cell), "_", " "))
	switch {
	case s == "":
		return plainWord
	case hasAny(s, "partially refunded", "partial refund", "partly refunded", "teilweise erstattet", "部分退款"):
		return partlyWord
	case hasAny(s, "退款成功", "退款完成", "已退款", "全额退款", "refunded", "erstattet", "remboursé", "reembolsado", "chargeback"):
		return refundedWord
	case hasAny(s, "待付款", "待支付", "未付款", "未支付", "等待买家付款", "等待付款", "付款失败", "支付失败", "unpaid", "pending", "awaiting payment", "failed", "expired", "voided",
		"authorized", "declined", "requires", "incomplete", "draft", "on hold", "on-hold", "unbezahlt", "impayé"):
		return unpaidWord
	case hasAny(s, "关闭", "取消", "作废", "closed", "cancel", "storniert", "annulé"):
		return closedWord
	}
	return plainWord
}

func hasAny(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// skips reports whether the row has a value that makes it count for nothing.
func (w *rowReader) skips() bool {
	for name, values := range w.in.preset.Skip {
		for c, a := range w.in.m.Columns {
			if n, _ := normalHeader(a.Header); n == name && slices.Contains(values, strings.ToLower(strings.TrimSpace(w.in.t.Cell(w.at, c)))) {
				return true
			}
		}
	}
	return false
}
