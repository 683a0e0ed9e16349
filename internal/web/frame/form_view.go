package frame

import (
	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// FormView is what pages with forms have in common.
type FormView struct {
	Shell
	Fault   *view.Fault
	Done    bool // a change was just made
	Confirm bool // changes ask for the user's own password
}

// FormView returns what surrounds a page with a form, with what is wrong
// with the form that was sent.
func (x *Site) FormView(c echo.Context, active string, fault *ops.Error) FormView {
	x.RememberLanguage(c)
	v := FormView{Shell: x.Shell(c, x.Data(c), "", active, nil), Done: c.QueryParam("done") == "1", Confirm: !x.NoLogin}
	v.Path = c.Request().URL.Path
	if fault != nil {
		w := view.Writer{Lang: v.Lang, T: v.T, Currency: x.Currency}
		f := w.Fault(fault)
		v.Fault = &f
	}
	return v
}
