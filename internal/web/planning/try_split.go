package planning

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/tell"
	"daybreak/internal/view"
)

// maxTry is the most bytes of a form of a try, which may name members.
const maxTry = 4 << 20

// splitFields are the fields of the form that say who gets a try.
func splitFields() []string { return []string{"split", "groups", "share", "seed", "within", "members"} }

// halfPercent is the share that is drawn where the form names none.
const halfPercent = "50"

// splitOf reads from a form who gets a try. Where members are drawn by lot, a blank
// share is half, and a blank seed one that is made.
func splitOf(form url.Values) (s ops.Split, err error) {
	text := func(name string) string { return strings.TrimSpace(norm.NFC.String(form.Get(name))) }
	s = ops.Split{By: ops.SplitBy(form.Get("split")), Seed: text("seed")}
	for _, g := range strings.FieldsFunc(text("groups"), func(r rune) bool { return r == ',' || r == '，' || r == '\n' }) {
		if g = strings.TrimSpace(g); g != "" {
			s.Groups = append(s.Groups, g)
		}
	}
	if s.By == ops.SplitShare {
		if text("share") == "" {
			form.Set("share", halfPercent)
		}
		if s.Seed == "" {
			s.Seed = strings.ToLower(rand.Text()[:8])
		}
	}
	if s.Share, err = numberField(form, "share", true); err != nil {
		return s, err
	}
	s.Share /= 100
	if within := text("within"); within != "" {
		if s.Within, err = strconv.Atoi(within); err != nil {
			return s, &ops.Error{Code: "bad_number", Message: "within is not a number.", Where: ops.Place{Column: "within", Value: ops.Show(within)},
				Args: []any{"within"}}
		}
	}
	if list := text("members"); list != "" {
		s.Members, err = report.ReadParts(list)
	}
	return s, err
}

// setSplit fills the fields of a form with who gets a try that is kept.
func setSplit(out url.Values, s ops.Split) {
	out.Set("split", string(s.By))
	out.Set("groups", strings.Join(s.Groups, ", "))
	out.Set("seed", s.Seed)
	if s.Share != 0 {
		out.Set("share", strconv.FormatFloat(100*s.Share, 'f', -1, 64))
	}
	if s.Within != 0 {
		out.Set("within", strconv.Itoa(s.Within))
	}
}

// splitForm fills in what the form offers about who gets a try.
func (s *Section) splitForm(v *tryFormView, w writer, d analysis.Data) {
	for _, by := range append([]ops.SplitBy{""}, ops.SplitWays()...) {
		v.Splits = append(v.Splits, option{string(by), w.splitName(by), string(by) == v.Form["split"]})
	}
	for _, g := range d.Snapshot.Values("group") {
		if g != "" {
			v.Groups = append(v.Groups, g)
		}
	}
}

// splitName names a way to choose who gets a try.
func (w writer) splitName(by ops.SplitBy) string {
	t := &w.T.Plan
	switch by {
	case ops.SplitShare:
		return t.SplitByShare
	case ops.SplitGroups:
		return t.SplitByGroups
	case ops.SplitList:
		return t.SplitByList
	}
	return t.SplitNone
}

// splitSays says in words who gets a try.
func (w writer) splitSays(s ops.Split) string {
	how := w.splitName(s.By)
	switch s.By {
	case ops.SplitShare:
		how = fmt.Sprintf(w.T.Plan.SplitDrawn, how, tell.Percent(s.Share), s.Seed)
	case ops.SplitGroups:
		names := make([]string, len(s.Groups))
		for i, g := range s.Groups {
			names[i] = w.Group(g, 0)
		}
		how = fmt.Sprintf(w.T.Plan.SplitOfGroups, how, strings.Join(names, w.T.Plan.Comma))
	}
	return fmt.Sprintf(w.T.Plan.SplitWho, how) + " " + fmt.Sprintf(w.T.Plan.SplitParts, view.Whole(s.Given), view.Whole(s.Others))
}

// partOf writes how many of how many.
func partOf(part, of int) string { return view.Whole(part) + " / " + view.Whole(of) }

// splitView is what the page of a try says of both parts.
type splitView struct {
	Share bool
	Rows  []splitRow // the days of the try, then those before
	Notes []string
}

// splitRow compares both parts over some days.
type splitRow struct{ Days, Given, GivenOf, Others, OthersOf, Difference, Range, P string }

// split fills in both parts of a measured try.
func (w writer) split(v *tryView, o loop.Outcome) {
	t, s := &w.T.Plan, o.Split
	if s == nil {
		return
	}
	x := &splitView{Share: s.Share}
	m := w.Metric(o.Try.Metric)
	row := func(name string, e calc.SplitEffect) splitRow {
		return splitRow{Days: name, Given: w.each(e.Given, s.Share, m), Others: w.each(e.Others, s.Share, m), Difference: w.plus(e.Value(), s.Share, m),
			Range: w.plus(e.Limits.Low, s.Share, m) + " – " + w.plus(e.Limits.High, s.Share, m), P: pText(e.P)}
	}
	now := row(t.TheDays, s.Effect)
	now.GivenOf, now.OthersOf = partOf(len(s.Given.Each), s.Given.Members), partOf(len(s.Others.Each), s.Others.Members)
	x.Rows = append(x.Rows, now, row(t.DaysBefore, s.Before))
	switch {
	case calc.Broken(s.RatioP):
		x.Notes = append(x.Notes, fmt.Sprintf(t.NotDrawn, pText(s.RatioP)))
	case calc.Broken(s.BeforeP):
		x.Notes = append(x.Notes, fmt.Sprintf(t.UnlikeBefore, pText(s.BeforeP)))
	case s.Before.Limits.Excludes(0) && s.Before.T > 0:
		x.Notes = append(x.Notes, fmt.Sprintf(t.UnlikeBefore, pText(s.Before.P)))
	default:
		x.Notes = append(x.Notes, fmt.Sprintf(t.AlikeBefore, pText(s.Before.P)))
	}
	if s.Groups != [2]int{} {
		x.Notes = append(x.Notes, fmt.Sprintf(t.GroupsAre, s.Groups[0], s.Groups[1]))
	}
	if o.Try.Split.By != ops.SplitShare {
		x.Notes = append(x.Notes, t.NotByLot)
	}
	v.Split = x
	for _, r := range s.Stayed {
		v.Stayed = append(v.Stayed, w.stay(fmt.Sprintf(t.WeekAfter, r.Day-6, r.Day), r))
	}
	if len(s.Stayed) > 0 {
		v.StayedHint, v.These, v.Those = t.StayedParts, t.PartGiven, t.PartOthers
	}
}

// each writes what a member did, or the share of those who did it.
func (w writer) each(x float64, share bool, m *ops.Metric) string {
	if share {
		return fmt.Sprintf("%.1f%%", 100*x)
	}
	if m.Unit == ops.UnitMoney {
		return w.money(x)
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// plus writes a difference of what members did.
func (w writer) plus(x float64, share bool, m *ops.Metric) string {
	if share {
		return w.Points(x)
	}
	text := w.each(x, false, m)
	if x > 0 {
		text = "+" + text
	}
	return text
}

// pText writes the chance of a difference as far where there is none.
func pText(p float64) string {
	if p < .001 {
		return "< .001"
	}
	return strings.TrimPrefix(strconv.FormatFloat(p, 'f', 3, 64), "0")
}
