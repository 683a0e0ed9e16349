package frame

import (
	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
)

// SentBy returns the sender and the Idempotency-Key of a request; "" for none.
func SentBy(c echo.Context) (string, error) {
	keys := c.Request().Header.Values("Idempotency-Key")
	switch {
	case len(keys) == 0:
		return "", nil
	case len(keys) > 1 || keys[0] == "" || len(keys[0]) > 200:
		return "", BadRequest(&ops.Error{Code: "bad_parameter", Message: "The header Idempotency-Key must be one text of at most 200 bytes.",
			Where: ops.Place{Column: "Idempotency-Key"}, Args: []any{"Idempotency-Key"}})
	}
	return PrincipalOf(c).Name + "\x00" + keys[0], nil
}
