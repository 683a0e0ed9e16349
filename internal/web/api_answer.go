package web

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
)

// The limits of questions (RELIABILITY §4.6): each may take queryTimeout; at
// most heavyQueries run at once and queuedQueries wait, the rest is refused.
const (
	queryTimeout  = 10 * time.Second
	heavyQueries  = 4
	queuedQueries = 32
)

// gate lets a bounded number of questions run and a bounded number wait.
type gate struct{ running, admitted chan struct{} }

func newGate(running, waiting int) *gate {
	return &gate{running: make(chan struct{}, running), admitted: make(chan struct{}, running+waiting)}
}

// enter waits for a turn and returns the function that ends it. It fails with
// busy when too many wait already, or with ctx's error.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	select {
	case g.admitted <- struct{}{}:
	default:
		return nil, &ops.Error{Code: "busy", Message: "Too many questions are being answered.", Hint: "Try again in a few seconds."}
	}
	select {
	case g.running <- struct{}{}:
		return func() { <-g.running; <-g.admitted }, nil
	case <-ctx.Done():
		<-g.admitted
		return nil, ctx.Err()
	}
}

// table is the CSV form of an answer.
type table struct {
	header []string
	rows   [][]string
}

// question answers one API question: read takes the parameters, and the
// function it returns asks for the figures. The answer is a JSON value and its
// table, of which a large one has only what p.csv asks for; the body is a pure function of snapshot, catalog and address.
type question func(p *ask.Params, d analysis.Data) func(context.Context) (any, *table, error)

// answer returns the handler of a question, in JSON, or in CSV where the
// parameter format or the Accept header asks for it.
func (s *Server) answer(q question) echo.HandlerFunc {
	return func(c echo.Context) error {
		d := s.data()
		p := ask.NewParams(c.QueryParams())
		format := "json"
		if accept := c.Request().Header.Get("Accept"); strings.Contains(accept, "text/csv") && !strings.Contains(accept, "json") {
			format = "csv"
		}
		format = p.Choice("format", format, "json", "csv")
		p.CSV = format == "csv"
		ask := q(p, d)
		if err := p.Done(); err != nil {
			return badRequest{err}
		}
		contentType := "application/json; charset=utf-8"
		if format == "csv" {
			contentType = "text/csv; charset=utf-8"
			c.Response().Header().Set("Content-Disposition", `attachment; filename="daybreak.csv"`)
		}
		key := "api " + c.Request().URL.Path + "?" + c.QueryParams().Encode()
		return s.sendCached(c, key, d.Snapshot.Version(), d.Catalog.Digest, contentType, func(w io.Writer) error {
			ctx, cancel := context.WithTimeout(c.Request().Context(), queryTimeout)
			defer cancel()
			leave, err := s.gate.enter(ctx)
			if err != nil {
				return err
			}
			defer leave()
			body, t, err := ask(ctx)
			if err != nil {
				return err
			}
			if err := p.Occurring(ctx, d.Snapshot, s.CheckIns); err != nil {
				return err
			}
			if format == "csv" {
				return t.write(w)
			}
			return json.NewEncoder(w).Encode(body)
		})
	}
}

// write writes the table as CSV by RFC 4180.
func (t *table) write(w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(t.header); err != nil {
		return err
	}
	return out.WriteAll(t.rows)
}

// The words of the three empties in CSV (R5): 0, nothing, and NA.
const (
	csvNotApplicable = ""
	csvPending       = "NA"
)
