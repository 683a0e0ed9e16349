package ops

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// ChannelRule says which channel rows belong to that state none themselves. It
// is about a campaign of a platform, a campaign of any, all campaigns of a
// platform, or about rows of one record that name no campaign either. The most
// specific rule counts; among equals the latest.
type ChannelRule struct {
	ID       int64
	Record   string // orders or events: rows that name no campaign; else ""
	Platform string // "" is any
	Campaign string // a name, or a pattern in which * is any text; "" is every campaign
	Channel  string // "" is no channel at all
	By       string
	At       time.Time
	UndoneBy string
	UndoneAt time.Time // zero: it holds
}

// Holds reports whether the rule was not undone.
func (r ChannelRule) Holds() bool { return r.UndoneAt.IsZero() }

// Records lists the records with rows that the rule may be about.
func (r ChannelRule) Records() []string {
	if r.Record != "" {
		return []string{r.Record}
	}
	var out []string
	for _, record := range Records() {
		if record.Ruled && (r.Campaign != "" || saysPlatform(record.Name)) {
			out = append(out, record.Name)
		}
	}
	return out
}

// Check refuses rules that make no sense.
func (r ChannelRule) Check() error {
	record, known := RecordNamed(r.Record)
	switch {
	case r.Record != "" && (!known || !record.Unnamed):
		return refuse("unknown_record", "record", r.Record, "There is no such rule for rows of that record.", "Use orders or events, or name a platform or campaign.")
	case r.Record != "" && (r.Platform != "" || r.Campaign != ""):
		return refuse("rule_both", "record", r.Record, "A rule about rows without a campaign names no platform and no campaign.", "Leave one of them out.")
	case r.Record == "" && r.Platform == "" && strings.Trim(r.Campaign, "* ") == "":
		return refuse("rule_empty", "campaign", r.Campaign, "The rule would be about everything.", "Name a platform or a campaign.")
	}
	for _, text := range []struct{ column, value string }{{"platform", r.Platform}, {"campaign", r.Campaign}, {"channel", r.Channel}} {
		if err := CheckPlain(text.column, text.value, MaxMergedName); err != nil {
			return err
		}
	}
	return nil
}

// Pattern reports whether the rule is about campaigns by a pattern.
func (r ChannelRule) Pattern() bool { return strings.Contains(r.Campaign, "*") }

// Same reports whether two rules are about the same rows.
func (r ChannelRule) Same(s ChannelRule) bool {
	return r.Record == s.Record && Fold(r.Platform) == Fold(s.Platform) && Fold(r.Campaign) == Fold(s.Campaign)
}

// rank orders rules: exact campaigns before patterns before defaults of
// platforms, longer patterns before shorter ones, rules of a platform before
// those of any.
func (r ChannelRule) rank() [3]int {
	out := [3]int{2, 0, 0}
	switch {
	case r.Campaign == "":
		out[0] = 0
	case r.Pattern():
		out[0], out[1] = 1, len([]rune(strings.ReplaceAll(Fold(r.Campaign), "*", "")))
	}
	if r.Platform != "" {
		out[2] = 1
	}
	return out
}

// ChannelRules are the rules that hold, the one that counts first.
type ChannelRules []ChannelRule

// RulesOf returns the rules that hold in the order in which they count.
func RulesOf(rules []ChannelRule) ChannelRules {
	out := slices.DeleteFunc(slices.Clone(rules), func(r ChannelRule) bool { return !r.Holds() })
	slices.SortFunc(out, func(a, b ChannelRule) int {
		x, y := a.rank(), b.rank()
		return cmp.Or(slices.Compare(y[:], x[:]), cmp.Compare(b.ID, a.ID))
	})
	return out
}

// Of returns the rule for a row of record that states no channel. Where
// they say no platform, a campaign that rules put into different
// channels on different platforms has none.
func (all ChannelRules) Of(record, platform, campaign string) (ChannelRule, bool) {
	platform, campaign = Fold(platform), Fold(campaign)
	var found *ChannelRule
	for i := range all {
		r := &all[i]
		if !r.about(record, platform, campaign) {
			continue
		}
		if saysPlatform(record) {
			return *r, true
		}
		if found == nil {
			found = r
			continue
		}
		if a, b := found.rank(), r.rank(); a[0] != b[0] || a[1] != b[1] {
			break
		}
		if found.Platform == "" { // of any platform: nothing contradicts it
			break
		}
		if r.Platform != "" && Fold(r.Platform) != Fold(found.Platform) && Fold(r.Channel) != Fold(found.Channel) {
			return ChannelRule{}, false
		}
	}
	if found == nil {
		return ChannelRule{}, false
	}
	return *found, true
}

// saysPlatform reports whether rows of a record name the platform they are of.
func saysPlatform(record string) bool {
	r, ok := RecordNamed(record)
	return ok && r.Column("platform") >= 0
}

// about reports whether the rule is about rows of a platform and a campaign,
// both folded.
func (r *ChannelRule) about(record, platform, campaign string) bool {
	switch {
	case r.Record != "":
		return r.Record == record && campaign == ""
	case saysPlatform(record) && r.Platform != "" && Fold(r.Platform) != platform:
		return false
	case r.Campaign == "":
		return saysPlatform(record)
	case r.Pattern():
		return campaign != "" && matches(Fold(r.Campaign), campaign)
	}
	return Fold(r.Campaign) == campaign
}

// matches reports whether a text fits a pattern in which * is any text.
func matches(pattern, text string) bool {
	first, rest, more := strings.Cut(pattern, "*")
	if !more {
		return pattern == text
	}
	text, ok := strings.CutPrefix(text, first)
	for ok && more {
		first, rest, more = strings.Cut(rest, "*")
		if !more {
			return strings.HasSuffix(text, first)
		}
		var at int
		if at = strings.Index(text, first); at < 0 {
			return false
		}
		text = text[at+len(first):]
	}
	return false
}
