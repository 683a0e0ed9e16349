package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// loopQuestion answers a question about what users wrote: read takes the
// parameters, and the function it returns asks.
type loopQuestion func(p *ask.Params, w loop.World) func(context.Context) (any, *report.Table, error)

// answerNow returns the handler of a question whose answer may change without
// the data: nothing is kept of it.
func (s *Section) answerNow(q loopQuestion) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(act(c), frame.QueryTimeout)
		defer cancel()
		leave, err := s.Gate.Enter(ctx)
		if err != nil {
			return err
		}
		defer leave()
		w, err := s.Book.World(ctx, s.Data(c), s.today())
		if err != nil {
			return err
		}
		p := ask.NewParams(c.QueryParams())
		p.Keys = w.Snapshot.Keys()
		format := readFormat(c, p)
		answer := q(p, w)
		if err := p.Done(); err != nil {
			return frame.BadRequest(err)
		}
		body, table, err := answer(ctx)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		frame.Keeping(c)
		if p.CSV {
			if err := format.Write(ctx, &out, fileName, table); err != nil {
				return err
			}
			c.Response().Header().Set("Content-Disposition", format.Attachment(fileName))
			return c.Blob(http.StatusOK, format.Type(), out.Bytes())
		}
		if err := json.NewEncoder(&out).Encode(body); err != nil {
			return err
		}
		return c.JSONBlob(http.StatusOK, out.Bytes())
	}
}

// today is the ops day of the request.
func (s *Section) today() ops.Day { return s.Calendar.Day(s.Clock()) }

// dayText writes a day, nothing for none.
func dayText(d ops.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// parseDay reads a day of a field; "" is none.
func parseDay(field, text string) (ops.Day, error) {
	if text == "" {
		return 0, nil
	}
	d, err := ops.ParseDay(text)
	if err != nil {
		return 0, &ops.Error{Code: "bad_date", Message: field + " is not a date.", Hint: "Write it as 2026-09-01.",
			Where: ops.Place{Column: field, Value: ops.Show(text)}}
	}
	return d, nil
}

// instantText writes an instant in UTC, nothing for none.
func instantText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return frame.Instant(t)
}

// decimalText writes a number in full for a CSV.
func decimalText(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// readScope returns a scope as it is kept.
func readScope(text string) (string, error) {
	filter, err := ops.ParseScope(text)
	if err != nil {
		return "", err
	}
	return ops.ScopeText(filter), nil
}
