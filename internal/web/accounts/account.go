package accounts

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// confirm makes sure that whoever is signed in sits at the keyboard: their own
// password is in the field confirm. Programs cannot change accounts.
func (s *Section) confirm(c echo.Context, form url.Values) error {
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
	return s.checkPassword(c, confirmAttempt(c, u), u.Password, form.Get("confirm"), &ops.Error{Code: "wrong_confirm", Message: "Your own password is wrong.",
		Hint: "Type it again.", Where: ops.Place{Column: "confirm"}})
}

func needsUser() error {
	return &ops.Error{Code: "needs_user", Message: "This needs somebody who is signed in, not a token.", Hint: "Sign in on the page."}
}

// ownerOf returns whose objects the request may see: 0 is everybody's.
func ownerOf(c echo.Context) int64 {
	p := frame.PrincipalOf(c)
	if p.Role == ops.Admin {
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
