package importing

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/engine"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// ChannelRules keeps which channel rows belong to that state none.
type ChannelRules interface {
	// Holding returns the rules that hold, the one that counts first.
	Holding() ops.ChannelRules
	Add(ctx context.Context, r ops.ChannelRule) (ops.ChannelRule, error)
}

// channelQuestion asks which channel the campaigns of a platform belong to.
type channelQuestion struct {
	Platform, Label string
	Options         []kindView
}

// noChannel is the answer that they belong to none.
const noChannel = "-"

// channelQuestion asks about the first platform of a plan that has rows without
// a channel and no rule about all of its campaigns; nil where there is none. The
// channel that most of its other spend has is the first choice.
func (s *Section) channelQuestion(c echo.Context, w view.Writer, p *ingest.Plan) (*channelQuestion, error) {
	platform, ok := s.unruled(p)
	if !ok {
		return nil, nil
	}
	w.Catalog = s.Data(c).Catalog
	q := &channelQuestion{Platform: platform, Label: fmt.Sprintf(w.T.Wizard.WhichChannel, w.Group(platform, 0)),
		Options: []kindView{{Text: w.T.Wizard.ChannelLater}}}
	picked, err := s.mostly(c, platform)
	if err != nil {
		return nil, err
	}
	channels := slices.DeleteFunc(slices.Clone(s.Data(c).Snapshot.Values("channel")), func(v string) bool { return v == "" })
	for _, key := range ops.KnownKeys("channel") {
		if !slices.ContainsFunc(channels, func(v string) bool { return ops.Fold(v) == ops.Fold(key) }) {
			channels = append(channels, key)
		}
	}
	for _, channel := range channels {
		q.Options = append(q.Options, kindView{Value: channel, Text: w.Group(channel, 0), Picked: channel == picked})
	}
	q.Options = append(q.Options, kindView{Value: noChannel, Text: w.T.Unassigned.NoChannel})
	return q, nil
}

// unruled returns the first platform of a plan with rows that have no channel,
// and of which no rule puts all campaigns into one.
func (s *Section) unruled(p *ingest.Plan) (string, bool) {
	platform, channel := p.Record.Column("platform"), p.Record.Column("channel")
	if s.Rules == nil || platform < 0 || channel < 0 {
		return "", false
	}
	rules := s.Rules.Holding()
	asked := map[uint32]bool{}
	for i := range p.Rows.Len() {
		code := p.Rows.Codes[platform][i]
		if p.Rows.Codes[channel][i] != 0 || p.Rows.IsGone(i) || asked[code] {
			continue
		}
		asked[code] = true
		name := p.Rows.Text(platform, i)
		if !slices.ContainsFunc(rules, func(r ops.ChannelRule) bool {
			return r.Campaign == "" && r.Platform != "" && ops.Fold(r.Platform) == ops.Fold(name)
		}) {
			return name, true
		}
	}
	return "", false
}

// mostly returns the channel that most of a platform's spend has; "" for none.
func (s *Section) mostly(c echo.Context, platform string) (string, error) {
	snapshot := s.Data(c).Snapshot
	days := snapshot.Days("spend")
	if days.Len() == 0 {
		return "", nil
	}
	sums, err := snapshot.Sums(c.Request().Context(), engine.SumQuery{Range: days, Grain: ops.Whole, By: []string{"channel"},
		Measures: []*ops.Measure{{Name: "cost", Record: "spend", Column: "cost", Agg: ops.Sum, Money: true}},
		Filter:   []ops.Filter{{Dimension: "platform", Values: []string{platform}}}})
	if err != nil {
		return "", err
	}
	out, most := "", int64(0)
	for i, g := range sums.Groups {
		if v := sums.Measures[0].ByGroup[i].Rounded(); g[0] != "" && v > most {
			out, most = g[0], v
		}
	}
	return out, nil
}

// ruleOf returns the rule that a form of the preview answers, if it does.
func ruleOf(form url.Values) (ops.ChannelRule, bool) {
	platform, channel := form.Get("rule_platform"), form.Get("rule_channel")
	if platform == "" || channel == "" {
		return ops.ChannelRule{}, false
	}
	if channel == noChannel {
		channel = ""
	}
	return ops.ChannelRule{Platform: platform, Channel: channel}, true
}
