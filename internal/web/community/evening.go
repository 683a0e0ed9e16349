package community

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// eveningAnswer is who of a challenge may break tonight, for programs.
type eveningAnswer struct {
	Challenge string         `json:"challenge"`
	Day       string         `json:"day"`
	Minute    int            `json:"minute"`
	Known     bool           `json:"known"`
	Stale     bool           `json:"stale"`
	Joined    int            `json:"joined"`
	In        int            `json:"in"`
	Came      *int           `json:"came"`
	Likely    *float64       `json:"likely"`
	AtRisk    []riskAnswer   `json:"at_risk"`
	Earlier   []roundAnswer  `json:"earlier"`
	Foretold  foretoldAnswer `json:"foretold"`
}

type riskAnswer struct {
	Member string   `json:"member"`
	Name   string   `json:"name"`
	Group  string   `json:"group"`
	Days   int      `json:"days"`
	Kept   int      `json:"kept"`
	Streak int      `json:"streak"`
	Away   int      `json:"away"`
	Last   bool     `json:"last_night"`
	Usual  *int     `json:"usual"`
	Chance *float64 `json:"chance"`
}

type roundAnswer struct {
	Challenge string `json:"challenge"`
	From      string `json:"from"`
	Members   int    `json:"members"`
}

type foretoldAnswer struct {
	Days  int          `json:"days"`
	Score *float64     `json:"score"`
	Base  *float64     `json:"base"`
	Bands []bandAnswer `json:"bands"`
}

type bandAnswer struct {
	Said   float64 `json:"said"`
	Days   int     `json:"days"`
	Missed int     `json:"missed"`
}

// evening answers who of the challenge in the path may break tonight, as JSON or as a file.
func (s *Section) evening(c echo.Context) error {
	p := ask.NewParams(c.QueryParams())
	format := report.Format(p.Choice("format", "json", "json", string(report.CSV), string(report.Mark), string(report.XLSX)))
	if err := p.Done(); err != nil {
		return frame.BadRequest(err)
	}
	x, err := s.challengeInPath(c)
	if err != nil {
		return err
	}
	tokens, err := s.CheckIns.CheckInTokens(c.Request().Context(), x.ID)
	if err != nil {
		return err
	}
	e, _, ok, err := s.eveningOf(c, x, len(tokens))
	if err != nil {
		return err
	}
	if !ok {
		return &ops.Error{Code: "no_evening", Message: "Of this challenge no evening can be looked at: it has not begun, or every member has a first day of its own.",
			Hint: "Choose a challenge that runs from a fixed day."}
	}
	frame.NamesMembers(c)
	names := map[string]string{}
	for _, t := range tokens {
		names[t.Member] = t.Name
	}
	if format == "json" {
		return c.JSON(http.StatusOK, eveningOut(x, e, names))
	}
	var b bytes.Buffer
	if err := eveningFile(c.Request().Context(), &b, format, x, e, names); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", format.Attachment("daybreak-"+x.Slug+"-evening"))
	return c.Blob(http.StatusOK, format.Type(), b.Bytes())
}

func eveningFile(ctx context.Context, b *bytes.Buffer, format report.Format, x ops.Challenge, e *analysis.Evening, names map[string]string) error {
	r := runner{challenge: x}
	t := &report.Table{Header: []string{"member", "name", "group", "days", "kept", "streak", "away", "last_night", "usual", "chance"}}
	for _, m := range e.AtRisk {
		usual, chance, last := "", "", "0"
		if m.Usual >= 0 {
			usual = ask.ClockText(r.clock(m.Usual))
		}
		if m.Chance.State == ops.Known {
			chance = strconv.FormatFloat(m.Chance.Number, 'f', 4, 64)
		}
		if m.Third {
			last = "1"
		}
		t.Rows = append(t.Rows, []string{ops.SafeText(m.ID), ops.SafeText(names[m.ID]), ops.SafeText(m.Group), strconv.Itoa(m.Days), strconv.Itoa(m.Kept),
			strconv.Itoa(m.Streak), strconv.Itoa(m.Away), last, usual, chance})
	}
	return format.Write(ctx, b, "evening", t)
}

func eveningOut(x ops.Challenge, e *analysis.Evening, names map[string]string) eveningAnswer {
	out := eveningAnswer{Challenge: x.Name, Day: e.Day.String(), Minute: e.Minute, Known: e.Known, Stale: e.Stale, Joined: e.Answer.Joined, In: e.Answer.In,
		AtRisk: []riskAnswer{}, Earlier: []roundAnswer{}, Likely: numberOrNone(e.Likely), Foretold: foretoldAnswer{Days: e.Foretold.Tested, Bands: []bandAnswer{}}}
	if e.Known {
		out.Came = &e.Answer.Came
	}
	for _, m := range e.AtRisk {
		a := riskAnswer{Member: m.ID, Name: names[m.ID], Group: m.Group, Days: m.Days, Kept: m.Kept, Streak: m.Streak, Away: m.Away, Last: m.Third,
			Chance: numberOrNone(m.Chance)}
		if usual := m.Usual; usual >= 0 {
			a.Usual = &usual
		}
		out.AtRisk = append(out.AtRisk, a)
	}
	for i, r := range e.Rounds {
		out.Earlier = append(out.Earlier, roundAnswer{r.Name, r.Start.String(), e.Answer.Rounds[i].Members})
	}
	if f := e.Foretold; f.Tested > 0 {
		out.Foretold.Score, out.Foretold.Base = &f.Score, &f.Base
		for _, b := range f.Bands {
			if b.Days > 0 {
				out.Foretold.Bands = append(out.Foretold.Bands, bandAnswer{b.Said, b.Days, b.Missed})
			}
		}
	}
	return out
}

func numberOrNone(v ops.Value) *float64 {
	if v.State != ops.Known {
		return nil
	}
	return &v.Number
}

// eveningHref is where the list of a challenge is a file.
func eveningHref(id int64, format report.Format) string {
	return "/api/v1" + challengeHref(id) + "/evening?format=" + string(format)
}

// joinedIn returns how many take part in a challenge, by events or by links, for the list
// of challenges.
func (s *Section) joinedIn(c echo.Context, x ops.Challenge, links int) (string, error) {
	d := analysis.Evenings{Data: s.Data(c)}
	today, _ := s.daysNow(x, s.Clock())
	n, err := d.Joined(c.Request().Context(), x, today)
	return view.Whole(max(n, links)), err
}
