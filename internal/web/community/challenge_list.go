package community

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// challengesView is the page of all challenges.
type challengesView struct {
	frame.FormView
	Challenges []challengeLine
	Form       challengeForm
}

type challengeLine struct {
	ID                  int64
	Title, Slug, Days   string
	Length              int
	Members, State      string
	Running, Over, Shut bool
}

// challengeForm is what can be said about a challenge, as it was said.
type challengeForm struct {
	Title, Slug, Start, Length, Grace, MakeUp string
	Rest                                      []restView
	Open                                      bool
	MaxLength                                 int
}

type restView struct {
	Name, Label string
	Picked      bool
}

// challengeFormOf returns the form of a challenge.
func challengeFormOf(w view.Writer, s *Section, c ops.Challenge) challengeForm {
	f := challengeForm{Title: c.Title, Slug: c.Slug, Length: strconv.Itoa(c.Length), Grace: strconv.Itoa(int(c.Grace / time.Minute)),
		MakeUp: strconv.Itoa(c.MakeUp), Open: c.Open, MaxLength: ops.MaxLength}
	if !c.OwnStart() {
		f.Start = c.Start.String()
	}
	for i := range 7 {
		d := (s.Calendar.WeekStart + time.Weekday(i)) % 7
		f.Rest = append(f.Rest, restView{restField(d), w.Lang.Weekday(d), slices.Contains(c.Rest, d)})
	}
	return f
}

func restField(d time.Weekday) string { return "rest" + strconv.Itoa(int(d)) }

// challengeFields are the fields of the form.
func challengeFields() []string {
	out := []string{"title", "slug", "start", "length", "grace", "make_up", "open"}
	for d := time.Sunday; d <= time.Saturday; d++ {
		out = append(out, restField(d))
	}
	return out
}

// challengeOf reads the form.
func challengeOf(form url.Values) (ops.Challenge, error) {
	c := ops.Challenge{Title: tidy(form.Get("title")), Slug: form.Get("slug"), Open: form.Get("open") != ""}
	c.Name = c.Slug
	if v := form.Get("start"); v != "" {
		d, err := ops.ParseDay(v)
		if err != nil {
			return c, &ops.Error{Code: "bad_first_day", Message: "The first day is not a date.",
				Hint: "Write it as 2026-09-01, or leave it blank for each member's own start.", Where: ops.Place{Column: "start", Value: ops.Show(v)}}
		}
		c.Start = d
	}
	grace := 0
	for _, x := range []struct {
		name string
		to   *int
	}{{"length", &c.Length}, {"grace", &grace}, {"make_up", &c.MakeUp}} {
		n, err := strconv.Atoi(form.Get(x.name))
		if err != nil {
			return c, &ops.Error{Code: "bad_number", Message: "This is not a whole number.", Hint: "Use the digits 0 to 9.",
				Where: ops.Place{Column: x.name, Value: ops.Show(form.Get(x.name))}}
		}
		*x.to = n
	}
	if grace < -1<<20 || grace > 1<<20 {
		return c, &ops.Error{Code: "bad_grace", Message: "This is no grace.", Hint: "Give 0 to 719 minutes.",
			Where: ops.Place{Column: "grace", Value: strconv.Itoa(grace)}}
	}
	c.Grace = time.Duration(grace) * time.Minute
	for d := time.Sunday; d <= time.Saturday; d++ {
		if form.Get(restField(d)) != "" {
			c.Rest = append(c.Rest, d)
		}
	}
	return c, nil
}

// showChallenges shows all challenges.
func (s *Section) showChallenges(c echo.Context) error {
	return s.challengesPage(c, http.StatusOK, nil, ops.Challenge{Start: s.Calendar.Day(s.Clock()) + 1, Length: 21, Open: true})
}

func (s *Section) challengesPage(c echo.Context, status int, fault *ops.Error, asked ops.Challenge) error {
	v := challengesView{FormView: s.FormView(c, "challenges", fault)}
	t := &v.T.Challenge
	w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
	v.Title, v.Form = t.Title, challengeFormOf(w, s, asked)
	ctx := c.Request().Context()
	all, err := s.CheckIns.Challenges(ctx)
	if err != nil {
		return err
	}
	for _, x := range all {
		tokens, err := s.CheckIns.CheckInTokens(ctx, x.ID)
		if err != nil {
			return err
		}
		joined, err := s.joinedIn(c, x, len(tokens))
		if err != nil {
			return err
		}
		line := challengeLine{ID: x.ID, Title: x.Heading(), Slug: x.Slug, Length: x.Length, Members: joined, Days: challengeDays(w, x)}
		line.State, line.Running, line.Over, line.Shut = challengeState(w, s, x)
		v.Challenges = append(v.Challenges, line)
	}
	return s.SendPage(c, status, "challenges", v)
}

// challengeDays writes the days of a challenge.
func challengeDays(w view.Writer, c ops.Challenge) string {
	if c.OwnStart() {
		return w.T.Challenge.OwnStart
	}
	return w.Days(c.Range())
}

// challengeState writes how far a challenge is.
func challengeState(w view.Writer, s *Section, c ops.Challenge) (text string, running, over, shut bool) {
	t := &w.T.Challenge
	today, first := s.daysNow(c, s.Clock())
	switch {
	case !c.Closed.IsZero():
		return t.Closed, false, false, true
	case c.OwnStart():
		return t.Running, true, false, false
	case today < c.Start:
		return t.NotStarted, false, false, false
	case first >= c.Range().To:
		return t.Over, false, true, false
	}
	return fmt.Sprintf(t.DayOf, min(int(today-c.Start)+1, c.Length), c.Length), true, false, false
}

// addChallenge makes a challenge.
func (s *Section) addChallenge(c echo.Context) error {
	form, err := frame.ReadForm(c, challengeFields()...)
	if err != nil {
		return err
	}
	x, err := challengeOf(form)
	if err == nil {
		x.DayStart = s.Calendar.DayStart
		if x.Slug == "" {
			x.Slug = s.slugOf(x.Title)
			x.Name = x.Slug
		}
		if x.Title == "" {
			x.Title = x.Slug
		}
		x, err = s.CheckIns.AddChallenge(c.Request().Context(), x)
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.challengesPage(c, status, fault, x)
		})
	}
	return c.Redirect(http.StatusSeeOther, challengeHref(x.ID)+"?done=1")
}

// slugOf makes an address of a title: its letters and digits of ASCII, else
// the day it is made.
func (s *Section) slugOf(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 40 {
			break
		}
	}
	slug := strings.Trim(b.String(), "-")
	if strings.Trim(slug, "0123456789-") == "" {
		return "challenge-" + s.Clock().In(s.Calendar.Zone).Format("20060102-1504")
	}
	return slug
}

func challengeHref(id int64) string { return "/challenges/" + strconv.FormatInt(id, 10) }
