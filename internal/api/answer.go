package api

import (
	"context"
	"io"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// question answers one API question: read takes the parameters, and the
// function it returns asks for the figures. The answer is a JSON value and its
// table, of which a large one has only what p.csv asks for; the body is a pure function of snapshot, catalog and address.
type question func(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error)

// named returns the handler of a question whose answer names members.
func named(h echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		frame.NamesMembers(c)
		return h(c)
	}
}

// fileName is what a downloaded answer is called.
const fileName = "daybreak"

// planned are the challenges that somebody may name before anybody took part: those
// who see some rows alone know of none.
func (s *Section) planned(d analysis.Data) ask.Challenges {
	if d.Rows.Narrows() {
		return nil
	}
	return s.Challenges
}

// readFormat returns the format of the file that the parameter format or the
// Accept header asks for, and notes in p whether it is one: JSON is none.
func readFormat(c echo.Context, p *ask.Params) report.Format {
	wanted := "json"
	if accept := c.Request().Header.Get("Accept"); !strings.Contains(accept, "json") {
		switch {
		case strings.Contains(accept, "text/csv"):
			wanted = string(report.CSV)
		case strings.Contains(accept, report.XLSX.Type()):
			wanted = string(report.XLSX)
		}
	}
	wanted = p.Choice("format", wanted, "json", string(report.CSV), string(report.XLSX))
	p.CSV = wanted != "json"
	return report.Format(wanted)
}

// answer returns the handler of a question, in JSON, or as a file where the
// parameter format or the Accept header asks for it.
func (s *Section) answer(q question) echo.HandlerFunc {
	return func(c echo.Context) error {
		d := s.Data(c)
		p := ask.NewParams(c.QueryParams())
		p.Keys = d.Snapshot.Keys()
		if !frame.PastOf(c).IsZero() {
			p.Text(frame.AsOf, "") // the route table saw to it
		}
		format := readFormat(c, p)
		ask := q(p, d)
		if err := p.Done(); err != nil {
			return frame.BadRequest(err)
		}
		contentType := "application/json; charset=utf-8"
		if p.CSV {
			contentType = format.Type()
			c.Response().Header().Set("Content-Disposition", format.Attachment(fileName))
		}
		key := "api " + c.Request().URL.Path + "?" + c.QueryParams().Encode()
		write := func(ctx context.Context, w io.Writer) error {
			body, t, err := ask(ctx)
			if err != nil {
				return err
			}
			if err := p.Occurring(ctx, d.Snapshot, s.planned(d)); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if p.CSV {
				return format.Write(ctx, w, fileName, t)
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
