package monthly

import (
	"context"

	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

// Finish makes the draft with that id final, as the record says it now. One that
// lacks data it needs is refused with code sources_behind.
func Finish(ctx context.Context, keep loop.Reports, b Basis, id, version int64) (ops.Report, error) {
	r, ok, err := keep.One(ctx, id)
	if err != nil {
		return r, err
	}
	var states ops.Statement
	if ok && r.Version == version && !r.IsFinal() {
		says, err := Make(ctx, b, r)
		if err != nil {
			return r, err
		}
		if err := says.Gate(); err != nil {
			return r, err
		}
		if r.Frozen, err = says.Freeze(); err != nil {
			return r, err
		}
		if states, err = says.States(); err != nil {
			return r, err
		}
	}
	return keep.Finish(ctx, id, version, r.Frozen, states)
}
