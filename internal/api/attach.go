package api

import (
	"context"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/report"
)

type attachAnswer struct {
	Through string            `json:"through"`
	Young   int               `json:"young"`
	Gone    int               `json:"gone"`
	Had     int               `json:"had"`
	Nothing attachRowAnswer   `json:"nothing"`
	Rows    []attachRowAnswer `json:"rows"`
}

// attachRowAnswer is who had bought a value of by.
type attachRowAnswer struct {
	Value    *string `json:"value,omitempty"`
	Members  int     `json:"members"`
	Attached int     `json:"attached"`
}

// askAttach answers who of those that bought something early bought something else later.
func askAttach(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	q := ask.ReadAttach(p, d)
	return func(ctx context.Context) (any, *report.Table, error) {
		r, err := d.Snapshot.Attach(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		if err := fits(r.Rows, func(engine.AttachRow) int { return 4 }); err != nil {
			return nil, nil, err
		}
		out := attachAnswer{Through: q.Through.String(), Young: r.Young, Gone: r.Gone, Had: r.Had, Rows: []attachRowAnswer{},
			Nothing: attachRowAnswer{Members: r.Nothing.Members, Attached: r.Nothing.Attached}}
		t := &report.Table{Header: []string{"bought", "value", "members", "attached"}}
		line := func(bought string, row engine.AttachRow) {
			t.Rows = append(t.Rows, []string{bought, row.Value, strconv.Itoa(row.Members), strconv.Itoa(row.Attached)})
		}
		for _, row := range r.Rows {
			out.Rows = append(out.Rows, attachRowAnswer{&row.Value, row.Members, row.Attached})
			line(q.By, row)
		}
		line("nothing", r.Nothing)
		return out, t, nil
	}
}
