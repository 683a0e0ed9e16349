package ingest

import (
	"bytes"
	"context"
	"math"
	"strconv"
	"strings"

	"daybreak/internal/ops"
)

// PutTarget keeps one target that the actor of ctx typed, as an import of one row. between
// is called when the plan stands and before it is committed: what changes after
// it makes the commit fail with stale_plan. Mistakes name the column.
func (i *Importer) PutTarget(ctx context.Context, t ops.Target, between func(context.Context) error) error {
	text := targetText(t)
	name := "targets " + strings.ReplaceAll(t.Key(), "|", " ") + ".csv"
	p, err := i.Plan(ctx, File{Name: name, Size: int64(len(text)), R: bytes.NewReader(text)}, Options{Record: "targets", Typed: true})
	if err != nil {
		return err
	}
	if p.Rejected > 0 {
		wrong := *p.Rejects[0].Err
		wrong.Where.File, wrong.Where.Line = "", 0
		return &wrong
	}
	if err := between(ctx); err != nil {
		return err
	}
	_, err = i.Commit(ctx, p, By{Via: "page", Name: ops.ActorOf(ctx).Name}, nil)
	return err
}

// targetText writes a target in the layout of its record.
func targetText(t ops.Target) []byte {
	number := func(x float64) string {
		if math.IsNaN(x) {
			return ""
		}
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	on := ""
	if t.ApprovedOn != 0 {
		on = t.ApprovedOn.String()
	}
	rows := [][2]string{{"metric", t.Metric}, {"scope", t.Scope}, {"from", t.Days.From.String()}, {"to", t.Days.Last().String()}, {"floor", number(t.Floor)},
		{"goal", number(t.Goal)}, {"stretch", number(t.Stretch)}, {"phasing", t.Phasing}, {"owner", t.Owner}, {"kind", t.Kind}, {"parent", t.Parent},
		{"state", t.State}, {"approved_by", t.ApprovedBy}, {"approved_on", on}, {"replaces", t.Replaces}, {"reason", t.Reason}}
	var header, row []string
	for _, cell := range rows {
		header, row = append(header, cell[0]), append(row, `"`+strings.ReplaceAll(cell[1], `"`, `""`)+`"`)
	}
	return []byte(strings.Join(header, ",") + "\n" + strings.Join(row, ",") + "\n")
}
