package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/web/frame"
)

// versionBody names the version that was read.
type versionBody struct {
	Version int64 `json:"version"`
}

// act returns the context of what the sender of a request writes.
func act(c echo.Context) context.Context { return frame.ActAs(c, frame.PrincipalOf(c).Name) }

// made answers with a thing that was made, or that the same request made before.
func made(c echo.Context, again bool, body any) error {
	if again {
		return c.JSON(http.StatusOK, body)
	}
	return c.JSON(http.StatusCreated, body)
}

// created adds a thing that the request says, once for its Idempotency-Key, and
// answers with it.
func created[T, A any](c echo.Context, x T, add func(ctx context.Context, x T, sent string) (T, bool, error), answer func(T) A) error {
	sent, err := frame.SentBy(c)
	if err != nil {
		return err
	}
	x, again, err := add(act(c), x, sent)
	if err != nil {
		return err
	}
	return made(c, again, answer(x))
}

// readChange reads the body of a request to change a thing, and returns the id of
// the thing.
func readChange(c echo.Context, body any) (int64, error) {
	id, err := frame.ObjectID(c)
	if err != nil {
		return 0, err
	}
	return id, frame.DecodeJSON(c, body)
}

// removed takes a thing away, of which the request names the version.
func removed(c echo.Context, remove func(ctx context.Context, id, version int64) error) error {
	var b versionBody
	id, err := readChange(c, &b)
	if err != nil {
		return err
	}
	if err := remove(act(c), id, b.Version); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
