package accounts

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// usersView is the page of all users.
type usersView struct {
	frame.FormView
	Users   []userView
	Roles   []roleView
	Picks   []pickList
	Invites bool // mail can be sent
}

type userView struct {
	ID                            int64
	Name, Role, Created, SignedIn string
	Mail                          string // "" for none
	Sees                          string // which rows alone; "" for all
}

type roleView struct {
	Value, Text string
	Picked      bool
}

// roles lists the roles up to most.
func roles(t *i18n.Account, most, picked ops.Role) []roleView {
	var out []roleView
	for r := ops.Analyst; r <= most; r++ {
		out = append(out, roleView{r.String(), t.RoleHint(r.String()), r == picked})
	}
	return out
}

func (s *Section) viewUser(t *i18n.Account, u ops.User) userView {
	out := userView{ID: u.ID, Name: u.Name, Mail: u.Mail, Role: t.Role(u.Role.String()), Created: s.Moment(u.Created), SignedIn: s.Moment(u.SignedIn)}
	if out.SignedIn == "" {
		out.SignedIn = t.Never
	}
	return out
}

// showUsers shows all users.
func (s *Section) showUsers(c echo.Context) error { return s.usersPage(c, http.StatusOK, nil) }

func (s *Section) usersPage(c echo.Context, status int, fault *ops.Error) error {
	v := usersView{FormView: s.FormView(c, "users", fault)}
	v.Title = v.T.Account.Users
	all, err := s.Accounts.Users(c.Request().Context())
	if err != nil {
		return err
	}
	for _, u := range all {
		row := s.viewUser(&v.T.Account, u)
		row.Sees = s.sees(v.FormView, u.Rows)
		v.Users = append(v.Users, row)
	}
	picked := ops.Viewer
	if len(all) == 0 {
		picked = ops.Admin // somebody has to be
	}
	v.Roles, v.Picks = roles(&v.T.Account, ops.Admin, picked), s.picks(c, v.FormView, ops.RowRule{})
	if _, v.Invites, err = s.Letters.server(c.Request().Context()); err != nil {
		return err
	}
	return s.SendPage(c, status, "users", v)
}

// addUser adds a user with a password that the administrator hands over, or, where none
// is given, with a link that goes to their mail address.
func (s *Section) addUser(c echo.Context) error {
	form, err := frame.ReadFormWith(c, rowFields(), "name", "role", "mail", "password", "confirm", fieldChannel, fieldGroup)
	if err != nil {
		return err
	}
	if err := s.makeUser(c, form); err != nil {
		return frame.Refuse(c, err, s.usersPage)
	}
	return c.Redirect(http.StatusSeeOther, "/users?done=1")
}

func (s *Section) makeUser(c echo.Context, form url.Values) error {
	u := ops.User{Name: form.Get("name"), Mail: strings.TrimSpace(form.Get("mail"))}
	var err error
	if u.Role, err = roleField(form); err != nil {
		return err
	}
	if u.Rows, err = s.rowsField(c, form); err != nil {
		return err
	}
	if err := s.confirm(c, form); err != nil {
		return err
	}
	if form.Get("password") == "" {
		return s.inviteNew(c, u)
	}
	if u.Password, err = s.givenPassword(c, form, u.Name); err != nil {
		return err
	}
	_, err = s.Accounts.AddUser(c.Request().Context(), u)
	return err
}

// givenPassword returns the hash of the password that an administrator gives
// somebody.
func (s *Section) givenPassword(c echo.Context, form url.Values, name string) (string, error) {
	if err := auth.CheckPassword(form.Get("password"), name); err != nil {
		return "", err
	}
	return s.hasher.Hash(c.Request().Context(), form.Get("password"))
}

func roleField(form url.Values) (ops.Role, error) {
	role, ok := ops.ParseRole(form.Get("role"))
	if !ok {
		return 0, frame.BadRequest(&ops.Error{Code: "unknown_role", Message: "There is no such role.", Hint: "Roles are analyst, viewer, editor and admin.",
			Where: ops.Place{Column: "role", Value: ops.Show(form.Get("role"))}})
	}
	return role, nil
}

// oneUserView is the page of one user.
type oneUserView struct {
	frame.FormView
	User     userView
	Roles    []roleView
	Picks    []pickList
	Sessions []sessionView
	Invites  bool // mail can be sent
}

// showUser shows one user.
func (s *Section) showUser(c echo.Context) error { return s.userPage(c, http.StatusOK, nil) }

func (s *Section) userPage(c echo.Context, status int, fault *ops.Error) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	u, ok, err := s.Accounts.User(c.Request().Context(), id)
	if err != nil || !ok {
		return frame.OrElse(err, echo.ErrNotFound)
	}
	v := oneUserView{FormView: s.FormView(c, "users", fault)}
	v.Path = "/users/" + strconv.FormatInt(id, 10)
	v.Title, v.User, v.Roles = u.Name, s.viewUser(&v.T.Account, u), roles(&v.T.Account, ops.Admin, u.Role)
	v.User.Sees, v.Picks = s.sees(v.FormView, u.Rows), s.picks(c, v.FormView, u.Rows)
	if _, v.Invites, err = s.Letters.server(c.Request().Context()); err != nil {
		return err
	}
	all, err := s.Accounts.Sessions(c.Request().Context(), id)
	if err != nil {
		return err
	}
	for _, x := range all {
		v.Sessions = append(v.Sessions, s.viewSession(x, frame.PrincipalOf(c).Session))
	}
	return s.SendPage(c, status, "user", v)
}
