package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// tracing answers where figures come from.
type tracing struct{ *Section }

type provenanceAnswer struct {
	Metric      string         `json:"metric"`
	Unit        ops.Unit       `json:"unit"`
	Formula     string         `json:"formula"`
	Scale       float64        `json:"scale"`
	Range       frame.Days     `json:"range"`
	Complete    *frame.Days    `json:"complete"`
	Value       figure         `json:"value"`
	AtMost      bool           `json:"at_most"`
	Numerator   []addendAnswer `json:"numerator"`
	Denominator []addendAnswer `json:"denominator"`
	Sources     []sourceDay    `json:"sources"`
	Notes       []noteAnswer   `json:"notes"`
}

// addendAnswer is a signed sum of a formula and what each import adds to it.
type addendAnswer struct {
	Sign       int                  `json:"sign"`
	Measure    string               `json:"measure"`
	Record     string               `json:"record"`
	Value      float64              `json:"value"`
	Rows       int64                `json:"rows"`
	Blank      int64                `json:"blank"`
	Staff      int64                `json:"staff"`
	Currencies []string             `json:"currencies"`
	Withheld   bool                 `json:"withheld"`
	Imports    []contributionAnswer `json:"imports"`
}

type contributionAnswer struct {
	Import       int64   `json:"import"`
	File         string  `json:"file"`
	By           string  `json:"by"`
	At           string  `json:"at"`
	Rows         int64   `json:"rows"`
	Contribution float64 `json:"contribution"`
}

type sourceDay struct {
	Record  string `json:"record"`
	Name    string `json:"name"`
	Part    string `json:"part"`
	Through string `json:"through"`
}

// traced is a question about where a figure comes from, as an address states it.
type traced struct {
	metric *ops.Metric
	view   *analysis.View
}

// readTracing reads the metric, the days and the filter of a question.
func readTracing(p *ask.Params, d analysis.Data) (out traced) {
	name := p.Text("metric", "")
	if name == "" {
		p.Fail("missing_parameter", "metric", "", "The parameter metric is missing.", "Name a metric as in metric=joins.")
	}
	asked := analysis.Params{Range: p.Text("range", ""), From: p.Text("from", ""), To: p.Text("to", ""), Compare: string(analysis.NoCompare),
		Grain: string(ops.Whole), Filter: ask.MetricFilter(p)}
	if name == "" {
		return out
	}
	metrics, err := d.Lookup([]string{name})
	if err == nil {
		out.metric = metrics[0]
		out.view, err = d.Resolve(asked, d.MetricScope(metrics))
	}
	if one := (*ops.Error)(nil); errors.As(err, &one) {
		p.Mistakes = append(p.Mistakes, one)
	}
	return out
}

