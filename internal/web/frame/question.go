package frame

import (
	"context"
	"errors"
	"time"

	"daybreak/internal/ops"
)

// LocalName is the name of everybody where nobody signs in.
const LocalName = "local"

// errStopping says why questions end when the server does.
var errStopping = &ops.Error{Code: "stopping", Message: "The server is stopping.", Hint: "Try again in a moment."}

// Question admits one question through a gate. It runs under the context that
// is returned, which ends after limit, when the client has left or when the
// server stops; leave has to be called when it has been answered.
func (x *Site) Question(ctx context.Context, gate *Gate, limit time.Duration) (_ context.Context, leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	ctx, stop := context.WithCancelCause(ctx)
	released := context.AfterFunc(x.Stopping, func() { stop(errStopping) })
	done := func() {
		released()
		stop(nil)
		cancel()
	}
	out, err := gate.Enter(ctx)
	if err != nil {
		defer done()
		return nil, nil, Ended(ctx, err)
	}
	return ctx, func() { out(); done() }, nil
}

// Ended returns err, or, where it only says that ctx of a question has ended and
// that is because the server stops, this reason.
func Ended(ctx context.Context, err error) error {
	if errors.Is(err, context.Canceled) && errors.Is(context.Cause(ctx), errStopping) {
		return errStopping
	}
	return err
}
