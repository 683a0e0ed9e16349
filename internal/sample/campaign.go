package sample

// Names of campaigns that spend and those who came through it share.
const (
	overseas       = "Overseas"
	feed           = "Feed always-on"
	autumnCampaign = "autumn-six-days"
)

// unnamed is the share of those who came through an ad of whom nobody knows which.
const unnamed = 0.06

// campaign returns the campaign that brought somebody through a channel on a day;
// "" if none is known. Search campaigns bring people as their clicks convert.
func (s *story) campaign(channel string, d int) string {
	switch channel {
	case "search-ads":
		return s.searchCampaign()
	case "low-cost-ads":
		if s.named.Float64() >= unnamed {
			return feed
		}
	case "big-accounts":
		for _, p := range placements() {
			if at := d - p.day*s.Days/standardDays; at >= 0 && at < 4 {
				return p.account
			}
		}
	}
	return ""
}

func (s *story) searchCampaign() string {
	if s.named.Float64() < unnamed {
		return ""
	}
	type share struct {
		campaign string
		of       float64
	}
	shares := []share{{overseas, 210 * 0.034 * 0.08}}
	total := shares[0].of
	for _, k := range keywords() {
		x := k.impressions * k.ctr * k.conversion
		shares, total = append(shares, share{k.campaign, x}), total+x
	}
	at := s.named.Float64() * total
	for _, x := range shares {
		if at -= x.of; at <= 0 {
			return x.campaign
		}
	}
	return overseas
}
