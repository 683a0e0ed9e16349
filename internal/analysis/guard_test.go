package analysis

import (
	"testing"

	"daybreak/internal/ops"
)

// A group that rows name keeps what they name, also where that is 0 or was taken
// back: of 2,030 only 330 name a channel, which is less than 80 %.
func TestGroupNamedWithNothingIsZero(t *testing.T) {
	d := world{files: map[string]string{
		"spend": `date,platform,campaign,channel,impressions,clicks,cost,currency
2026-06-01,A,c,ads,10,1,300,CNY
2026-06-01,A,free,feed,10,1,0,CNY
2026-06-01,A,d,,10,1,1700,CNY
2026-06-02,A,c,ads,10,1,30,CNY
`,
		"costs": `date,kind,channel,label,cost,currency
2026-06-01,print,fair,stand,100,CNY
2026-06-02,print,fair,stand,-100,CNY
`,
		"orders": `order_id,at,revenue,refund,cost_of_goods,currency,channel
o1,2026-06-02T08:00:00+08:00,500,0,0,CNY,ads
`,
		"events": `member,at,event,channel
m1,2026-06-01T08:00:00+08:00,join,blog
m2,2026-06-02T08:00:00+08:00,join,ads
`}}.data(t)
	loaded, groups, _ := figureOf(t, d, "loaded_cost", "2026-06-01", "2026-06-02", "channel")
	is(t, "loaded cost", loaded.Value, 2030)
	for name, want := range map[string]float64{"ads": 330, "": 1700, "feed": 0, "fair": 0} {
		is(t, "loaded cost of "+name, groups[name].Value, want)
	}
	isState(t, "loaded cost of blog, which no cost names", groups["blog"].Value, ops.NotApplicable)
	// Set against revenue or members, 16 % of the cost would tell nothing of a channel.
	for _, metric := range []string{"contribution", "cac"} {
		_, groups, _ := figureOf(t, d, metric, "2026-06-01", "2026-06-02", "channel")
		isState(t, metric+" of ads", groups["ads"].Value, ops.NotApplicable)
	}
}
