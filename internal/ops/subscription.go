package ops

import (
	"net/url"
	"slices"
	"time"
)

// Topic says what a subscription is about.
type Topic string

// What one may subscribe to.
const (
	TopicPage   Topic = "page"   // a page, or one panel of it such as a list of members
	TopicBrief  Topic = "brief"  // the morning brief
	TopicReport Topic = "report" // the monthly report
)

// Topics lists what one may subscribe to, in the order forms show it.
func Topics() []Topic { return []Topic{TopicBrief, TopicPage, TopicReport} }

// Needs returns the role that may see a topic.
func (t Topic) Needs() Role {
	if t == TopicPage {
		return Analyst
	}
	return Viewer
}

// Subscription is what somebody gets regularly, worked out as its owner sees it then.
type Subscription struct {
	Edited
	Owner int64 // user; 0: everybody, where nobody signs in
	Topic Topic
	Page  string // of TopicPage
	Panel string // of TopicPage: one panel alone; "" = all
	Query string // of TopicPage: the controls, as in the page's address
	Since bool   // of TopicPage: about the days since the turn before, not about those the page shows
	Schedule
	Channel int64  // where it goes; 0: to the owner's own mail address
	Lang    string // en or zh
	Paused  bool

	Set time.Time // when what is sent and when was set: turns before are none of it
}

// Same reports whether two subscriptions send the same at the same times.
func (s Subscription) Same(o Subscription) bool {
	return s.Topic == o.Topic && s.Page == o.Page && s.Panel == o.Panel && s.Schedule == o.Schedule && s.Paused == o.Paused
}

// MaxSubscriptions is how many there may be of one owner.
const MaxSubscriptions = 50

// Check refuses subscriptions that make no sense. Whether there is such a page is
// checked where they are known.
func (s Subscription) Check() error {
	switch {
	case !slices.Contains(Topics(), s.Topic):
		return refuse("bad_topic", "topic", string(s.Topic), "Nobody can subscribe to that.", "Use brief, page or report.")
	case s.Topic == TopicPage && s.Page == "":
		return refuse("page_missing", "page", "", "A page is to be sent, and none is given.", "Choose one of the pages.")
	case s.Topic != TopicPage && (s.Page+s.Panel+s.Query != "" || s.Since):
		return refuse("page_unused", "page", s.Page, "Only a page is chosen by page, panel and controls.", "Leave them out.")
	case s.Topic == TopicReport && s.Every != EveryMonth:
		return refuse("report_monthly", "every", string(s.Every), "A monthly report is sent monthly.", "Use monthly.")
	case s.Topic == TopicBrief && s.Every == EveryMonth:
		return refuse("brief_monthly", "every", string(s.Every), "A brief is about days, not about a month.", "Use daily, workdays or weekly.")
	case s.Lang != "en" && s.Lang != "zh":
		return refuse("bad_language", "lang", s.Lang, "There is no such language.", "Use en or zh.")
	case s.Channel < 0:
		return refuse("no_such_channel", "channel", "", "There is no such channel.", "The page of messages lists them all.")
	}
	if _, err := url.ParseQuery(s.Query); err != nil || len(s.Query) > 4000 {
		return refuse("bad_controls", "query", Show(s.Query), "These are no controls of a page.", "Copy what stands behind the ? of its address.")
	}
	for _, text := range []struct{ name, value string }{{"page", s.Page}, {"panel", s.Panel}} {
		if err := CheckPlain(text.name, text.value, MaxTitle); err != nil {
			return err
		}
	}
	return s.Schedule.Check()
}

// RunState says what became of a turn of a subscription.
type RunState string

// The states of a turn.
const (
	RunSent   RunState = "sent"   // its message was put on its way
	RunBehind RunState = "behind" // a source was behind: the message says so in place of figures
	RunLost   RunState = "lost"   // the owner may not see it any more, or is gone: nothing was sent
	RunFailed RunState = "failed" // it could not be worked out, or has nowhere to go
)

// Run is one turn of a subscription, and what became of it. No date has two.
type Run struct {
	Subscription int64
	Date         Day
	At           time.Time
	State        RunState
	Delivery     int64  // 0: nothing was sent
	Why          *Error // of lost and failed; nil else
}
