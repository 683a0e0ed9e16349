package community

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/auth"
	"daybreak/internal/chart"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// memberPolicy is the content security policy of the pages for members, which
// have no script at all.
const memberPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// publicView is what the pages for members have in common. They work without
// script and weigh less than 30 KB.
type publicView struct {
	frame.Shell
	Fault *view.Fault
	Home  string // the page of the challenge; "" where there is none
}

// newPublicView fills in the surroundings of a page for members, and sets the
// headers of one.
func (s *Section) newPublicView(c echo.Context, title string, fault *ops.Error) publicView {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", memberPolicy)
	h.Set("Referrer-Policy", "same-origin") // with none, old browsers do not say that a form is ours
	h.Set("X-Robots-Tag", "noindex, nofollow")
	s.RememberLanguage(c)
	v := publicView{Shell: s.BareShell(c, title)}
	if fault != nil {
		w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
		f := w.Fault(fault)
		v.Fault = &f
	}
	return v
}

// checkInView is the page of a challenge for members.
type checkInView struct {
	publicView
	Days, Said string // Said: what was just done
	State      string // open, done, rest, early, over, closed, join, private
	Say        string // in words
	Own        *ownView
	Join       *joinView
}

// joinView is the form of those who do not take part yet.
type joinView struct{ Code, By, Group, Name string }

// ownView is how the member stands.
type ownView struct {
	Name, Group              string
	Late                     string // the day before that a check-in counts for; "" for today
	Current, Longest, Strict int
	Done, Length             int
	Weekdays                 []string
	Weeks                    [][]dayView
	Legend                   []dayView
	Missed                   []missedView
	Left                     int
	Invite                   string
	QR                       chart.QRCode
	Top                      []rankedView
	Rank                     *rankedView
	Link                     string
	Keep                     bool // the link was just made
	Remind                   bool // there are days to be reminded of
}

// dayView is a day of the calendar; one without a mark lies outside.
type dayView struct {
	Mark, Text, Title string
	Today             bool
}

type missedView struct{ Day, Text string }

// MemberPath begins the addresses of all pages for members.
const MemberPath = "/c/"

// memberPage is the address of a challenge for members.
func memberPage(c ops.Challenge) string { return MemberPath + c.Slug }

// invitation is the address by which others join.
func (s *Section) invitation(c echo.Context, x ops.Challenge, code string) string {
	return s.Absolute(c, memberPage(x)) + "?join=" + code
}

// memberChallenge returns the challenge in the path of a page for members.
func (s *Section) memberChallenge(c echo.Context) (ops.Challenge, error) {
	x, ok, err := s.CheckIns.ChallengeNamed(c.Request().Context(), c.Param("challenge"))
	if err != nil || !ok || x.Slug != c.Param("challenge") {
		return x, frame.OrElse(err, frame.NoSuchLink())
	}
	return x, nil
}

// linkCookie returns the name of the cookie that holds the personal link of a
// challenge.
func (s *Section) linkCookie(challenge int64) string {
	return s.CookieName(fmt.Sprintf("c%d", challenge))
}

// rememberLink keeps a personal link in the browser, or forgets it for "".
func (s *Section) rememberLink(c echo.Context, challenge int64, secret string) {
	k := &http.Cookie{Name: s.linkCookie(challenge), Value: secret, Path: s.CookiePath("/"), MaxAge: 400 * 24 * 3600, HttpOnly: true, Secure: s.HTTPS,
		SameSite: http.SameSiteLaxMode}
	if secret == "" {
		k.MaxAge = -1
	}
	c.SetCookie(k)
}

// linkOf returns the personal link that the browser keeps for a challenge; ok
// is false when there is none that holds.
func (s *Section) linkOf(c echo.Context, challenge int64) (t ops.CheckInToken, secret string, ok bool) {
	k, err := c.Request().Cookie(s.linkCookie(challenge))
	if err != nil {
		return t, "", false
	}
	t, ok = s.personalLink(challenge, k.Value)
	return t, k.Value, ok
}

// personalLink returns the token of a secret if it is a member's for that
// challenge.
func (s *Section) personalLink(challenge int64, secret string) (t ops.CheckInToken, ok bool) {
	if len(secret) > frame.MaxTokenBytes || !strings.HasPrefix(secret, auth.CheckInPrefix) {
		return t, false
	}
	t, ok = s.CheckIns.CheckInToken(auth.HashToken(secret))
	return t, ok && t.Member != "" && t.Challenge == challenge
}

// showMemberPage shows a challenge to who takes part, or may join.
func (s *Section) showMemberPage(c echo.Context) error {
	x, err := s.memberChallenge(c)
	if err != nil {
		return err
	}
	return s.memberPage(c, http.StatusOK, nil, x, joinView{Code: c.QueryParam("join")})
}

