package importing

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

type batchAnswer struct {
	ID        int64          `json:"id"`
	Record    string         `json:"record"`
	File      string         `json:"file"`
	SHA256    string         `json:"sha256"`
	Via       string         `json:"via"`
	By        string         `json:"by"`
	At        string         `json:"at"`
	State     ops.BatchState `json:"state"`
	UndoneAt  *string        `json:"undone_at"`
	Days      *frame.Days    `json:"days"`
	Read      int            `json:"read"`
	Created   int            `json:"created"`
	Updated   int            `json:"updated"`
	Unchanged int            `json:"unchanged"`
	Removed   int            `json:"removed"`
	Rejected  int            `json:"rejected"`
}

func answerBatch(b ops.Batch) batchAnswer {
	a := batchAnswer{ID: b.ID, Record: b.Record, File: b.File, SHA256: b.SHA256, Via: b.Via, By: b.By, At: frame.Instant(b.At), State: b.State,
		Days: frame.DaysOrNull(b.Days), Read: b.Read, Created: b.Created, Updated: b.Updated, Unchanged: b.Unchanged, Removed: b.Removed, Rejected: b.Rejected}
	if !b.UndoneAt.IsZero() {
		at := frame.Instant(b.UndoneAt)
		a.UndoneAt = &at
	}
	return a
}

// planAnswer is the preview of an import. For Daybreak's own layouts Read =
// create + update + unchanged + rejected; rows of other exports may be added up
// or stand for nothing, which notices tell.
type planAnswer struct {
	File      string              `json:"file"`
	Size      int64               `json:"size"`
	SHA256    string              `json:"sha256"`
	Record    string              `json:"record"`
	Layout    string              `json:"layout"`
	Days      *frame.Days         `json:"days"`
	Read      int                 `json:"read"`
	Create    int                 `json:"create"`
	Update    int                 `json:"update"`
	Unchanged int                 `json:"unchanged"`
	Remove    int                 `json:"remove"`
	Rejected  int                 `json:"rejected"`
	Rejects   []frame.ErrorDetail `json:"rejects"` // the first ones
	Examples  []exampleAnswer     `json:"examples"`
	Totals    []totalAnswer       `json:"totals"`
	Notices   []frame.ErrorDetail `json:"notices"`
	Warnings  []frame.ErrorDetail `json:"warnings"`
	Gone      *goneAnswer         `json:"gone"`
}

// exampleAnswer is one row that would be updated.
type exampleAnswer struct {
	Line    int32                `json:"line"`
	Columns []columnChangeAnswer `json:"columns"`
}

type columnChangeAnswer struct {
	Column string `json:"column"`
	Old    string `json:"old"`
	New    string `json:"new"`
}

// totalAnswer is the sum of a column over the days covered, before and after;
// null where no row has a value.
type totalAnswer struct {
	Column   string       `json:"column"`
	Currency string       `json:"currency,omitempty"`
	Before   *json.Number `json:"before"`
	After    *json.Number `json:"after"`
}

func answerPlan(p *ingest.Plan) planAnswer {
	a := planAnswer{File: p.File, Size: p.Size, SHA256: p.SHA256, Record: p.Record.Name, Layout: p.Layout, Days: frame.DaysOrNull(p.Days),
		Read: p.Read, Create: p.Diff.Created, Update: p.Diff.Updated, Unchanged: p.Diff.Unchanged, Remove: p.Diff.Removed, Rejected: p.Rejected,
		Rejects: []frame.ErrorDetail{}, Examples: []exampleAnswer{}, Totals: []totalAnswer{}, Notices: details(p.Notices), Warnings: details(p.Warnings),
		Gone: answerGone(p.Record, p.Gone)}
	for _, r := range p.Rejects {
		a.Rejects = append(a.Rejects, frame.DetailOf(r.Err))
	}
	for _, x := range p.Diff.Examples {
		e := exampleAnswer{Line: p.Rows.Lines[x.Row]}
		for _, c := range x.Columns {
			e.Columns = append(e.Columns, columnChangeAnswer(c))
		}
		a.Examples = append(a.Examples, e)
	}
	for _, t := range totals(p) {
		a.Totals = append(a.Totals, totalAnswer{t.column, t.currency, numberOrNull(t.before), numberOrNull(t.after)})
	}
	return a
}

func numberOrNull(text string) *json.Number {
	if text == "" {
		return nil
	}
	n := json.Number(text)
	return &n
}

func details(errs []*ops.Error) []frame.ErrorDetail {
	out := []frame.ErrorDetail{}
	for _, e := range errs {
		out = append(out, frame.DetailOf(e))
	}
	return out
}

