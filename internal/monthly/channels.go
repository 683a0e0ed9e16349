package monthly

import (
	"context"

	"daybreak/internal/ops"
)

// channelMetrics are the figures of each channel.
func channelMetrics() []string { return []string{newMembers, "cost", "cpa", "revenue", "roas"} }

// channels tells what each channel brought and cost.
func (m *maker) channels(ctx context.Context) (teller, error) {
	t, err := m.ask(ctx, []string{"channel"}, channelMetrics()...)
	if err != nil {
		return nil, err
	}
	if t != nil {
		for _, c := range t.Columns {
			for g, group := range t.Groups {
				if group.Other > 0 {
					continue
				}
				scope := ops.ScopeText([]ops.Filter{{Dimension: "channel", Values: []string{group.Values[0]}}})
				m.publish(c.Metric.Name, scope, c.Complete, c.ByGroup[g].Value)
			}
		}
	}
	return func(w words) []Block {
		if t == nil || len(t.Groups) == 0 {
			return w.nothing()
		}
		out := &Table{Caption: w.t.Channels, Columns: []Head{{w.t.Channel, false}}}
		for i, c := range t.Columns {
			out.Columns = append(out.Columns, Head{w.Label(c.Metric.Label), true})
			if i == 0 {
				out.Columns = append(out.Columns, Head{w.sprintf(w.t.Versus, w.before()), true})
			}
		}
		for g, group := range t.Groups {
			row := []Cell{{Text: w.Group(group.Values[0], group.Other)}}
			for i, c := range t.Columns {
				row = append(row, w.total(c.ByGroup[g], c.Metric.Unit))
				if i == 0 {
					row = append(row, w.difference(c.Metric, c.ByGroup[g]))
				}
			}
			out.Rows = append(out.Rows, row)
		}
		return []Block{{Table: out, Note: w.t.GreyUnsure + " " + w.t.NotGiven}}
	}, nil
}
