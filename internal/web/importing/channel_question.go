package importing

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
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
	ctx, leave, err := s.Question(c.Request().Context(), s.Panels, frame.QueryTimeout)
	if err != nil {
		return nil, err
	}
	defer leave()
	spend, err := frame.SpendChannelsOf(ctx, s.Data(c))
	if err != nil {
		return nil, err
	}
	for _, channel := range frame.ChannelsOf(s.Data(c)) {
		q.Options = append(q.Options, kindView{Value: channel, Text: w.Group(channel, 0), Picked: channel == spend.Of[ops.Fold(platform)]})
	}
	q.Options = append(q.Options, kindView{Value: frame.NoChannel, Text: w.T.Unassigned.NoChannel})
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

// ruleOf returns the rule that a form of the preview answers, if it does.
func ruleOf(form url.Values) (ops.ChannelRule, bool) {
	channel, ok := frame.ChosenChannel(form.Get("rule_channel"))
	r := ops.ChannelRule{Platform: form.Get("rule_platform"), Channel: channel}
	return r, ok && r.Platform != ""
}