// answering answers a question about where a figure comes from.
func (s tracing) answering(read func(p *ask.Params), answer func(ctx context.Context, c echo.Context, d analysis.Data, p *analysis.Provenance) (any,
	*report.Table, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, leave, err := s.Question(c.Request().Context(), s.Gate, frame.QueryTimeout)
		if err != nil {
			return err
		}
		defer leave()
		d, p := s.Data(c), ask.NewParams(c.QueryParams())
		p.Keys = d.Snapshot.Keys()
		if !frame.PastOf(c).IsZero() {
			p.Text(frame.AsOf, "")
		}
		read(p)
		format, asked := readFormat(c, p), readTracing(p, d)
		if err := p.Done(); err != nil {
			return frame.BadRequest(err)
		}
		if err := analysis.Yours(d, asked.metric); err != nil {
			return err
		}
		tracer, err := s.Tracer(ctx, c)
		if err != nil {
			return err
		}
		found, err := analysis.Trace(ctx, d, asked.view, asked.metric, tracer, frame.PrincipalOf(c).Role.SeesMembers())
		if err != nil {
			return frame.Ended(ctx, err)
		}
		if err := p.Occurring(ctx, d.Snapshot, s.planned(d)); err != nil {
			return err
		}
		body, table, err := answer(ctx, c, d, found)
		if err != nil {
			return frame.Ended(ctx, err)
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

// answerProvenance answers which sums a figure is made of, and which imports these.
func (s tracing) answerProvenance() echo.HandlerFunc {
	return s.answering(func(*ask.Params) {}, func(ctx context.Context, c echo.Context, d analysis.Data, p *analysis.Provenance) (any, *report.Table, error) {
		m := p.Column.Metric
		out := provenanceAnswer{Metric: m.Name, Unit: m.Unit, Scale: m.Scale, Range: frame.DaysOf(p.View.Range), Value: figure(p.Column.Total.Value),
			AtMost: p.Column.Total.AtMost, Complete: frame.DaysOrNull(p.Column.Complete), Numerator: []addendAnswer{}, Denominator: []addendAnswer{},
			Sources: []sourceDay{}, Notes: noteAnswers(p.Notes), Formula: p.Formula(d.Catalog, func(l ops.Label) string { return l.En })}
		t := &report.Table{Header: []string{"half", "sign", "measure", "record", "import", "file", "by", "at", "rows", "contribution"}}
		var records []string
		for h, half := range p.Halves {
			for _, x := range half {
				a, err := s.addend(ctx, c, x)
				if err != nil {
					return nil, nil, err
				}
				name := "numerator"
				if h == 0 {
					out.Numerator = append(out.Numerator, a)
				} else {
					name, out.Denominator = "denominator", append(out.Denominator, a)
				}
				records = append(records, a.Record)
				for _, i := range a.Imports {
					t.Rows = append(t.Rows, []string{name, strconv.Itoa(a.Sign), a.Measure, a.Record, strconv.FormatInt(i.Import, 10), ops.SafeText(i.File),
						ops.SafeText(i.By), i.At, strconv.FormatInt(i.Rows, 10), decimalText(i.Contribution)})
				}
			}
		}
		for _, x := range d.Snapshot.Sources() {
			if slices.Contains(records, x.Record) {
				out.Sources = append(out.Sources, sourceDay{x.Record, x.Name, x.Part, x.Through.String()})
			}
		}
		return out, t, nil
	})
}

func (s tracing) addend(ctx context.Context, c echo.Context, x analysis.Addend) (addendAnswer, error) {
	out := addendAnswer{Sign: x.Sign, Measure: x.Name, Record: x.Measure.Record, Value: x.Value.Number, Rows: x.Rows, Blank: x.Blank, Staff: x.Staff,
		Currencies: append([]string{}, x.Rates...), Withheld: x.Withheld, Imports: []contributionAnswer{}}
	var ids []int64
	for _, p := range x.Parts {
		ids = append(ids, p.Batch)
	}
	origins, err := s.Origins(ctx, c, ids)
	for _, p := range x.Parts {
		o := origins[p.Batch]
		out.Imports = append(out.Imports, contributionAnswer{p.Batch, o.File, o.By, frame.Instant(o.At), p.Rows, p.Number})
	}
	return out, err
}

// rowsAnswer are the rows that a sum was taken from, as the record has them.
type rowsAnswer struct {
	Metric  string     `json:"metric"`
	Measure string     `json:"measure"`
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	More    bool       `json:"more"`
}

// answerProvenanceRows answers with the first rows of one sum of a figure.
func (s tracing) answerProvenanceRows(c echo.Context) error {
	frame.NamesMembers(c)
	return s.answering(func(p *ask.Params) {
		if p.Text("measure", "") == "" {
			p.Fail("missing_parameter", "measure", "", "The parameter measure is missing.", "Name a sum of the metric, as /api/v1/provenance lists them.")
		}
	}, s.rowsOf(c.QueryParam("measure")))(c)
}

func (s tracing) rowsOf(measure string) func(context.Context, echo.Context, analysis.Data, *analysis.Provenance) (any, *report.Table, error) {
	return func(ctx context.Context, c echo.Context, _ analysis.Data, p *analysis.Provenance) (any, *report.Table, error) {
		var x *analysis.Addend
		for _, half := range p.Halves {
			for i := range half {
				if half[i].Name == measure {
					x = &half[i]
				}
			}
		}
		if x == nil {
			return nil, nil, frame.BadRequest(&ops.Error{Code: "unknown_measure", Message: "The figure is not made of " + ops.Show(measure) + ", or is not known.",
				Hint: "Name a sum of the metric, as /api/v1/provenance lists them.", Where: ops.Place{Column: "measure", Value: ops.Show(measure)}})
		}
		tracer, err := s.Tracer(ctx, c)
		if err != nil {
			return nil, nil, err
		}
		sum, err := tracer.Sum(ctx, x.Query)
		if err != nil {
			return nil, nil, err
		}
		record, _ := ops.RecordNamed(x.Measure.Record)
		out := rowsAnswer{Metric: p.Column.Metric.Name, Measure: measure, Rows: [][]string{}, More: x.Rows > int64(len(sum.Rows))}
		for _, column := range record.Columns {
			out.Columns = append(out.Columns, column.Name)
		}
		out.Columns = append(out.Columns, "import")
		t := &report.Table{Header: out.Columns}
		err = tracer.Rows(ctx, x.Query, sum, func(b *ops.Rows, i int) {
			var plain, safe []string
			for col := range record.Columns {
				text := cellText(b, col, i)
				plain, safe = append(plain, text), append(safe, ops.SafeText(text))
			}
			id := strconv.FormatInt(b.Batches[i], 10)
			out.Rows, t.Rows = append(out.Rows, append(plain, id)), append(t.Rows, append(safe, id))
		})
		return out, t, err
	}
}

// cellText writes one value of a row as files of the documented layouts have it.
func cellText(b *ops.Rows, column, i int) string {
	kind := b.Record.Columns[column].Type
	if kind.IsText() {
		return b.Text(column, i)
	}
	v := b.Ints[column][i]
	switch {
	case v == ops.NoValue:
		return ""
	case kind == ops.Date:
		return ops.Day(v).String()
	case kind == ops.Instant:
		return frame.Instant(time.UnixMicro(v))
	case kind == ops.Decimal:
		return decimalText(float64(v) / 1_000_000)
	case kind == ops.Money:
		currency := ""
		if c := b.Record.Column("currency"); c >= 0 {
			currency = b.Text(c, i)
		}
		digits, unit := ops.Exponent(currency), 1.0
		for range digits {
			unit *= 10
		}
		return strconv.FormatFloat(float64(v)/unit, 'f', digits, 64)
	}
	return strconv.FormatInt(v, 10)
}
