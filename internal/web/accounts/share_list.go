package accounts

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// shareDays is how long a share link lasts unless its maker says otherwise.
const shareDays = 30

// sharesView is the page of share links.
type sharesView struct {
	frame.FormView
	Shares []shareView
	Pages  []roleView
	Picks  []pickList
	Query  string // the controls to share
	Days   int
	Secret string // the address of a link that was just made: shown this once
}

type shareView struct {
	ID                                                int64
	Page, Query, Origin, By, Created, Expires, Viewed string
	Sees                                              string // which rows alone; "" for all its maker sees
	Views                                             int64
	Expired                                           bool
}

// showShares shows one's own share links, or all of them to administrators.
func (s *Section) showShares(c echo.Context) error { return s.sharesPage(c, http.StatusOK, nil) }

func (s *Section) sharesPage(c echo.Context, status int, fault *ops.Error) error {
	return s.sendShares(c, status, fault, "")
}

func (s *Section) sendShares(c echo.Context, status int, fault *ops.Error, address string) error {
	v := sharesView{FormView: s.FormView(c, "shares", fault), Secret: address, Days: shareDays, Query: c.QueryParam("query")}
	v.Title = v.T.Account.Shares
	catalog, _ := s.Catalog.Current()
	titles := map[string]string{}
	for _, p := range catalog.Pages {
		titles[p.Name] = p.Title.In(string(v.Lang))
		v.Pages = append(v.Pages, roleView{p.Name, titles[p.Name], p.Name == c.QueryParam("page")})
	}
	v.Picks = s.picks(c, v.FormView, ops.RowRule{})
	if err := s.shareableReports(c, &v, titles); err != nil {
		return err
	}
	all, err := s.Accounts.Shares(c.Request().Context(), ownerOf(c))
	if err != nil {
		return err
	}
	for _, h := range all {
		row := shareView{ID: h.ID, Page: titles[h.Page], Query: h.Query, Origin: h.Origin, By: h.By, Created: s.Moment(h.Created), Expires: s.Moment(h.Expires),
			Views: h.Views, Viewed: s.Moment(h.Viewed)}
		if row.Page == "" {
			row.Page = h.Page
		}
		row.Sees = s.sees(v.FormView, h.Rows)
		row.Expired = !s.Clock().Before(h.Expires)
		v.Shares = append(v.Shares, row)
	}
	return s.SendPage(c, status, "shares", v)
}

// addShare makes a share link and shows its address, once.
func (s *Section) addShare(c echo.Context) error {
	form, err := frame.ReadFormWith(c, rowFields(), "page", "query", "days", "origin", fieldChannel, fieldGroup)
	if err != nil {
		return err
	}
	secret, err := s.makeShare(c, form)
	if err != nil {
		return frame.Refuse(c, err, s.sharesPage)
	}
	return s.sendShares(c, http.StatusCreated, nil, s.Absolute(c, "/s/"+secret))
}

func (s *Section) makeShare(c echo.Context, form url.Values) (string, error) {
	h := ops.Share{Page: form.Get("page"), Owner: frame.PrincipalOf(c).User}
	if id, ok := ops.SharedReport(h.Page); ok {
		return s.shareReport(c, h, id, form)
	}
	d := s.Data(c)
	page, ok := d.Catalog.Page(h.Page)
	if !ok {
		return "", unknownPage(h.Page)
	}
	// Only what the page understands is kept, as it understands it.
	q, err := url.ParseQuery(strings.TrimPrefix(form.Get("query"), "?"))
	if err != nil {
		return "", &ops.Error{Code: "bad_parameter", Message: "These controls cannot be read.", Hint: "Copy what follows the ? in the address of the page.",
			Where: ops.Place{Column: "query", Value: ops.Show(form.Get("query"))}, Args: []any{"query"}}
	}
	q.Del("lang")
	params, err := frame.PageParams(q)
	if err != nil {
		return "", err
	}
	if _, err := d.Resolve(params, d.PageScope(page)); err != nil {
		return "", err
	}
	h.Query = params.Query().Encode()
	return s.keepShare(c, h, form)
}

func unknownPage(name string) error {
	return &ops.Error{Code: "unknown_page", Message: "There is no such page.", Where: ops.Place{Column: "page", Value: ops.Show(name)}}
}

// keepShare keeps a share link with the origin and the days of a form.
func (s *Section) keepShare(c echo.Context, h ops.Share, form url.Values) (_ string, err error) {
	if h.Origin, err = originField(form.Get("origin")); err != nil {
		return "", err
	}
	days, err := daysField(form, "days")
	if err != nil {
		return "", err
	}
	h.Expires = s.Clock().AddDate(0, 0, days)
	if h.Rows, err = s.rowsField(c, form); err != nil {
		return "", err
	}
	if _, report := ops.SharedReport(h.Page); report && h.Rows.Narrows() {
		return "", &ops.Error{Code: "report_whole", Message: "A report is about the whole record.", Hint: "Leave the choice of rows out."}
	}
	secret, hash := auth.NewToken("")
	return secret, s.Accounts.AddShare(c.Request().Context(), hash, h)
}

// originField reads the site that may show a page in a frame: https and a
// host, nothing that could end or add to the header it goes into.
func originField(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	bad := &ops.Error{Code: "bad_origin", Message: "This is not the address of a site.", Hint: "Write it as https://wiki.example.com.",
		Where: ops.Place{Column: "origin", Value: ops.Show(text)}}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return "", bad
	}
	const allowed = "abcdefghijklmnopqrstuvwxyz0123456789-.:"
	host := strings.ToLower(u.Host)
	if host == "" || strings.Trim(host, allowed) != "" || strings.HasPrefix(host, ".") || strings.HasPrefix(host, ":") || len(host) > 253 {
		return "", bad
	}
	return "https://" + host, nil
}

// revokeShare ends a share link.
func (s *Section) revokeShare(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	if err := s.Accounts.RevokeShare(c.Request().Context(), ownerOf(c), id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/shares?done=1")
}
