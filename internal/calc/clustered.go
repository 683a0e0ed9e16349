package calc

// Clustered is a share taken over units that come in clusters: days of members, of
// whom each brings d days and r returns. Days is Σ d and Returned Σ r; the sums of
// products over clusters are Σ d², Σ d·r and Σ r².
type Clustered struct {
	Members, Days, Returned                    int
	DaysSquared, DaysReturned, ReturnedSquared int64
}

// Share returns the share and its 95 % interval. Days of one member are alike, so
// they count as fewer than they are: as many as would have the variance of the ratio
// estimator over clusters, Σ (r − p·d)² · c ÷ (c − 1) ÷ (Σ d)² with c clusters
// (Cochran, Sampling Techniques, 1977, §6.3), and never more than there are. The
// interval is Wilson's with as many. Where every cluster is one unit, it is Wilson's
// of the units. ok is false without units.
func (c Clustered) Share() (p float64, _ Interval, ok bool) {
	if c.Days <= 0 || c.Returned < 0 || c.Returned > c.Days {
		return 0, Interval{}, false
	}
	n := float64(c.Days)
	p = float64(c.Returned) / n
	effective := n
	if alike := c.DaysSquared > int64(c.Days); alike {
		if p == 0 || p == 1 {
			effective = min(n, float64(c.Members)) // nothing tells how alike they are: at worst wholly
		}
		spread := float64(c.ReturnedSquared) - 2*p*float64(c.DaysReturned) + p*p*float64(c.DaysSquared)
		if k := float64(c.Members); spread > 0 && k > 1 && p > 0 && p < 1 {
			effective = min(n, p*(1-p)*n*n*(k-1)/(spread*k))
		}
	}
	return p, score(p, effective, z95), true
}

// ClusteredDifference returns the difference of two clustered shares, with its 95 %
// interval by square-and-add of theirs; where every cluster is one unit, it is
// Newcombe's. That the same members may be in both is not taken off: it would only
// make the interval narrower.
func ClusteredDifference(a, b Clustered) (difference float64, _ Interval, ok bool) {
	p, limitsP, okP := a.Share()
	q, limitsQ, okQ := b.Share()
	if !okP || !okQ {
		return 0, Interval{}, false
	}
	return p - q, SquareAndAdd(p, limitsP, q, limitsQ), true
}
