package loop

import (
	"context"
	"math"
	"strconv"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// TryColumns are the columns of a table of tries. Those behind within are
// worked out or decided: a table that is read may have them, and they say nothing.
func TryColumns() []string {
	return []string{"id", "key", "title", "kind", "hypothesis", "scope", "measured_on", "metric", "also", "direction", "start", "end", "expected", "probability",
		"cost", "hours", "owner", "control", "split", "groups", "share", "seed", "within",
		"given", "others", "state", "verdict", "reason", "effect", "low", "high", "cost_per_unit", "decision", "sentence", "next_try"}
}

// mostMistakes is how many mistakes of a table are told.
const mostMistakes = 100

// ImportTries keeps the tries of a table, all or none.
func (b Book) ImportTries(ctx context.Context, d analysis.Data, rows []ops.CellRow, today ops.Day) (made, changed int, err error) {
	kept, err := b.Tries.All(ctx)
	if err != nil {
		return 0, 0, err
	}
	var out []ops.TryRow
	var wrong ops.Mistakes
	for _, row := range rows {
		r := ops.TryRow{Line: row.Line}
		if r.Try, err = tryOfCells(row.Cells, ops.Exponent(d.Currency)); err == nil {
			err = b.CheckTry(d, r.Try)
		}
		if err == nil {
			err = b.Assign(ctx, d, &r.Try, keptAs(kept, r.Try), today)
		}
		if e, ok := r.At(err).(*ops.Error); ok {
			if wrong = append(wrong, e); len(wrong) == mostMistakes {
				break
			}
			continue
		}
		if err != nil {
			return 0, 0, err
		}
		out = append(out, r)
	}
	if len(wrong) > 0 {
		return 0, 0, wrong
	}
	return b.Tries.Import(ctx, out, today)
}

// keptAs returns the try that a row is about as it is kept; nil for a new one.
func keptAs(kept []ops.Try, row ops.Try) *ops.Try {
	for i, t := range kept {
		if row.ID != 0 && t.ID == row.ID || row.ID == 0 && row.Key != "" && t.Key == row.Key {
			return &kept[i]
		}
	}
	return nil
}

// tryOfCells reads a try from a row.
func tryOfCells(cells map[string]string, exponent int) (t ops.Try, err error) {
	text := func(name string) string { return cells[name] }
	t = ops.Try{Edited: ops.Edited{Key: text("key")}, Title: text("title"), Kind: text("kind"), Hypothesis: text("hypothesis"), Metric: text("metric"),
		Direction: ops.Direction(text("direction")), Owner: text("owner"), MeasuredOn: text("measured_on")}
	if also := text("also"); also != "" {
		t.Also = strings.Split(also, ",")
	}
	t.Split = ops.Split{By: ops.SplitBy(text("split")), Seed: text("seed")}
	if groups := text("groups"); groups != "" {
		t.Split.Groups = strings.Split(groups, ",")
	}
	if cells["within"] != "" {
		if t.Split.Within, err = strconv.Atoi(cells["within"]); err != nil {
			return t, badCell("bad_number", "within", cells["within"], "within is not a number.", "Write it as 28, or leave it blank.")
		}
	}
	var cost float64
	for _, f := range []struct {
		name string
		to   *float64
	}{{"expected", &t.Expected}, {"probability", &t.Probability}, {"cost", &cost}, {"hours", &t.Hours}, {"share", &t.Split.Share}} {
		if cells[f.name] == "" {
			continue
		}
		if *f.to, err = strconv.ParseFloat(cells[f.name], 64); err != nil || math.IsNaN(*f.to) || math.Abs(*f.to) > 1e12 {
			return t, badCell("bad_number", f.name, cells[f.name], f.name+" is not a number.", "Write it as 0.3 or 1200.50.")
		}
	}
	t.Cost = int64(math.Round(cost * math.Pow10(exponent)))
	if cells["id"] != "" {
		if t.ID, err = strconv.ParseInt(cells["id"], 10, 64); err != nil || t.ID <= 0 {
			return t, badCell("bad_number", "id", cells["id"], "id is not a number.", "Leave it blank for a new try.")
		}
	}
	for _, f := range []struct {
		name string
		to   *ops.Day
	}{{"start", &t.Start}, {"end", &t.End}} {
		if cells[f.name] == "" && f.name == "end" {
			continue
		}
		if *f.to, err = ops.ParseDay(cells[f.name]); err != nil {
			return t, badCell("bad_date", f.name, cells[f.name], f.name+" is not a date.", "Write it as 2026-09-01.")
		}
	}
	for _, f := range []struct {
		name string
		to   *string
	}{{"scope", &t.Scope}, {"control", &t.Control}} {
		filter, err := ops.ParseScope(text(f.name))
		if err != nil {
			return t, ops.AtColumn(err, f.name)
		}
		*f.to = ops.ScopeText(filter)
	}
	return t, nil
}

func badCell(code ops.Code, column, value, message, hint string) error {
	return &ops.Error{Code: code, Message: message, Hint: hint, Where: ops.Place{Column: column, Value: ops.Show(value)}, Args: []any{column}}
}
