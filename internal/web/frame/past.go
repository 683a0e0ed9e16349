package frame

import (
	"context"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Past yields the figures of the record as it was (SPEC-LOOP §15).
type Past interface {
	// Moment returns when an import came; one that never did has the code batch_unknown.
	Moment(ctx context.Context, batch int64) (time.Time, error)
	// Begun returns when the first import came; ok is false where none ever did.
	Begun(ctx context.Context) (at time.Time, ok bool, err error)
	// Of returns the figures of the rows that a rule lets through.
	Of(ctx context.Context, at time.Time, rule ops.RowRule) (engine.Snapshot, error)
	// Source returns the rows that a rule lets through, each with the import it is of, as
	// they were at a moment; the zero moment is now.
	Source(ctx context.Context, at time.Time, rule ops.RowRule) (engine.Source, error)
	// Batches returns the imports of those numbers.
	Batches(ctx context.Context, ids []int64) ([]ops.Batch, error)
}

// AsOf is the parameter that says as of when a question is asked: the number of an
// import, a day, or a moment.
const AsOf = "as_of"

// keyPast is the place of the moment that a request asks about.
const keyPast = "past"

// PastOf returns the moment that a request asks about; zero for now.
func PastOf(c echo.Context) time.Time {
	at, _ := c.Get(keyPast).(time.Time)
	return at
}

// SeePast makes all that the request asks from now on be about the record as it was at
// the moment that as_of names; without it nothing changes. It is to be called after See.
func (x *Site) SeePast(c echo.Context) error {
	values := c.QueryParams()[AsOf]
	if len(values) == 0 || len(values) == 1 && values[0] == "" {
		return nil
	}
	if len(values) > 1 {
		return BadRequest(&ops.Error{Code: "duplicate_parameter", Message: "as_of is given " + strconv.Itoa(len(values)) + " times.", Hint: "Give it once.",
			Where: ops.Place{Column: AsOf}})
	}
	ctx, leave, err := x.Question(c.Request().Context(), x.Gate, QueryTimeout)
	if err != nil {
		return err
	}
	defer leave()
	at, err := x.moment(ctx, values[0])
	if err != nil {
		return BadRequest(err)
	}
	snapshot, err := x.Past.Of(ctx, at, RowsOf(c))
	if err != nil {
		return Ended(ctx, err)
	}
	c.Set(keyRows, sight{RowsOf(c), snapshot})
	c.Set(keyPast, at)
	return nil
}

// moment reads as_of: an import is the moment it came, a day its end or, of the day
// under way, now.
func (x *Site) moment(ctx context.Context, text string) (time.Time, error) {
	now := x.Clock()
	wrong := func(code ops.Code, message, hint string) error {
		return &ops.Error{Code: code, Message: message, Hint: hint, Where: ops.Place{Column: AsOf, Value: ops.Show(text)}, Args: []any{ops.Show(text)}}
	}
	if x.Past == nil {
		return now, wrong("as_of_nowhere", "This server keeps no past.", "Leave as_of out.")
	}
	at, err := x.readMoment(ctx, text, now)
	switch {
	case ops.CodeOf(err) == "batch_unknown":
		return at, err
	case err != nil:
		return at, wrong("bad_as_of", "as_of cannot be “"+ops.Show(text)+"”.",
			"Give the number of an import, a day as 2026-11-02, or a moment as 2026-11-02T09:30.")
	case at.After(now):
		return at, wrong("as_of_future", "as_of lies in the future.", "Give a moment that is past, or leave it out.")
	}
	first, ok, err := x.Past.Begun(ctx)
	if err == nil && (!ok || at.Before(first)) {
		err = wrong("as_of_before", "Nothing had been imported by then.", "Give a moment after the first import.")
	}
	return at, err
}

func (x *Site) readMoment(ctx context.Context, text string, now time.Time) (time.Time, error) {
	if batch, err := strconv.ParseInt(text, 10, 64); err == nil {
		return x.Past.Moment(ctx, batch)
	}
	if day, err := ops.ParseDay(text); err == nil {
		end := x.Calendar.Start(day + 1).Add(-time.Microsecond)
		if day == x.Calendar.Day(now) {
			return now.Truncate(time.Microsecond), nil
		}
		return end, nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if at, err := time.ParseInLocation(layout, text, x.Calendar.Zone); err == nil {
			return at, nil
		}
	}
	return time.Parse(time.RFC3339Nano, text)
}
