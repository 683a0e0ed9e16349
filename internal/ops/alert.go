package ops

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// AlertRule says when an alert fires.
type AlertRule string

// The rules (SPEC-LOOP §4). Limit means: a value for above and below, a share
// for change (.2: by 20 % or more), and coverage, days for silent; it plays no part
// in the others.
const (
	RuleAbove   AlertRule = "above"   // the metric is above Limit
	RuleBelow   AlertRule = "below"   // the metric is below Limit
	RuleChange  AlertRule = "change"  // it differs from its comparison by Limit or more
	RuleAnomaly AlertRule = "anomaly" // it is far from usual
	RuleGoal    AlertRule = "goal"    // a target of it is likelier missed than met
	RulePace    AlertRule = "pace"    // a target of it is under 90 or over 110 % of what is due
	RuleNoData  AlertRule = "no_data" // a stream it needs has nothing of yesterday by an hour
	RuleQuality AlertRule = "quality" // less than Limit of it is covered, or a day of the last four weeks is missing

	RuleSilent    AlertRule = "silent"    // no member of a group, staff aside, wrote in it for Limit days
	RuleChallenge AlertRule = "challenge" // more of a challenge stop on a day than on that day of the one before it
)

// AlertRules lists the rules in the order forms show them.
func AlertRules() []AlertRule {
	return []AlertRule{RuleAnomaly, RuleAbove, RuleBelow, RuleChange, RuleGoal, RulePace, RuleNoData, RuleQuality, RuleSilent, RuleChallenge}
}

// NeedsMetric reports whether the rule watches a metric. The others watch what members do.
func (r AlertRule) NeedsMetric() bool { return r != RuleSilent && r != RuleChallenge }

// NeedsLimit reports whether the rule compares with a limit.
func (r AlertRule) NeedsLimit() bool {
	return slices.Contains([]AlertRule{RuleAbove, RuleBelow, RuleChange, RuleQuality, RuleSilent}, r)
}

// MaxSilence is after how many days without a message a group is silent at most.
const MaxSilence = 90

// MaxChannels is how many channels an alert is sent to at most.
const MaxChannels = 20

// Alert watches a figure once for every complete day or week.
type Alert struct {
	Edited
	Title         string
	Rule          AlertRule
	Metric, Scope string
	Limit         float64
	Weekly        bool // whole weeks instead of days
	Hour          int  // no_data: the local hour by which yesterday must be there
	CoolDown      int  // days after a firing in which it does not fire again
	Owner         string
	Paused        bool
	Snoozed       Day // up to, exclusive, this day it is silent; 0: it is not

	Channels           []int64 // where it is sent; the page shows it in any case
	QuietFrom, QuietTo int     // local hours from … up to … in which nothing is sent; equal ones are none

	Checked Day       // last day of the last bucket that was looked at; 0: none yet
	Looked  time.Time // when it was looked at last
	Since   time.Time // when what it watches was set: firings before were judged otherwise
	Reason  string    // why nothing could be looked at then, a loop.WatchReason; "" where something could
}

// SilentOn reports whether the alert is to say nothing on a day.
func (a Alert) SilentOn(today Day) bool { return a.Paused || today < a.Snoozed }

// Watches reports whether the alert looks at the same as another.
func (a Alert) Watches(b Alert) bool {
	return a.Rule == b.Rule && a.Metric == b.Metric && a.Scope == b.Scope && a.Limit == b.Limit && a.Weekly == b.Weekly
}

// Check refuses alerts that make no sense. Whether there is
// such a metric is checked where they are known.
func (a Alert) Check() error {
	switch {
	case a.Title == "":
		return refuse("text_missing", "title", "", "An alert needs a title.", "Say in a few words what it watches.")
	case !slices.Contains(AlertRules(), a.Rule):
		return refuse("bad_alert_rule", "rule", string(a.Rule), "This is no rule of an alert.", "Use one of "+alertRuleNames()+".")
	case a.Rule.NeedsMetric() && a.Metric == "":
		return refuse("metric_missing", "metric", "", "This rule watches a metric, and none is given.", "Choose one of the metrics.")
	case !a.Rule.NeedsMetric() && a.Metric != "":
		return refuse("metric_unused", "metric", a.Metric, "This rule watches no metric.", "Leave the metric out.")
	case !a.Rule.NeedsMetric() && a.Weekly:
		return refuse("rule_not_weekly", "weekly", "1", "This rule looks at days, not at weeks.", "Leave weekly out.")
	case a.Rule == RuleSilent && !(a.Limit >= 1 && a.Limit <= MaxSilence && a.Limit == math.Trunc(a.Limit)):
		return refuse("bad_silence", "limit", strconv.FormatFloat(a.Limit, 'g', -1, 64), "A group is silent after 1 to 90 whole days.", "Give 7 if in doubt.")
	case a.Rule.NeedsLimit() && !(a.Limit > -1e15 && a.Limit < 1e15):
		return refuse("bad_limit", "limit", strconv.FormatFloat(a.Limit, 'g', -1, 64), "This is no limit.", "Give a number.")
	case (a.Rule == RuleChange || a.Rule == RuleQuality) && !(a.Limit > 0 && a.Limit <= 10):
		return refuse("bad_limit", "limit", strconv.FormatFloat(a.Limit, 'g', -1, 64), "This is no share.", "Give 0.2 for 20 %.")
	case a.Hour < 0 || a.Hour > 23 || a.QuietFrom < 0 || a.QuietFrom > 23 || a.QuietTo < 0 || a.QuietTo > 23:
		return refuse("bad_hour", "hour", "", "This is no hour of the day.", "Use 0 to 23.")
	case len(a.Channels) > MaxChannels:
		return refuse("too_many_channels", "channels", strconv.Itoa(len(a.Channels)), "An alert is sent to at most 20 channels.", "Leave some out.")
	case a.CoolDown < 1 || a.CoolDown > 90:
		return refuse("bad_cool_down", "cool_down", strconv.Itoa(a.CoolDown), "An alert rests for 1 to 90 days after it fired.", "Use 1 if in doubt.")
	}
	for _, text := range []struct {
		name, value string
		most        int
	}{{"title", a.Title, MaxTitle}, {"owner", a.Owner, MaxTitle}, {"metric", a.Metric, MaxTitle}, {"id", a.Key, MaxTitle}} {
		if err := CheckPlain(text.name, text.value, text.most); err != nil {
			return err
		}
	}
	_, err := ParseScope(a.Scope)
	return err
}

func alertRuleNames() string {
	var names []string
	for _, r := range AlertRules() {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

// Firing is one time that an alert fired, for one bucket. A second look at the
// same bucket never fires again; what a later import changes is noted.
type Firing struct {
	ID           int64
	Alert        int64
	Bucket       Range
	At           time.Time
	Value        float64   // of the metric in its bucket
	Against      float64   // what it was held against: the limit, the comparison, what was usual or due
	Recovered    time.Time // zero: it has not come back to what it should be
	Restated     float64   // the value after a later import, where Changed says so
	Changed      bool
	Acknowledged time.Time
	By           string // who acknowledged it
}
