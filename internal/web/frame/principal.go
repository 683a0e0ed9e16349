package frame

import (
	"context"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
)

// Principal is who sends a request.
type Principal struct {
	Name    string
	Role    ops.Role
	User    int64 // 0: a program, or everybody with no login
	Session int64
	Rows    ops.RowRule       // that they see; with the keys of its names
	CheckIn *ops.CheckInToken // may check in, and nothing else
}

// MaxTokenBytes is longer than any token ever given out.
const MaxTokenBytes = 200

// ActAs returns the context of changes that name makes from the request's
// address.
func ActAs(c echo.Context, name string) context.Context {
	return ops.WithActor(c.Request().Context(), ops.Actor{Name: name, IP: c.RealIP()})
}

// PrincipalOf returns who sends the request.
func PrincipalOf(c echo.Context) Principal {
	p, _ := c.Get(KeyPrincipal).(Principal)
	return p
}

// Keys of values in an echo.Context.
const (
	KeyRequestID = "request_id"
	KeyPrincipal = "principal"
)

// RequestID returns the request's id.
func RequestID(c echo.Context) string {
	id, _ := c.Get(KeyRequestID).(string)
	return id
}
