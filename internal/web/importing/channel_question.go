package importing

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

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
	Name, Label string
	Options     []kindView
}

// maxChannelQuestions is how many platforms of one file are asked about; the
// others wait on the page Unassigned.
const maxChannelQuestions = 20

// channelQuestions asks about each platform of a plan that has rows without a
// channel and no rule about all of its campaigns. The channel that query chose is
// picked, or else the one that most of the platform's other spend has.
func (s *Section) channelQuestions(c echo.Context, w view.Writer, p *ingest.Plan, query url.Values) ([]channelQuestion, error) {
	platforms := s.unruled(p)
	if len(platforms) == 0 {
		return nil, nil
	}
	w.Catalog = s.Data(c).Catalog
	ctx, leave, err := s.Question(c.Request().Context(), s.Panels, frame.QueryTimeout)
	if err != nil {
		return nil, err
	}
	defer leave()
	spend, err := frame.SpendChannelsOf(ctx, s.Data(c))
	if err != nil {
		return nil, err
	}
	channels := frame.ChannelsOf(s.Data(c))
	var out []channelQuestion
	for _, platform := range platforms[:min(len(platforms), maxChannelQuestions)] {
		picked := spend.Of[ops.Fold(platform)]
		if chosen, ok := query[ruleField+platform]; ok {
			picked = chosen[0]
		}
		q := channelQuestion{Name: ruleField + platform, Label: fmt.Sprintf(w.T.Wizard.WhichChannel, w.Group(platform, 0)),
			Options: []kindView{{Text: w.T.Wizard.ChannelLater}}}
		for _, channel := range channels {
			q.Options = append(q.Options, kindView{Value: channel, Text: w.Group(channel, 0), Picked: channel == picked})
		}
		if picked != "" && picked != frame.NoChannel && !slices.Contains(channels, picked) {
			q.Options = append(q.Options, kindView{Value: picked, Text: w.Group(picked, 0), Picked: true})
		}
		q.Options = append(q.Options, kindView{Value: frame.NoChannel, Text: w.T.Unassigned.NoChannel, Picked: picked == frame.NoChannel})
		out = append(out, q)
	}
	return out, nil
}

// unruled returns the platforms of a plan with rows that have no channel, and
// of which no rule puts all campaigns into one, in the order of the rows.
func (s *Section) unruled(p *ingest.Plan) (platforms []string) {
	platform, channel := p.Record.Column("platform"), p.Record.Column("channel")
	if s.Rules == nil || platform < 0 || channel < 0 {
		return nil
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
			platforms = append(platforms, name)
		}
	}
	return platforms
}

// ruleField begins the name of a form's field that answers for a platform, whose
// name follows.
const ruleField = "rule_channel."

// rulesOf returns the rules that a form of the preview answers: of each platform
// it names, the channel chosen, if one was.
func rulesOf(form url.Values) ([]ops.ChannelRule, error) {
	var out []ops.ChannelRule
	for _, name := range slices.Sorted(maps.Keys(form)) {
		platform, ok := strings.CutPrefix(name, ruleField)
		channel, chosen := frame.ChosenChannel(form.Get(name))
		if !ok || !chosen || platform == "" {
			continue
		}
		r := ops.ChannelRule{Platform: platform, Channel: channel}
		if err := r.Check(); err != nil {
			return nil, frame.BadRequest(err)
		}
		out = append(out, r)
	}
	return out, nil
}
