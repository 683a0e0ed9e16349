package naming

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// mostOpen bounds what the page lists; one form may hold that many choices.
const mostOpen = 100

// unassignedView is the page of what has no channel.
type unassignedView struct {
	frame.FormView
	Edit     bool
	Says     string // how much is open
	Share    string
	Open     []openView
	More     string // what the list leaves out
	Channels []channelView
	Rules    []ruleView
}

type openView struct {
	N                                       int // its fields in the form
	Record, Platform, Campaign              string
	Name, From, Money, Rows, Looks, LooksAt string
}

// channelView is a channel to choose.
type channelView struct{ Value, Text string }

type ruleView struct {
	ID                       int64
	About, Channel, By, Time string
	Undone                   string // who undid it, and when; "" while it holds
}

func (s *Section) showUnassigned(c echo.Context) error {
	return s.unassignedPage(c, http.StatusOK, nil)
}

func (s *Section) unassignedPage(c echo.Context, status int, fault *ops.Error) error {
	ctx, leave, err := s.enter(c.Request().Context())
	if err != nil {
		return err
	}
	defer leave()
	d := s.Data(c)
	found, err := s.unassigned(ctx, d)
	if err != nil {
		return err
	}
	all, err := s.Book.Rules.All(ctx)
	if err != nil {
		return err
	}
	v := unassignedView{FormView: s.FormView(c, "unassigned", fault), Edit: frame.PrincipalOf(c).Role >= ops.Editor}
	w := writer{view.NewWriter(v.Lang, s.Currency, d)}
	t := &v.T.Unassigned
	v.Title, v.Path, v.Share = t.Title, "/unassigned", w.Value(found.Share, ops.UnitPercent)
	for i, o := range found.Open[:min(len(found.Open), mostOpen)] {
		v.Open = append(v.Open, w.open(i, o))
	}
	if v.Says = t.Nothing; len(found.Open) > 0 {
		v.Says = fmt.Sprintf(t.Says, count(len(found.Open)), w.Value(found.Left, ops.UnitMoney))
	}
	if left := len(found.Open) - len(v.Open); left > 0 {
		v.More = fmt.Sprintf(t.More, count(left))
	}
	for _, channel := range frame.ChannelsOf(d) {
		v.Channels = append(v.Channels, channelView{channel, w.Group(channel, 0)})
	}
	for _, r := range all {
		x := ruleView{ID: r.ID, About: w.about(r), Channel: w.channel(r.Channel), By: r.By, Time: s.Moment(r.At)}
		if !r.Holds() {
			x.Undone = fmt.Sprintf(v.T.Names.UndoneBy, r.UndoneBy, s.Moment(r.UndoneAt))
		}
		v.Rules = append(v.Rules, x)
	}
	return s.SendPage(c, status, "unassigned", v)
}

// open writes what is open.
func (w writer) open(i int, o open) openView {
	t := &w.T.Unassigned
	v := openView{N: i, Record: o.Record, Platform: o.Platform, Campaign: o.Campaign, Name: o.Campaign, Rows: count(int(o.Rows)),
		Money: w.Value(o.Money, ops.UnitMoney), From: w.rows(o.Record)}
	if o.Platform != "" {
		v.From = w.Group(o.Platform, 0)
	}
	if o.Campaign == "" {
		v.Name = t.NoCampaign
	}
	if o.Looks != "" {
		v.Looks, v.LooksAt = w.Group(o.Looks, 0), fmt.Sprintf(t.LooksLike, v.From)
	}
	return v
}

// rows writes what the rows of a record are that have a channel: of events, joins.
func (w writer) rows(record string) string {
	if record == "events" {
		return w.T.Unassigned.Joins
	}
	return w.T.Record(record)
}

// channel writes the channel of a rule.
func (w writer) channel(channel string) string {
	if channel == "" {
		return w.T.Unassigned.NoChannel
	}
	return w.Group(channel, 0)
}

// about writes what a rule is about.
func (w writer) about(r ops.ChannelRule) string {
	t := &w.T.Unassigned
	switch {
	case r.Record != "":
		return fmt.Sprintf(t.AboutRecord, w.rows(r.Record))
	case r.Campaign == "":
		return fmt.Sprintf(t.AboutPlatform, w.Group(r.Platform, 0))
	case r.Platform == "":
		return fmt.Sprintf(t.AboutCampaign, r.Campaign)
	}
	return fmt.Sprintf(t.AboutBoth, w.Group(r.Platform, 0), r.Campaign)
}

// assign makes rules of the choices of the list.
func (s *Section) assign(c echo.Context) error {
	var fields []string
	for i := range mostOpen {
		for _, name := range []string{"record", "platform", "campaign", "channel"} {
			fields = append(fields, name+strconv.Itoa(i))
		}
	}
	form, err := frame.ReadForm(c, fields...)
	if err != nil {
		return err
	}
	var rules []ops.ChannelRule
	for i := range mostOpen {
		n := strconv.Itoa(i)
		if channel, ok := frame.ChosenChannel(form.Get("channel" + n)); ok {
			rules = append(rules, open{Record: form.Get("record" + n), Platform: form.Get("platform" + n), Campaign: form.Get("campaign" + n)}.rule(channel))
		}
	}
	if len(rules) == 0 {
		return frame.Refuse(c, &ops.Error{Code: "nothing_chosen", Message: "No channel was chosen.", Hint: "Choose one in the list."}, s.unassignedPage)
	}
	return s.ruled(c, rules...)
}

// addRule keeps a rule that was written by hand.
func (s *Section) addRule(c echo.Context) error {
	form, err := frame.ReadForm(c, "platform", "campaign", "channel")
	if err != nil {
		return err
	}
	return s.ruled(c, ruleOf(form))
}

func ruleOf(form url.Values) ops.ChannelRule {
	channel, _ := frame.ChosenChannel(form.Get("channel"))
	return ops.ChannelRule{Platform: form.Get("platform"), Campaign: form.Get("campaign"), Channel: channel}
}

// ruled keeps rules and shows the page again.
func (s *Section) ruled(c echo.Context, rules ...ops.ChannelRule) error {
	if _, err := s.rule(c, rules...); err != nil {
		return frame.Refuse(c, err, s.unassignedPage)
	}
	return c.Redirect(http.StatusSeeOther, "/unassigned?done=1")
}

// undoRuleOnPage ends a rule.
func (s *Section) undoRuleOnPage(c echo.Context) error {
	if _, err := s.unrule(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/unassigned?done=1")
}
