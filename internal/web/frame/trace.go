package frame

import (
	"context"

	"github.com/labstack/echo/v4"

	"daybreak/internal/engine/trace"
	"daybreak/internal/ops"
)

// Tracer returns what tells which imports the figures of a request are made of: those of
// now, or of the moment it asks about, as far as it sees their rows.
func (x *Site) Tracer(ctx context.Context, c echo.Context) (trace.Tracer, error) {
	if x.Past == nil {
		return trace.Tracer{}, &ops.Error{Code: "as_of_nowhere", Message: "This server keeps no past.", Hint: "Leave as_of out."}
	}
	source, err := x.Past.Source(ctx, PastOf(c), RowsOf(c))
	return trace.Tracer{Source: source, Calendar: x.Calendar, Currency: x.Currency}, err
}

// Origin is an import as who asks may know it.
type Origin struct {
	ops.Batch
	Told bool // its file and who brought it are told
}

// Origins returns imports by number. To somebody with a rule, and to an analyst, files and
// who brought them are not told: they are about the whole record.
func (x *Site) Origins(ctx context.Context, c echo.Context, ids []int64) (map[int64]Origin, error) {
	found, err := x.Past.Batches(ctx, ids)
	if err != nil {
		return nil, err
	}
	told := !RowsOf(c).Narrows() && PrincipalOf(c).Role >= ops.Viewer
	out := map[int64]Origin{}
	for _, b := range found {
		if !told {
			b.File, b.By = "", ""
		}
		out[b.ID] = Origin{b, told}
	}
	return out, nil
}
