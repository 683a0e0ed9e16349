package ingest

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestLedger: of a statement only payments of customers are orders, and what
// was given back counts on the day of its payment, in its own currency. By
// hand: USD 1,250.00 less 250.00; EUR 45.50 less 5.50 and 40.00.
func TestLedger(t *testing.T) {
	f := newOtherFiles(t)
	text := string(readBytes(t, filepath.Join("testdata", "formats", "paypal.csv")))
	p := f.commit(f.planText("paypal.csv", text, Options{}))
	if p.Layout != "paypal" || p.Rejected != 0 || !noticed(p, "skipped_rows") || !noticed(p, "unpaid_rows") {
		t.Error(p.Layout, p.Rejects, p.Notices)
	}
	f.want("orders", "revenue", "currency", map[string]string{"USD": "125000", "EUR": "4550"})
	f.want("orders", "refund", "currency at", map[string]string{"USD/2026-10-13": "25000", "EUR/2026-10-13": "4550"})
	f.want("orders", "revenue", "order_id", map[string]string{"1PA": "125000", "2PB": "4550"})
}

// TestRefundOfAnEarlierFile: a refund whose payment is in an earlier file stands
// on the day of that payment; one of a payment that nobody knows is refused.
func TestRefundOfAnEarlierFile(t *testing.T) {
	const header = "Date,Time,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Reference Txn ID\n"
	f := newOtherFiles(t)
	refund := header + "11/20/2026,09:00:00,Payment Refund,Completed,USD,-30.00,0,-30.00,R1,P1\n"
	p, err := f.planText("nov.csv", refund, Options{})
	if err != nil || p.Rejected != 1 || p.Rejects[0].Err.Code != "refund_without_payment" || p.Rejects[0].Err.Where.Line != 2 {
		t.Fatal(p, err)
	}
	f.commit(f.planText("oct.csv", header+"10/20/2026,09:00:00,General Payment,Completed,USD,50.00,0,50.00,P1,\n", Options{}))
	f.commit(f.planText("nov.csv", refund, Options{}))
	f.want("orders", "refund", "at", map[string]string{"2026-10-20": "3000"})
	// 30.00 of 50.00 went back: 20.01 more is too much, 20.00 is not.
	again := strings.NewReplacer("R1", "R2", "30.00", "20.01").Replace(refund)
	if p, err = f.planText("more.csv", again, Options{}); err != nil || p.Rejected != 1 || p.Rejects[0].Err.Code != "refund_too_large" {
		t.Error(p.Rejects, err)
	}
	f.commit(f.planText("more.csv", strings.ReplaceAll(again, "20.01", "20.00"), Options{}))
	f.want("orders", "refund", "", map[string]string{"": "5000"})
}

// TestTimesInUTC: a time that the header or the program says is UTC belongs to
// the day of the workspace in which it fell.
func TestTimesInUTC(t *testing.T) {
	i := NewImporter(newMemory(), testSettings(t, "Asia/Shanghai"))
	i.Memory = notebook{}
	f := &otherFiles{t, i, i.store.(*memory)}
	f.commit(f.planText("umami.csv", string(readBytes(t, filepath.Join("testdata", "formats", "umami.csv"))), Options{}))
	f.want("counts", "value", "name source date", map[string]string{"page views/example.com/2026-09-21": "2000000", "page views/example.com/2026-09-22": "1000000"})
	f.commit(f.planText("stripe.csv", "id,Created date (UTC),Amount,Amount Refunded,Currency,Status\nch_1,2026-10-01 20:00:00,100.00,0.00,eur,Paid\n", Options{}))
	f.want("orders", "revenue", "at", map[string]string{"2026-10-02": "10000"})
}
