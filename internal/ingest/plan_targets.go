package ingest

import (
	"context"
	"fmt"
	"slices"

	"daybreak/internal/ops"
)

// plans checks the rows of targets: a plan that means nothing would never be
// missed and never be met.
type plans struct {
	catalog *ops.Catalog // nil where nobody checks
	stored  func() ([]ops.Target, error)
	seen    map[string][]plannedRow // by metric and scope
	known   bool                    // seen holds the stored ones
}

// plannedRow is a target and the line it stands on; 0 is a stored one.
type plannedRow struct {
	target ops.Target
	line   int
}

// storedTargets reads the targets of the record.
func (i *Importer) storedTargets(ctx context.Context) ([]ops.Target, error) {
	reader, ok := i.store.(stored)
	if !ok {
		return nil, nil
	}
	var out []ops.Target
	err := reader.Read(ctx, "targets", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
		out = append(out, ops.TargetsIn(b)...)
		return nil
	})
	return out, err
}

// target checks the row being built of the record of targets.
func (b *rowBuilder) target() *ops.Error {
	if b.plans == nil || b.plans.catalog == nil {
		return nil
	}
	one := &ops.Rows{Record: b.record, Ints: make([][]int64, len(b.columns)), Codes: make([][]uint32, len(b.columns)), Dicts: b.rows.Dicts}
	for c := range b.columns {
		if one.Dicts[c] != nil {
			one.Codes[c] = b.codes[c : c+1]
		} else {
			one.Ints[c] = b.ints[c : c+1]
		}
	}
	t := ops.TargetsIn(one)[0]
	m, ok := b.plans.catalog.Metric(t.Metric)
	if !ok {
		return fault("unknown_metric", fmt.Sprintf("There is no metric named %s.", ops.Show(t.Metric)), "The page of metrics lists them all.",
			ops.Show(t.Metric)).at(b.line, "metric", t.Metric)
	}
	if err := t.Check(m.Good); err != nil {
		wrong := asMistake(err)
		copied := *wrong
		copied.Where.Line = b.line
		if copied.Where.Column == "" {
			copied.Where.Column = "scope"
		}
		return &copied
	}
	if err := shortenedScope(t.Scope); err != nil {
		return located{err}.at(b.line, "scope", t.Scope)
	}
	return b.plans.overlap(t, b.line)
}

// shortenedScope refuses a scope with a name that a spreadsheet program
// shortened.
func shortenedScope(scope string) *ops.Error {
	filters, err := ops.ParseScope(scope)
	if err != nil {
		return asMistake(err)
	}
	for _, f := range filters {
		for _, v := range f.Values {
			if err := shortened(v); err != nil {
				return err
			}
		}
	}
	return nil
}

// overlap refuses a second target of one metric and scope for some of the
// same days, unless one lies within the other, as a month in its quarter.
func (p *plans) overlap(t ops.Target, line int) *ops.Error {
	key := func(t ops.Target) string { return ops.Fold(t.Metric) + "\x00" + ops.Fold(t.Scope) }
	if !p.known {
		p.known, p.seen = true, map[string][]plannedRow{}
		stored, err := p.stored()
		if err != nil {
			return asMistake(err)
		}
		for _, s := range stored {
			if s.State != ops.TargetClosed {
				p.seen[key(s)] = append(p.seen[key(s)], plannedRow{s, 0})
			}
		}
	}
	for _, other := range p.seen[key(t)] {
		if other.line == 0 && other.target.Key() == t.Key() {
			if err := t.CheckReplaces(other.target); err != nil {
				wrong := *asMistake(err)
				wrong.Where.Line = line
				return &wrong
			}
		}
	}
	if t.State == ops.TargetClosed {
		p.seen[key(t)] = slices.DeleteFunc(p.seen[key(t)], func(other plannedRow) bool { return other.target.Key() == t.Key() })
		return nil
	}
	for _, other := range p.seen[key(t)] {
		both := other.target.Days.And(t.Days)
		if other.target.Kind != t.Kind || both.Len() == 0 || both == t.Days || both == other.target.Days {
			continue
		}
		where := "a stored one"
		if other.line > 0 {
			where = fmt.Sprintf("that of line %d", other.line)
		}
		return fault("overlapping_targets", fmt.Sprintf("The target of %s for %s overlaps %s, for %s.", t.Metric, t.Days, where, other.target.Days),
			"Let their days not overlap, or one lie within the other.", t.Metric, t.Days.String(), other.target.Days.String()).at(line, "from", t.Days.From.String())
	}
	p.seen[key(t)] = append(p.seen[key(t)], plannedRow{t, line})
	return nil
}
