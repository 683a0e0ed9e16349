package naming

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// open is what has no channel of its own and by no rule: the spend of a campaign
// on a platform, or the orders or joins that name a campaign, or none.
type open struct {
	Record, Platform, Campaign string
	Rows                       int64
	Money                      ops.Value // of spend and orders, in the reporting currency
	Looks                      string    // the channel of most of the platform's other spend; "" for none
}

// rule returns the rule that puts it into a channel; "" is no channel at all.
func (o open) rule(channel string) ops.ChannelRule {
	if o.Platform == "" && o.Campaign == "" {
		return ops.ChannelRule{Record: o.Record, Channel: channel}
	}
	return ops.ChannelRule{Platform: o.Platform, Campaign: o.Campaign, Channel: channel}
}

// unassigned is everything that is open, the most money first.
type unassigned struct {
	Open  []open
	Left  ops.Value // the spend of all that is open
	Share ops.Value // of the spend that has a channel, or none on purpose
}

// unassigned looks for what has no channel.
func (s *Section) unassigned(ctx context.Context, d analysis.Data) (unassigned, error) {
	var out unassigned
	rules := s.Book.Rules.Holding()
	spend, err := frame.SpendChannelsOf(ctx, d)
	if err != nil {
		return out, err
	}
	var left engine.Cell
	for _, q := range []struct {
		record, column string
		by             []string
		where          []ops.Filter
	}{
		{"spend", "cost", []string{"platform", "campaign"}, nil},
		{"orders", "revenue", []string{"campaign"}, nil},
		{"events", "", []string{"campaign"}, []ops.Filter{{Dimension: "event", Values: []string{"join"}}}},
	} {
		measures := []*ops.Measure{{Name: "rows", Record: q.record, Agg: ops.RowCount, Where: q.where}}
		if q.column != "" {
			measures = append(measures, &ops.Measure{Name: q.column, Record: q.record, Column: q.column, Agg: ops.Sum, Money: true})
		}
		days := d.Snapshot.Days(q.record)
		if days.Len() == 0 {
			continue
		}
		sums, err := d.Snapshot.Sums(ctx, engine.SumQuery{Measures: measures, Range: days, Grain: ops.Whole, By: q.by,
			Filter: []ops.Filter{{Dimension: "channel", Values: []string{""}}}})
		if err != nil {
			return out, err
		}
		for i, g := range sums.Groups {
			o := open{Record: q.record, Campaign: g[len(g)-1], Rows: sums.Measures[0].ByGroup[i].Sum, Money: ops.Value{State: ops.NotApplicable}}
			if len(g) > 1 {
				o.Platform = g[0]
			}
			if r, ok := rules.Of(o.Record, o.Platform, o.Campaign); o.Rows == 0 || ok && r.Channel == "" {
				continue
			}
			if q.column != "" {
				o.Money = s.money(sums.Measures[1].ByGroup[i])
			}
			if len(g) > 1 { // it has a platform
				left = left.Plus(sums.Measures[1].ByGroup[i])
				o.Looks = spend.Of[ops.Fold(o.Platform)]
			}
			out.Open = append(out.Open, o)
		}
	}
	slices.SortFunc(out.Open, func(a, b open) int {
		return cmp.Or(cmp.Compare(b.Money.Number, a.Money.Number), cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Campaign, b.Campaign))
	})
	total := s.money(spend.Total)
	out.Left, out.Share = s.money(left), ops.Value{State: ops.NotApplicable}
	if total.State == ops.Known && total.Number > 0 {
		out.Share = ops.Value{Number: 1 - out.Left.Number/total.Number}
	}
	return out, nil
}

// money returns an amount of the reporting currency in major units.
func (s *Section) money(c engine.Cell) ops.Value {
	if c.Unknown > 0 {
		return ops.Value{State: ops.Pending}
	}
	return ops.Value{Number: units(c.Rounded(), s.Currency)}
}

type openAnswer struct {
	Record   string   `json:"record"`
	Platform string   `json:"platform"`
	Campaign string   `json:"campaign"`
	Rows     int64    `json:"rows"`
	Money    *float64 `json:"money"`
	Looks    string   `json:"looks_like"`
}

type unassignedAnswer struct {
	Currency string       `json:"currency"`
	Share    *float64     `json:"spend_assigned"`
	Open     []openAnswer `json:"open"`
}

func number(v ops.Value) *float64 {
	if v.State != ops.Known {
		return nil
	}
	return &v.Number
}

// listUnassigned answers what has no channel.
func (s *Section) listUnassigned(c echo.Context) error {
	if err := ask.NewParams(c.QueryParams()).Done(); err != nil {
		return frame.BadRequest(err)
	}
	ctx, leave, err := s.enter(c.Request().Context())
	if err != nil {
		return err
	}
	defer leave()
	found, err := s.unassigned(ctx, s.Data(c))
	if err != nil {
		return err
	}
	out := unassignedAnswer{Currency: s.Currency, Share: number(found.Share), Open: []openAnswer{}}
	for _, o := range found.Open {
		out.Open = append(out.Open, openAnswer{o.Record, o.Platform, o.Campaign, o.Rows, number(o.Money), o.Looks})
	}
	return c.JSON(http.StatusOK, out)
}
