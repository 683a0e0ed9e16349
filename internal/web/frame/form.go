package frame

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
)

// Refuse shows what is wrong with a form on the page it is on, to people;
// programs and errors that are nobody's mistake get the usual answer.
func Refuse(c echo.Context, err error, page func(c echo.Context, status int, fault *ops.Error) error) error {
	first, _ := MistakesOf(err)
	status := StatusOf(first.Code)
	if status >= 500 || status == http.StatusNotFound || !WantsHTML(c.Request()) {
		return err
	}
	return page(c, status, first)
}

// ReadForm returns the fields of a form. It must be a form, and hold no other
// fields than names, each once.
func ReadForm(c echo.Context, names ...string) (url.Values, error) {
	return ReadFormWith(c, nil, names...)
}

// ReadFormWith is ReadForm where some of the fields may come several times.
func ReadFormWith(c echo.Context, several []string, names ...string) (url.Values, error) {
	r := c.Request()
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); !strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded") {
		return nil, &ops.Error{Code: "content_type", Message: "This is not a form.", Hint: "Send it as application/x-www-form-urlencoded."}
	}
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	for name, values := range r.PostForm {
		where := ops.Place{Column: ops.Show(name)}
		if !slices.Contains(names, name) {
			return nil, &ops.Error{Code: "unknown_field", Message: "The form has a field nobody asked for.", Hint: "Open the page again.", Where: where}
		}
		if len(values) != 1 && !slices.Contains(several, name) {
			return nil, &ops.Error{Code: "duplicate_field", Message: "The form has a field several times.", Hint: "Open the page again.", Where: where,
				Args: []any{ops.Show(name)}}
		}
	}
	return r.PostForm, nil
}

// WholeField reads a whole number from a field of a form.
func WholeField(form url.Values, name string) (int64, error) {
	n, err := strconv.ParseInt(strings.TrimSpace(form.Get(name)), 10, 64)
	if err != nil {
		return 0, &ops.Error{Code: "bad_number", Message: name + " is not a whole number.", Hint: "Use the digits 0 to 9 alone.",
			Where: ops.Place{Column: name, Value: ops.Show(form.Get(name))}, Args: []any{name}}
	}
	return n, nil
}

// ObjectID returns the id in the path. What is no number is no object.
func ObjectID(c echo.Context) (int64, error) { return ID(c, "id") }

// ID returns the id in the path that has a name of its own.
func ID(c echo.Context, name string) (int64, error) {
	id, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || id <= 0 || strconv.FormatInt(id, 10) != c.Param(name) {
		return 0, echo.ErrNotFound
	}
	return id, nil
}

// OrElse returns err, or otherwise where there is none.
func OrElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
