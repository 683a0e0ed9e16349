// Package frame holds what every handler of the pages and of the API needs:
// the rows of the route table, who sends a request, how a form is read and how
// a page is sent. The rooms of the web import it; it imports none of them.
package frame

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
)

// The methods routes have. A GET route answers HEAD as well.
const (
	GET  = http.MethodGet
	POST = http.MethodPost
)

// Route is one row of the route table. On is the only way to make one, so that
// none can be without a role.
type Route struct {
	method, path string
	role         ops.Role
	maxBody      int64
	whole        bool
	past         bool
	handle       echo.HandlerFunc
}

// On returns the route that lets requests of at least role, with at most
// maxBody bytes of body, pass to handle. It panics when something is missing:
// a mistake of the program and not of its user.
func On(method, path string, role ops.Role, maxBody int64, handle echo.HandlerFunc) Route {
	if method == "" || path == "" || role > ops.Admin || maxBody <= 0 || handle == nil {
		panic(fmt.Sprintf("frame: the route %q %q is not whole", method, path))
	}
	return Route{method: method, path: path, role: role, maxBody: maxBody, handle: handle}
}

// Whole returns the route closed to those who see some rows of the record alone: its
// answer is about all of it and cannot be narrowed.
func (r Route) Whole() Route {
	r.whole = true
	return r
}

// OfWhole reports whether the route is closed to those who see some rows alone.
func (r Route) OfWhole() bool { return r.whole }

// Past returns the route open to questions about the record as it was (as_of).
func (r Route) Past() Route {
	r.past = true
	return r
}

// TellsPast reports whether the route answers questions about the record as it was.
func (r Route) TellsPast() bool { return r.past }

// Method returns GET or POST.
func (r Route) Method() string { return r.method }

// Path returns the path, with its parameters as :name.
func (r Route) Path() string { return r.path }

// Role returns the least role the route is for.
func (r Route) Role() ops.Role { return r.role }

// Handle returns the handler. It ends bodies that are too long with an error
// and leaves the role to its caller.
func (r Route) Handle() echo.HandlerFunc {
	return func(c echo.Context) error {
		req := c.Request()
		req.Body = http.MaxBytesReader(c.Response(), req.Body, r.maxBody)
		return r.handle(c)
	}
}
