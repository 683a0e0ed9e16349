package reports

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/monthly"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// partFields are the fields of the form of one part.
func partFields() []string { return []string{"place", "told", "owner", "text"} }

// changeReport keeps order, owners and comments of the parts of a draft.
func (s *Section) changeReport(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	names := []string{"version"}
	for _, part := range ops.ReportParts() {
		for _, field := range partFields() {
			names = append(names, field+"_"+part)
		}
	}
	form, err := frame.ReadForm(c, names...)
	if err != nil {
		return err
	}
	r := ops.Report{Edited: ops.Edited{ID: id}}
	if r.Version, err = version(form.Get("version")); err == nil {
		r.Parts, err = partsOf(form)
	}
	if err == nil {
		_, err = s.Book.Reports.Change(frame.ActAs(c, frame.PrincipalOf(c).Name), r)
	}
	if err != nil {
		return frame.Refuse(c, err, s.reportPage)
	}
	return back(c, href(id))
}

// partsOf reads the parts of a form in the order their places say; equal places
// stay in the order of the template.
func partsOf(form url.Values) ([]ops.ReportPart, error) {
	places := map[string]int{}
	var out []ops.ReportPart
	for _, name := range ops.ReportParts() {
		n, err := strconv.Atoi(strings.TrimSpace(form.Get("place_" + name)))
		if err != nil || n < 1 || n > 99 {
			return nil, &ops.Error{Code: "bad_place", Message: "The place of a part is a whole number from 1 to 99.",
				Hint: "Number the parts in the order they are told.", Where: ops.Place{Column: "place_" + name, Value: ops.Show(form.Get("place_" + name))}}
		}
		places[name] = n
		out = append(out, ops.ReportPart{Name: name, Out: form.Get("told_"+name) != "1", Owner: words(form, "owner_"+name), Text: words(form, "text_"+name)})
	}
	slices.SortStableFunc(out, func(a, b ops.ReportPart) int { return cmp.Compare(places[a.Name], places[b.Name]) })
	return out, nil
}

// words reads a text as people type it.
func words(form url.Values, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(form.Get(name), "\r\n", "\n"))
}

// finishReport makes a draft final, unless data it needs is missing.
func (s *Section) finishReport(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version")
	if err != nil {
		return err
	}
	n, err := version(form.Get("version"))
	if err == nil {
		err = s.finish(c, id, n)
	}
	if err != nil {
		return frame.Refuse(c, err, s.reportPage)
	}
	return back(c, href(id))
}

func (s *Section) finish(c echo.Context, id, version int64) error {
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	b, err := monthly.Read(ctx, s.Book, s.Data(c), s.today())
	if err != nil {
		return err
	}
	_, err = monthly.Finish(ctx, s.Book.Reports, b, id, version)
	return err
}

// removeReport takes a draft away.
func (s *Section) removeReport(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version")
	if err != nil {
		return err
	}
	n, err := version(form.Get("version"))
	if err == nil {
		err = s.Book.Reports.Remove(frame.ActAs(c, frame.PrincipalOf(c).Name), id, n)
	}
	if err != nil {
		return frame.Refuse(c, err, s.reportPage)
	}
	return back(c, "/reports")
}

// addCommitment adds what a report promises.
func (s *Section) addCommitment(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "text", "owner", "metric", "scope", "than", "goal", "by")
	if err != nil {
		return err
	}
	if err := s.commit(frame.ActAs(c, frame.PrincipalOf(c).Name), c, id, form); err != nil {
		return frame.Refuse(c, err, s.reportPage)
	}
	return back(c, href(id))
}

func (s *Section) commit(ctx context.Context, c echo.Context, id int64, form url.Values) error {
	p := ops.Commitment{Report: id, Text: words(form, "text"), Owner: words(form, "owner"), Metric: form.Get("metric"), AtMost: form.Get("than") == "most"}
	r, ok, err := s.Book.Reports.One(ctx, id)
	if err != nil {
		return err
	}
	if !ok {
		return echo.ErrNotFound
	}
	by, err := ops.ParseDay(form.Get("by"))
	if err != nil {
		return &ops.Error{Code: "bad_date", Message: "by is not a date.", Hint: "Write it as 2026-11-30.",
			Where: ops.Place{Column: "by", Value: ops.Show(form.Get("by"))}, Args: []any{"by"}}
	}
	p.Days = ops.Range{From: r.Days().To, To: by + 1}
	if text := words(form, "goal"); text != "" {
		if p.Goal, err = strconv.ParseFloat(text, 64); err != nil {
			return &ops.Error{Code: "bad_number", Message: "goal is not a number.", Hint: "Write it as 45 or 0.2.",
				Where: ops.Place{Column: "goal", Value: ops.Show(text)}, Args: []any{"goal"}}
		}
	}
	filter, err := ops.ParseScope(words(form, "scope"))
	if err != nil {
		return ops.AtColumn(err, "scope")
	}
	p.Scope = ops.ScopeText(filter)
	if p.Metric != "" {
		if _, err := s.Data(c).Lookup([]string{p.Metric}); err != nil {
			return err
		}
	}
	_, _, err = s.Book.Reports.Commit(ctx, p, "")
	return err
}

// withdrawCommitment takes a commitment back, with a reason.
func (s *Section) withdrawCommitment(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version", "reason", "back")
	if err != nil {
		return err
	}
	n, err := version(form.Get("version"))
	if err != nil {
		return err
	}
	if _, err := s.Book.Reports.Withdraw(frame.ActAs(c, frame.PrincipalOf(c).Name), id, n, words(form, "reason")); err != nil {
		return err
	}
	return back(c, frame.LocalPath(form.Get("back")))
}