// totalChange is the sum of one column before and after, as decimal numbers; ""
// is not known.
type totalChange struct{ column, currency, before, after string }

// totals lines up the sums before and after a plan. What no row has a value of
// on one side is not known there.
func totals(p *ingest.Plan) []totalChange {
	var out []totalChange
	of := func(t ops.Total) *totalChange {
		at := slices.IndexFunc(out, func(x totalChange) bool { return x.column == t.Column && x.currency == t.Currency })
		if at < 0 {
			at, out = len(out), append(out, totalChange{column: t.Column, currency: t.Currency})
		}
		return &out[at]
	}
	text := func(t ops.Total) string { return decimal(t.Sum, digitsOf(p.Record, t.Column, t.Currency)) }
	for _, t := range p.Diff.Before {
		of(t).before = text(t)
	}
	for _, t := range p.Diff.After {
		of(t).after = text(t)
	}
	slices.SortStableFunc(out, func(a, b totalChange) int { return cmp.Compare(p.Record.Column(a.column), p.Record.Column(b.column)) })
	return out
}

// digitsOf returns how many decimals the stored sums of a column have.
func digitsOf(r *ops.Record, column, currency string) int {
	if c := r.Column(column); c >= 0 {
		switch r.Columns[c].Type {
		case ops.Money:
			return ops.Exponent(currency)
		case ops.Decimal:
			return ingest.DecimalDigits
		}
	}
	return 0
}

// decimal writes n ÷ 10^digits exactly, without zeros at the end that a count
// or a decimal does not need; money (2 digits) keeps them.
func decimal(n int64, digits int) string {
	if digits == 0 {
		return strconv.FormatInt(n, 10)
	}
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := strconv.FormatInt(n, 10)
	if len(s) <= digits {
		s = strings.Repeat("0", digits+1-len(s)) + s
	}
	whole, part := s[:len(s)-digits], s[len(s)-digits:]
	if digits > 2 {
		part = strings.TrimRight(part, "0")
	}
	if part == "" {
		return sign + whole
	}
	return sign + whole + "." + part
}

// createImport plans the file of the request and, without dry_run, commits it.
func (s *Section) createImport(c echo.Context) error {
	p := ask.NewParams(c.QueryParams())
	dry := p.Flag("dry_run")
	o := readReading(p)
	p.Text("name", "")
	if err := p.Done(); err != nil {
		return frame.BadRequest(err)
	}
	ups, values, err := s.receive(c, 1)
	if err != nil {
		return err
	}
	up := ups[0]
	defer s.uploads.remove(up.ID)
	defer up.Close()
	for name := range values {
		return &ops.Error{Code: "unknown_field", Message: "The form holds a field besides the file.",
			Hint: "Give options in the address: ?dry_run=1&as=spend&skip_rejected=1.", Where: ops.Place{Column: ops.Show(name)}}
	}
	ctx := c.Request().Context()
	plan, err := s.plan(ctx, up, o)
	if err != nil {
		return err
	}
	switch {
	case dry && plan.Already != nil:
		return plan.Refusal()
	case dry:
		return c.JSON(http.StatusOK, answerPlan(plan))
	}
	b, err := s.Importer.Commit(ctx, plan, ingest.By{Via: "api", Name: frame.PrincipalOf(c).Name}, nil)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, answerBatch(b))
}

// listImports answers the import history, the latest first.
func (s *Section) listImports(c echo.Context) error {
	p := ask.NewParams(c.QueryParams())
	limit := p.Number("limit", 100, 1, 1000)
	before := p.Number("before", 0, 1, 1<<53)
	if err := p.Done(); err != nil {
		return frame.BadRequest(err)
	}
	batches, err := s.Importer.Batches(c.Request().Context(), limit, int64(before))
	if err != nil {
		return err
	}
	out := struct {
		Imports []batchAnswer `json:"imports"`
	}{[]batchAnswer{}}
	for _, b := range batches {
		out.Imports = append(out.Imports, answerBatch(b))
	}
	return c.JSON(http.StatusOK, out)
}

// undoImport stops counting the rows of an import.
func (s *Section) undoImport(c echo.Context) error {
	if err := ask.NewParams(c.QueryParams()).Done(); err != nil {
		return frame.BadRequest(err)
	}
	b, err := s.undo(c, "api")
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, answerBatch(b))
}

// undo undoes the import named in the path.
func (s *Section) undo(c echo.Context, via string) (ops.Batch, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id <= 0 {
		return ops.Batch{}, echo.ErrNotFound
	}
	return s.Importer.Undo(c.Request().Context(), id, ingest.By{Via: via, Name: frame.PrincipalOf(c).Name})
}