// openLink makes the browser keep the personal link that is in the path, and
// goes on to the page, so that the link does not stay in the address bar. Where
// the browser is another member's already it asks first: links are sent to
// people who take them for an invitation.
func (s *Section) openLink(c echo.Context) error {
	x, err := s.memberChallenge(c)
	if err != nil {
		return err
	}
	other, ok := s.personalLink(x.ID, c.Param("link"))
	if !ok {
		return frame.NoSuchLink()
	}
	if own, secret, takesPart := s.linkOf(c, x.ID); takesPart && own.ID != other.ID {
		v := otherLinkView{publicView: s.newPublicView(c, x.Heading(), nil), Other: other.Name, Own: own.Name}
		v.Home = memberPage(x)
		v.Link, v.Take = s.Absolute(c, v.Home)+"/"+secret, v.Home+"/"+c.Param("link")+"/take"
		return s.pages.Send(c, http.StatusOK, "other_link", v)
	}
	if c.Request().Method == http.MethodGet {
		s.rememberLink(c, x.ID, c.Param("link"))
	}
	return c.Redirect(http.StatusSeeOther, memberPage(x))
}

// otherLinkView asks who has another member's link whether the browser is to be
// that one's.
type otherLinkView struct {
	publicView
	Own, Other string // nicknames
	Link       string // of the browser so far
	Take       string // where to say yes
}

// takeLink makes the browser keep the link in the path instead of the one it
// has.
func (s *Section) takeLink(c echo.Context) error {
	x, err := s.memberChallenge(c)
	if err != nil {
		return err
	}
	if _, err := frame.ReadForm(c); err != nil {
		return err
	}
	if _, ok := s.personalLink(x.ID, c.Param("link")); !ok {
		return frame.NoSuchLink()
	}
	s.rememberLink(c, x.ID, c.Param("link"))
	return c.Redirect(http.StatusSeeOther, memberPage(x))
}

func (s *Section) memberPage(c echo.Context, status int, fault *ops.Error, x ops.Challenge, join joinView) error {
	v := checkInView{publicView: s.newPublicView(c, x.Heading(), fault)}
	v.Home = memberPage(x)
	if c.Request().Method != http.MethodGet { // where the form is
		q := url.Values{}
		if join.Code != "" {
			q.Set("join", join.Code)
		}
		v.Path = ask.Href(v.Home, q)
		q.Set("lang", string(v.Lang.Other()))
		v.Other = ask.Href(v.Home, q)
	}
	w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
	t := &v.T.CheckIn
	now := s.Clock()
	if v.Days = w.Days(x.Range()); x.OwnStart() {
		v.Days = t.OwnStart
	}
	v.Days += " · " + fmt.Sprintf(t.Length, x.Length)
	token, secret, ok := s.linkOf(c, x.ID)
	if !ok {
		if err := s.offerJoin(c, &v, x, now, join); err != nil {
			return err
		}
		return s.pages.Send(c, status, "checkin", v)
	}
	p, err := s.participantOf(c.Request().Context(), x, token, now)
	if err != nil {
		return err
	}
	v.State, v.Say = participantState(w, s, &p, now)
	v.Own, err = s.ownView(c, w, &p, secret)
	if err != nil {
		return err
	}
	v.Own.Remind = x.Closed.IsZero() && !p.over()
	switch c.QueryParam("said") {
	case "in":
		v.Said = t.SaidIn
	case "already":
		v.Said = t.SaidAlready
	case "made_up":
		v.Said = t.SaidMadeUp
	case "welcome":
		v.Said, v.Own.Keep = fmt.Sprintf(t.SaidWelcome, token.Name), true
	}
	return s.pages.Send(c, status, "checkin", v)
}

// offerJoin fills in the form of those who do not take part yet, or why there
// is none.
func (s *Section) offerJoin(c echo.Context, v *checkInView, x ops.Challenge, now time.Time, join joinView) error {
	t := &v.T.CheckIn
	if v.State, v.Say = s.shutTo(x, now, t); v.State != "" {
		return nil
	}
	inv, err := s.invitedBy(c.Request().Context(), x, join.Code)
	if err != nil {
		return err
	}
	if !inv.valid && !x.Open {
		v.State, v.Say = "private", t.NeedInvitation
		return nil
	}
	v.State = "join"
	if inv.valid {
		join.By, join.Group = inv.by, inv.group
	} else {
		join.Code = ""
	}
	v.Join = &join
	return nil
}

