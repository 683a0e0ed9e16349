package web

import (
	"context"
	"crypto/sha256"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Accounts keeps who may do what, and who did. Each change writes its line of
// the audit log, under the actor of its context.
type Accounts interface {
	Users
	Sessions
	Tokens
	Shares
	SetUps
	AuditLog
}

// Users keeps users. Where one is named that does not exist, the error has the
// code not_found.
type Users interface {
	Users(ctx context.Context) ([]ops.User, error)
	User(ctx context.Context, id int64) (u ops.User, ok bool, err error)
	UserNamed(ctx context.Context, name string) (u ops.User, ok bool, err error)
	AddUser(ctx context.Context, u ops.User) (ops.User, error)
	SetRole(ctx context.Context, id int64, role ops.Role) error
	SetPassword(ctx context.Context, id int64, hash string) error // ends the user's sessions
	RemoveUser(ctx context.Context, id int64) error
}

// Sessions keeps sessions by the hash of their secret.
type Sessions interface {
	Session(ctx context.Context, hash string) (x ops.Session, ok bool, err error)
	UseSession(ctx context.Context, x ops.Session)
	AddSession(ctx context.Context, hash string, x ops.Session) error
	DropSession(ctx context.Context, hash string) error
	Sessions(ctx context.Context, user int64) ([]ops.Session, error)
	EndSession(ctx context.Context, user, id int64) error
	EndSessions(ctx context.Context, user int64) error
}

// Tokens keeps API tokens by the hash of their secret. Owner 0 stands for
// everybody's.
type Tokens interface {
	Token(ctx context.Context, hash [sha256.Size]byte) (t ops.Token, ok bool, err error)
	AddToken(ctx context.Context, hash [sha256.Size]byte, t ops.Token) error
	Tokens(ctx context.Context, owner int64) ([]ops.Token, error)
	RevokeToken(ctx context.Context, owner, id int64) error
}

// Shares keeps share links by the hash of their secret. Owner 0 stands for
// everybody's.
type Shares interface {
	Share(ctx context.Context, hash [sha256.Size]byte) (h ops.Share, ok bool, err error)
	CountView(ctx context.Context, id int64) error
	AddShare(ctx context.Context, hash [sha256.Size]byte, h ops.Share) error
	Shares(ctx context.Context, owner int64) ([]ops.Share, error)
	RevokeShare(ctx context.Context, owner, id int64) error
}

// SetUps makes the first administrator.
type SetUps interface {
	HasAdmin(ctx context.Context) (bool, error)
	SetUp(ctx context.Context, hash [sha256.Size]byte, u ops.User) (_ ops.User, ok bool, err error)
}

// AuditLog keeps who did what.
type AuditLog interface {
	Note(ctx context.Context, action ops.Action, object string) error
	Audit(ctx context.Context, limit int, before int64) ([]ops.AuditEntry, error)
}

// confirm makes sure that whoever is signed in sits at the keyboard: their own
// password is in the field confirm. Programs cannot change accounts.
func (s *Server) confirm(c echo.Context, form url.Values) error {
	if s.NoLogin {
		return nil
	}
	p := frame.PrincipalOf(c)
	if p.User == 0 {
		return needsUser()
	}
	u, ok, err := s.Accounts.User(c.Request().Context(), p.User)
	if err != nil || !ok {
		return frame.OrElse(err, needsUser())
	}
	return s.checkPassword(c, u.Name, u.Password, form.Get("confirm"), &ops.Error{Code: "wrong_confirm", Message: "Your own password is wrong.",
		Hint: "Type it again.", Where: ops.Place{Column: "confirm"}})
}

func needsUser() error {
	return &ops.Error{Code: "needs_user", Message: "This needs somebody who is signed in, not a token.", Hint: "Sign in on the page."}
}

// ownerOf returns whose objects the request may see: 0 is everybody's.
func ownerOf(c echo.Context) int64 {
	p := frame.PrincipalOf(c)
	if p.Role == Admin {
		return 0
	}
	if p.User == 0 {
		return -1 // a program owns nothing
	}
	return p.User
}

// Times a form may ask for.
const maxDays = 3650

// daysField reads a number of days, 1 to maxDays.
func daysField(form url.Values, name string) (int, error) {
	n, err := strconv.Atoi(form.Get(name))
	if err != nil || n < 1 || n > maxDays {
		return 0, &ops.Error{Code: "bad_days", Message: "That is not a number of days.", Hint: "Give a number from 1 to 3650.",
			Where: ops.Place{Column: name, Value: ops.Show(form.Get(name))}}
	}
	return n, nil
}
