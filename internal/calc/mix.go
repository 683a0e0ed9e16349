package calc

// Sold is what one product sold in a period: whole units and revenue in minor
// units of money.
type Sold struct{ Quantity, Revenue int64 }

// Mix is why revenue changed, in minor units; the four parts sum exactly to
// the change. OK is false where no product sold before, so that there is no
// price to compare with; then all of it is New.
type Mix struct {
	Volume int64 // more or fewer units at the average price of before
	Mix    int64 // dearer or cheaper products among them
	Price  int64 // other prices of the same products
	New    int64 // products that did not sell before
}

// Sum returns the change that the parts explain.
func (m Mix) Sum() int64 { return m.Volume + m.Mix + m.Price + m.New }

// PriceVolumeMix splits the change of revenue from before to after, two lists
// of the same products in the same order, into volume, mix, price and new
// products (Horngren, sales-quantity and sales-mix variances):
//
//	volume (Q1 − Q0)·R0/Q0 · mix Σ p0(q1 − Q1·q0/Q0) · price Σ q1(p1 − p0)
//
// where sums, Q0 and Q1 too, run over products with q0 > 0; all revenue of the
// others is new (a product that stopped selling falls into the mix).
func PriceVolumeMix(before, after []Sold) Mix {
	var q0, q1, r0, r1, fresh int64
	for i := range before {
		if before[i].Quantity <= 0 {
			fresh += after[i].Revenue - before[i].Revenue
			continue
		}
		q0 += before[i].Quantity
		q1 += after[i].Quantity
		r0 += before[i].Revenue
		r1 += after[i].Revenue
	}
	if q0 == 0 {
		return Mix{New: fresh}
	}
	volume := float64(q1-q0) * float64(r0) / float64(q0)
	mix, price := 0.0, 0.0
	for i := range before {
		if before[i].Quantity <= 0 {
			continue
		}
		p0 := float64(before[i].Revenue) / float64(before[i].Quantity)
		n1 := float64(after[i].Quantity)
		mix += p0 * (n1 - float64(q1)*float64(before[i].Quantity)/float64(q0))
		price += float64(after[i].Revenue) - n1*p0
	}
	whole := Apportion(r1-r0, []float64{volume, mix, price})
	return Mix{Volume: whole[0], Mix: whole[1], Price: whole[2], New: fresh}
}