// shutTo says why nobody can join a challenge any more; "" while one can.
func (s *Section) shutTo(x ops.Challenge, now time.Time, t *i18n.CheckIn) (state, say string) {
	_, first := s.daysNow(x, now)
	switch {
	case !x.Closed.IsZero():
		return "closed", t.Closed
	case !x.OwnStart() && first >= x.Range().To:
		return "over", t.OverForAll
	}
	return "", ""
}

// participantState says what a member can do now.
func participantState(w view.Writer, s *Section, p *participant, now time.Time) (state, say string) {
	t := &w.T.CheckIn
	c := p.challenge
	begins := ask.ClockText(int(c.DayStart / time.Minute))
	number := func(d ops.Day) int { return int(d-c.Start) + 1 }
	switch {
	case !c.Closed.IsZero():
		return "closed", t.Closed
	case c.OwnStart():
		return "open", t.FirstDay
	case p.today < c.Start:
		return "early", fmt.Sprintf(t.NotStarted, w.Lang.WeekdayDate(view.Civil(c.Start)), begins)
	case p.over():
		return "over", fmt.Sprintf(t.Over, p.progress.Done, c.Length)
	case len(p.takes) > 0 && p.takes[0] < p.today:
		return "open", fmt.Sprintf(t.Late, w.Lang.WeekdayDate(view.Civil(p.takes[0])))
	case len(p.takes) > 0 && c.Rests(p.takes[0]):
		return "rest", t.RestDay
	case len(p.takes) > 0:
		return "open", fmt.Sprintf(t.DayOf, number(p.takes[0]), c.Length, w.Lang.WeekdayDate(view.Civil(p.takes[0])))
	case p.today >= c.Range().To-1:
		return "done", t.DoneLast
	}
	return "done", fmt.Sprintf(t.DoneToday, begins)
}

// shownMissed is how many missed days, the latest, have a button.
const shownMissed = 7

// ownView shows how a member stands.
func (s *Section) ownView(c echo.Context, w view.Writer, p *participant, secret string) (*ownView, error) {
	x := p.challenge
	v := &ownView{Name: p.token.Name, Group: p.token.Group, Current: p.progress.Current, Longest: p.progress.Longest, Strict: p.progress.CurrentStrict,
		Done: p.progress.Done, Length: x.Length,
		Left: p.progress.Left(x), Link: s.Absolute(c, memberPage(x)) + "/" + secret}
	if !x.OwnStart() {
		fillCalendar(w, v, s.Calendar, p)
	}
	missed := p.missed()
	for _, d := range missed[max(len(missed)-shownMissed, 0):] {
		v.Missed = append(v.Missed, missedView{d.String(), w.Lang.Short(view.Civil(d))})
	}
	if state, _ := s.shutTo(x, s.Clock(), &w.T.CheckIn); state == "" && p.token.Invite != "" {
		v.Invite = s.invitation(c, x, p.token.Invite)
		var err error
		if v.QR, err = chart.QR(v.Invite); err != nil {
			return nil, err
		}
	}
	stand, err := s.standingsOf(c.Request().Context(), x)
	if err != nil {
		return nil, err
	}
	v.Top, v.Rank = stand.ranking(p, w.T.CheckIn.You)
	return v, nil
}

// marks are the names of the marks of days, which style them.
func marks() []string { return []string{"c", "o", "d", "u", "m", "r"} }

// fillCalendar fills in the weeks of the challenge.
func fillCalendar(w view.Writer, v *ownView, calendar ops.Calendar, p *participant) {
	t := &w.T.CheckIn
	words := []string{t.MarkToCome, t.MarkOpen, t.MarkDone, t.MarkMadeUp, t.MarkMissed, t.MarkRest}
	seen := map[ops.DayMark]bool{}
	span := p.challenge.Range()
	lead := (int(span.From.Weekday()) - int(calendar.WeekStart) + 7) % 7
	for i := range 7 {
		v.Weekdays = append(v.Weekdays, w.Lang.WeekdayNarrow((calendar.WeekStart+time.Weekday(i))%7))
	}
	week := make([]dayView, lead, 7)
	for i, m := range p.progress.Days {
		d := span.From + ops.Day(i)
		seen[m] = true
		text := fmt.Sprint(view.Civil(d).Day())
		if i == 0 || view.Civil(d).Day() == 1 {
			text = w.Lang.Short(view.Civil(d))
		}
		week = append(week, dayView{marks()[m], text, words[m], d == p.today})
		if len(week) == 7 {
			v.Weeks, week = append(v.Weeks, week), make([]dayView, 0, 7)
		}
	}
	if len(week) > 0 {
		v.Weeks = append(v.Weeks, append(week, make([]dayView, 7-len(week))...))
	}
	for m, word := range words {
		if seen[ops.DayMark(m)] {
			v.Legend = append(v.Legend, dayView{Mark: marks()[m], Title: word})
		}
	}
}
