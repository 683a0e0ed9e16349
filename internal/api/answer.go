package api

import (
	"context"
	"encoding/csv"
	"io"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/web/frame"
)

// Table is the CSV form of an answer.
type Table struct {
	header []string
	rows   [][]string
}

// question answers one API question: read takes the parameters, and the
// function it returns asks for the figures. The answer is a JSON value and its
// table, of which a large one has only what p.csv asks for; the body is a pure function of snapshot, catalog and address.
type question func(p *ask.Params, d analysis.Data) func(context.Context) (any, *Table, error)

// named returns the handler of a question whose answer names members.
func named(h echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		frame.NamesMembers(c)
		return h(c)
	}
}

// answer returns the handler of a question, in JSON, or in CSV where the
// parameter format or the Accept header asks for it.
func (s *Section) answer(q question) echo.HandlerFunc {
	return func(c echo.Context) error {
		d := s.Data()
		p := ask.NewParams(c.QueryParams())
		format := "json"
		if accept := c.Request().Header.Get("Accept"); strings.Contains(accept, "text/csv") && !strings.Contains(accept, "json") {
			format = "csv"
		}
		format = p.Choice("format", format, "json", "csv")
		p.CSV = format == "csv"
		ask := q(p, d)
		if err := p.Done(); err != nil {
			return frame.BadRequest(err)
		}
		contentType := "application/json; charset=utf-8"
		if format == "csv" {
			contentType = "text/csv; charset=utf-8"
			c.Response().Header().Set("Content-Disposition", `attachment; filename="daybreak.csv"`)
		}
		key := "api " + c.Request().URL.Path + "?" + c.QueryParams().Encode()
		write := func(ctx context.Context, w io.Writer) error {
			body, t, err := ask(ctx)
			if err != nil {
				return err
			}
			if err := p.Occurring(ctx, d.Snapshot, s.Challenges); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if format == "csv" {
				return t.Write(ctx, w)
			}
			return writeJSON(ctx, w, body)
		}
		return s.SendCached(c, key, d.Snapshot.Version(), d.Catalog.Digest, contentType, func(w io.Writer) error {
			ctx, leave, err := s.Question(c.Request().Context(), s.Gate, frame.QueryTimeout)
			if err != nil {
				return err
			}
			defer leave()
			return frame.Ended(ctx, write(ctx, w))
		})
	}
}

// Write writes the table as CSV by RFC 4180, until ctx ends.
func (t *Table) Write(ctx context.Context, w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(t.header); err != nil {
		return err
	}
	for _, row := range t.rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// The words of the three empties in CSV (R5): 0, nothing, and NA.
const (
	csvNotApplicable = ""
	csvPending       = "NA"
)
