package community

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ask"
	"daybreak/internal/chart"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// challengeView is the page of one challenge for those who run it.
type challengeView struct {
	frame.FormView
	ID        int64
	State     string
	Shut      bool
	DayStart  string
	Form      challengeForm
	Address   string // where members check in
	Groups    []groupView
	Members   []linkView
	Pager     view.Pager
	MaxFresh  string
	Running   *runningView
	QR        chart.QRCode
	Manage    bool   // what is below is unfolded
	Secret    string // a personal link that was just made: shown this once
	SecretFor string
}

type groupView struct {
	ID                     int64
	Name, Channel, Address string
	Members                int
}

type linkView struct {
	ID                   int64
	Name, Member, Href   string
	Group, Made          string
	Done, Streak, Length int
}

// linksShown is how many members one page of a challenge lists.
const linksShown = 100

// showChallenge shows one challenge.
func (s *Section) showChallenge(c echo.Context) error {
	x, err := s.challengeInPath(c)
	if err != nil {
		return err
	}
	return s.challengePage(c, http.StatusOK, nil, x, freshLink{})
}

// challengeInPath returns the challenge whose id is in the path.
func (s *Section) challengeInPath(c echo.Context) (ops.Challenge, error) {
	id, err := frame.ObjectID(c)
	if err != nil {
		return ops.Challenge{}, err
	}
	x, ok, err := s.CheckIns.Challenge(c.Request().Context(), id)
	if err != nil || !ok {
		return ops.Challenge{}, frame.OrElse(err, echo.ErrNotFound)
	}
	return x, nil
}

// freshLink is a personal link that was just made.
type freshLink struct{ address, name string }

// challengePage shows a challenge, with what its form would make of it.
func (s *Section) challengePage(c echo.Context, status int, fault *ops.Error, x ops.Challenge, fresh freshLink) error {
	p := ask.NewParams(c.QueryParams())
	number := p.Page()
	ctx := c.Request().Context()
	v := challengeView{FormView: s.FormView(c, "challenges", fault), ID: x.ID, Secret: fresh.address, SecretFor: fresh.name,
		MaxFresh: view.Whole(ops.MaxFreshLinks)}
	v.Path = challengeHref(x.ID)
	w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency, Catalog: s.Data(c).Catalog}
	v.Title, v.Form = x.Heading(), challengeFormOf(w, s, x)
	v.State, _, _, v.Shut = challengeState(w, s, x)
	v.DayStart = ask.ClockText(int(x.DayStart / time.Minute))
	v.Address = s.Absolute(c, memberPage(x))
	tokens, err := s.CheckIns.CheckInTokens(ctx, x.ID)
	if err != nil {
		return err
	}
	if v.Running, err = s.running(c, w, x, tokens); err != nil {
		return err
	}
	if v.QR, err = chart.QR(v.Address); err != nil {
		return err
	}
	v.Manage = fault != nil || v.Done || v.Secret != "" || number > 1 || len(v.Running.People) == 0 && v.Running.Survival == nil
	frame.NamesMembers(c)
	in := map[string]int{}
	for _, t := range tokens {
		in[ops.Fold(t.Group)]++
	}
	groups, err := s.CheckIns.ChallengeGroups(ctx, x.ID)
	if err != nil {
		return err
	}
	for _, g := range groups {
		v.Groups = append(v.Groups, groupView{g.ID, g.Name, g.Channel, s.invitation(c, x, g.Code), in[ops.Fold(g.Name)]})
	}
	stand, err := s.standingsOf(ctx, x)
	if err != nil {
		return err
	}
	from := min((number-1)*linksShown, len(tokens))
	for _, t := range tokens[from:min(from+linksShown, len(tokens))] {
		v.Members = append(v.Members, linkView{ID: t.ID, Name: t.Name, Member: t.Member, Href: view.MemberHref(t.Member), Group: t.Group, Made: s.Moment(t.Created),
			Done: stand.known[t.ID].done, Streak: stand.known[t.ID].streak, Length: x.Length})
	}
	v.Pager = w.Pager(v.Path, url.Values{}, number, len(v.Members), linksShown, len(tokens))
	return s.SendPage(c, status, "challenge", v)
}

// changeChallenge keeps what the form says.
func (s *Section) changeChallenge(c echo.Context) error {
	x, err := s.challengeInPath(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, challengeFields()...)
	if err != nil {
		return err
	}
	asked, err := challengeOf(form)
	asked.ID, asked.Name, asked.Slug, asked.DayStart, asked.Closed = x.ID, x.Name, x.Slug, x.DayStart, x.Closed
	if err == nil {
		err = s.CheckIns.ChangeChallenge(c.Request().Context(), asked)
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.challengePage(c, status, fault, asked, freshLink{})
		})
	}
	return c.Redirect(http.StatusSeeOther, challengeHref(x.ID)+"?done=1")
}

// closeChallenge makes a challenge take nothing any more.
func (s *Section) closeChallenge(c echo.Context) error { return s.setClosed(c, true) }

// reopenChallenge makes a challenge take check-ins again.
func (s *Section) reopenChallenge(c echo.Context) error { return s.setClosed(c, false) }

func (s *Section) setClosed(c echo.Context, closed bool) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	if err := s.CheckIns.CloseChallenge(c.Request().Context(), id, closed); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, challengeHref(id)+"?done=1")
}

// addGroup adds a group to a challenge.
func (s *Section) addGroup(c echo.Context) error {
	x, err := s.challengeInPath(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "name", "channel")
	if err != nil {
		return err
	}
	err = s.CheckIns.AddChallengeGroup(c.Request().Context(), ops.ChallengeGroup{Challenge: x.ID, Name: tidy(form.Get("name")),
		Channel: tidy(form.Get("channel")), Code: newCode()})
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.challengePage(c, status, fault, x, freshLink{})
		})
	}
	return c.Redirect(http.StatusSeeOther, challengeHref(x.ID)+"?done=1")
}

// renewGroup gives a group another link; the old one ends.
func (s *Section) renewGroup(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	group, err := frame.ID(c, "group")
	if err != nil {
		return err
	}
	if err := s.CheckIns.RenewChallengeGroup(c.Request().Context(), id, group, newCode()); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, challengeHref(id)+"?done=1")
}

// newCode returns the code of an invitation: 80 random bits. It lets in, and
// tells nothing.
func newCode() string { return strings.ToLower(rand.Text()[:16]) }

// tidy returns a text as people mean it: in Unicode NFC, without blanks at the
// ends.
func tidy(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }
