package ops

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The parts of a monthly report that Daybreak writes, in the order of its
// template.
const (
	PartSummary   = "summary"
	PartPlan      = "plan"
	PartMoved     = "moved"
	PartChannels  = "channels"
	PartCommunity = "community"
	PartContent   = "content"
	PartChallenge = "challenge"
	PartTries     = "tries"
	PartNext      = "next"
)

// ReportParts lists the parts in the order of the template.
func ReportParts() []string {
	return []string{PartSummary, PartPlan, PartMoved, PartChannels, PartCommunity, PartContent, PartChallenge, PartTries, PartNext}
}

// Report is the report of a month. A draft says what the record says now. A final
// one says for ever what it said when it was made final: what has to be corrected
// becomes the next edition of the month.
type Report struct {
	Edited
	Month   Day          // its first day
	Edition int          // 1 and up
	Parts   []ReportPart // in the order they are told
	Final   time.Time    // zero: a draft
	FinalBy string
	Frozen  []byte // of a final one: all it says, as package monthly keeps it
}

// ReportPart is one part of a report, with what somebody says about it.
type ReportPart struct {
	Name  string `json:"name"`
	Out   bool   `json:"out"` // it is not told
	Owner string `json:"owner"`
	Text  string `json:"text"`
}

// MaxComment is how long the comment on a part may be, in characters.
const MaxComment = 4000

// Days are the days of the month.
func (r Report) Days() Range { return Range{r.Month, AddMonths(r.Month, 1)} }

// IsFinal reports whether the report stands for ever.
func (r Report) IsFinal() bool { return !r.Final.IsZero() }

// Name is the month as 2026-10.
func (r Report) Name() string { return r.Month.String()[:7] }

// Check refuses reports that make no sense.
func (r Report) Check() error {
	if _, _, day := r.Month.Date(); day != 1 || r.Month < MinDay || r.Month >= MaxDay {
		return refuse("bad_month", "month", r.Month.String(), "This is no month.", "Write it as 2026-10.")
	}
	seen := map[string]bool{}
	for _, p := range r.Parts {
		if !slices.Contains(ReportParts(), p.Name) || seen[p.Name] {
			return refuse("bad_part", "parts", p.Name, "There is no such part of a report, or it stands twice.",
				"Name each of "+strings.Join(ReportParts(), ", ")+" once.")
		}
		seen[p.Name] = true
		for _, text := range []struct {
			name, value string
			most        int
		}{{"owner", p.Owner, MaxTitle}, {"text", p.Text, MaxComment}} {
			if err := CheckPlain(text.name, text.value, text.most); err != nil {
				return err
			}
		}
	}
	if len(r.Parts) != len(ReportParts()) {
		return refuse("bad_part", "parts", "", "A part of the report is missing.",
			"Name each of "+strings.Join(ReportParts(), ", ")+" once; take out what is not to be told.")
	}
	return CheckPlain("id", r.Key, MaxTitle)
}

// ParseMonth reads a month written as 2026-10 and returns its first day.
func ParseMonth(text string) (Day, error) {
	d, err := ParseDay(text + "-01")
	if err != nil || len(text) != len("2026-10") || d < MinDay || d >= MaxDay {
		return 0, refuse("bad_month", "month", text, "This is no month.", "Write it as 2026-10.")
	}
	return d, nil
}

// Commitment is what a report promises for the time after its month. One with a
// metric is checked when its days are known.
type Commitment struct {
	Edited
	Report    int64 // id of the report that promises it
	Text      string
	Owner     string
	Metric    string // "" : nobody can measure it
	Scope     string // as ScopeText writes it
	AtMost    bool   // the figure is to be Goal or less; else Goal or more
	Goal      float64
	Days      Range // it is about
	Withdrawn time.Time
	Why       string // it was withdrawn
}

// Check refuses commitments that make no sense. Whether there is such a metric is
// checked where they are known.
func (c Commitment) Check() error {
	switch {
	case c.Text == "":
		return refuse("text_missing", "text", "", "A commitment needs a text.", "Say what will be done.")
	case c.Days.Len() <= 0:
		return refuse("range_reversed", "by", c.Days.From.String(), "The commitment ends before it begins.", "Give a day after the month of the report.")
	case c.Days.Len() > MaxLength:
		return refuse("commitment_too_long", "by", c.Days.Last().String(), "The commitment is for longer than 366 days.", "Give an earlier day.")
	case c.Metric == "" && (c.Scope != "" || c.Goal != 0):
		return refuse("commitment_metric", "metric", "", "A goal or a scope needs a metric.", "Name the metric, or leave goal and scope out.")
	case !(c.Goal >= -maxGoal && c.Goal <= maxGoal):
		return refuse("bad_goal", "goal", strconv.FormatFloat(c.Goal, 'g', -1, 64), "This cannot be a goal.", "Give a number.")
	}
	for _, text := range []struct {
		name, value string
		most        int
	}{{"text", c.Text, MaxSentence}, {"owner", c.Owner, MaxTitle}, {"reason", c.Why, MaxSentence}, {"id", c.Key, MaxTitle}} {
		if err := CheckPlain(text.name, text.value, text.most); err != nil {
			return err
		}
	}
	_, err := ParseScope(c.Scope)
	return err
}

// maxGoal is the largest goal of a commitment: larger numbers are not whole any
// more.
const maxGoal = 1 << 53

// String says what is promised, for the audit log.
func (c Commitment) String() string {
	out := c.Text + ", " + c.Days.String()
	if c.Metric != "" {
		sign := ">="
		if c.AtMost {
			sign = "<="
		}
		out += fmt.Sprintf(", %s %s %s %g", c.Metric, c.Scope, sign, c.Goal)
	}
	if !c.Withdrawn.IsZero() {
		out += ", withdrawn: " + c.Why
	}
	return out
}

// sharedReports begins what a share link says of a report, in place of the name of
// a page.
const sharedReports = "reports/"

// SharedAs is what a share link to the report says in place of the name of a page.
func (r Report) SharedAs() string { return sharedReports + strconv.FormatInt(r.ID, 10) }

// SharedReport returns the report that a share link shows; ok is false where it
// shows a page.
func SharedReport(page string) (id int64, ok bool) {
	text, ok := strings.CutPrefix(page, sharedReports)
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseInt(text, 10, 64)
	return id, err == nil && id > 0
}
