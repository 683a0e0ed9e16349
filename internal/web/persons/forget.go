package persons

import (
	"context"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// forgetView is the page that asks whether a member is to be forgotten, and then tells
// that they are.
type forgetView struct {
	frame.FormView
	Member  string
	Held    string // how much there is of them
	Told    string // that they are forgotten
	Backups []view.Fact
}

// showForget asks whether the member in the path is to be forgotten.
func (s *Section) showForget(c echo.Context) error { return s.forgetPage(c, http.StatusOK, nil) }

func (s *Section) forgetPage(c echo.Context, status int, fault *ops.Error) error {
	frame.NamesMembers(c)
	ctx, leave, err := s.Question(c.Request().Context(), s.Gate, frame.QueryTimeout)
	if err != nil {
		return err
	}
	defer leave()
	held, err := s.Persons.Held(ctx, c.Param("member"))
	if err != nil {
		return frame.Ended(ctx, err)
	}
	v := forgetView{FormView: s.FormView(c, "members", fault), Member: held.Member}
	v.Title, v.Held = fmt.Sprintf(v.T.Member.ForgetTitle, held.Member), fmt.Sprintf(v.T.Member.HeldRows, view.Whole(held.Rows()))
	if err := s.listBackups(ctx, &v); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return s.SendPage(c, status, "forget", v)
}

// listBackups says which backups were begun before now, and when each is removed.
func (s *Section) listBackups(ctx context.Context, v *forgetView) error {
	backups, err := s.Persons.Backups(ctx)
	if err != nil {
		return err
	}
	for _, b := range backups {
		v.Backups = append(v.Backups, view.Fact{Value: b.Name, Text: fmt.Sprintf(v.T.Member.ForgetExpires, s.Moment(b.Expires))})
	}
	return nil
}

// forgetByForm forgets the member in the path whose id was typed.
func (s *Section) forgetByForm(c echo.Context) error {
	form, err := frame.ReadForm(c, "member")
	if err != nil {
		return err
	}
	left, err := s.forget(c, form.Get("member"))
	if err != nil {
		return frame.Refuse(c, err, s.forgetPage)
	}
	v := forgetView{FormView: s.FormView(c, "members", nil)}
	v.Title, v.Path, v.Other = left.Name, "/members", "/members?lang="+string(v.Lang.Other()) // its own address names the member
	v.Told = fmt.Sprintf(v.T.Member.Forgotten, left.Name, view.Whole(left.Rows))
	if err := s.listBackups(c.Request().Context(), &v); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return s.SendPage(c, http.StatusOK, "forget", v)
}

// forget forgets the member in the path if typed is their id.
func (s *Section) forget(c echo.Context, typed string) (ops.Forgotten, error) {
	if typed != c.Param("member") {
		return ops.Forgotten{}, &ops.Error{Code: "confirm_member", Message: "The id typed is not that of the member. Nothing was changed.",
			Hint: "Type the id of the member to be forgotten.", Where: ops.Place{Column: "member"}}
	}
	frame.NamesMembers(c)
	return s.Persons.Forget(frame.ActAs(c, frame.PrincipalOf(c).Name), typed)
}

// forgetBody is what a program sends to forget a member.
type forgetBody struct {
	Member string `json:"member"`
}

// forgottenAnswer says what is left.
type forgottenAnswer struct {
	Forgotten string         `json:"forgotten"` // what stands in the place of the id
	Rows      int            `json:"rows"`
	Backups   []backupAnswer `json:"backups"`
}

type backupAnswer struct {
	Name    string `json:"name"`
	Expires string `json:"expires"`
}

// forgetByProgram forgets the member in the path whose id the body repeats.
func (s *Section) forgetByProgram(c echo.Context) error {
	var b forgetBody
	if err := frame.DecodeJSON(c, &b); err != nil {
		return err
	}
	left, err := s.forget(c, b.Member)
	if err != nil {
		return err
	}
	backups, err := s.Persons.Backups(c.Request().Context())
	if err != nil {
		return err
	}
	out := forgottenAnswer{Forgotten: left.Name, Rows: left.Rows, Backups: []backupAnswer{}}
	for _, x := range backups {
		out.Backups = append(out.Backups, backupAnswer{x.Name, frame.Instant(x.Expires)})
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(http.StatusOK, out)
}
