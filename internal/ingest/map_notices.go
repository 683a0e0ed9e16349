package ingest

import (
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ops"
)

// tell adds the notices about everything that was done silently.
func (w *rowReader) tell() {
	b, in := w.b, w.in
	var rates, levels, known, unknown []string
	for c, a := range in.m.Columns {
		switch {
		case a.Header == "" || a.Use == UseField || a.Use == UseElse || in.preset.Wide != nil:
		case in.m.Recomputed(c):
			rates = append(rates, a.Header)
		case a.Use == UseLevel:
			levels = append(levels, a.Header)
		case a.Use == UseKnown || a.Use == UseRate:
			known = append(known, a.Header)
		default:
			unknown = append(unknown, a.Header)
		}
	}
	list := func(code ops.Code, message string, names []string) {
		if len(names) > 0 {
			b.notice(code, fmt.Sprintf(message, someOf(names)), someOf(names))
		}
	}
	count := func(code ops.Code, message string, n int) {
		if n > 0 {
			b.notice(code, fmt.Sprintf(message, n), n)
		}
	}
	list("ignored_columns", "Columns that no field was given are left out: %s.", unknown)
	list("known_columns", "Columns of which Daybreak keeps no figure are left out: %s.", known)
	list("rate_columns", "Rates are left out and computed again from the sums: %s.", rates)
	list("level_columns", "Figures that do not add up over rows are left out: %s.", levels)
	count("rows_added_up", "%d rows differ from an earlier one only in columns that are left out; their figures were added to it.", w.added)
	count("repeated_events", "%d rows say what an earlier row says already.", w.repeated)
	count("idle_rows", "%d rows stand for nothing that happened.", w.idle)
	count("unpaid_rows", "%d rows of orders that were not paid are left out.", w.unpaid)
	count("skipped_rows", "%d rows are of kinds that are not counted here and are left out.", w.skipped)
	count("partly_refunded", "%d orders were refunded in part and the file does not say how much; their refunds are unknown.", w.partly)
	if w.refundsBelowZero {
		b.notice("refunds_below_zero", "The file writes refunds with a minus; they are kept as amounts paid back.")
	}
	count("bounds", "%d cells give a limit such as < 10 instead of a number; they have no value.", w.bounds)
	count("rounded", "%d amounts have more decimals than their currency and were rounded half away from zero.", w.rounded)
	count("cleaned_text", "%d texts contained line ends or invisible characters, which were taken out.", w.cleaned)
	count("cut_titles", "%d titles were cut to the longest allowed.", w.cut)
	if c := in.m.column("gained"); in.record.Name == "followers" && c >= 0 && in.m.Columns[c].Source == FromShape {
		b.notice("flow_not_level", fmt.Sprintf("“%s” is the sum of the columns beside it: those gained that day, not how many there are.", in.m.Columns[c].Header),
			in.m.Columns[c].Header)
	}
	if in.day == fromPublish {
		b.notice("lifetime_snapshot", "The figures are totals since publication. Each post's stand on the day it was published; a later upload replaces them.")
	}
	if in.many && in.m.Answers[AnswerPeriod] == spreadPeriod {
		b.notice("spread_period", "The figures of whole periods were spread evenly over their days.")
	}
	w.compareTotals()
}

// compareTotals holds the sums of the imported columns against the table's
// own total rows. A total may rightly differ (removed campaigns, rounding), so
// a difference is only told, once for each column.
func (w *rowReader) compareTotals() {
	in := w.in
	var agree []string
	for _, u := range w.nums {
		if u.from < 0 || u.kind == ops.Count && in.record.Columns[u.to].Name == "total" {
			continue
		}
		var sum int64
		rows := 0
		style, decimals := in.styles[u.from], 0
		if u.kind == ops.Money {
			decimals = w.b.digits
		}
		if u.kind == ops.Decimal {
			decimals = DecimalDigits
		}
		for i, r := range in.t.rows {
			n, err := parseNumber(in.t.Cell(i, u.from), in.cellStyle(int(r), u.from, style), decimals)
			if err == nil && !n.none && !n.bound {
				sum += n.units
				rows++
			}
		}
		compared, differs := false, false
		for _, r := range in.t.totals {
			if in.t.grid.width(int(r)) > len(in.t.Header) || in.t.grid.kinds == nil && in.t.grid.width(int(r)) < len(in.t.Header) || in.t.partial(int(r)) {
				continue
			}
			cell := in.t.grid.cell(int(r), u.from)
			n, err := parseNumber(cell, in.cellStyle(int(r), u.from, style), decimals)
			if err != nil || n.none || n.bound {
				continue
			}
			tolerance := int64(0)
			if u.kind != ops.Count {
				tolerance = int64(rows)
			}
			compared = true
			if diff := sum - n.units; max(diff, -diff) > tolerance {
				differs = true
				own := formatUnits(sum, decimals)
				w.b.notices = append(w.b.notices, fault("total_differs", fmt.Sprintf("The file's total of “%s” is %s; its rows add up to %s.", u.name, ops.Show(cell), own),
					"Totals may include what the rows leave out; nothing is wrong if the platform says so.", u.name, ops.Show(cell), own).at(int(in.t.grid.lines[r]), u.name,
					cell))
				break
			}
		}
		if compared && !differs {
			agree = append(agree, u.name)
		}
	}
	if len(agree) > 0 {
		w.b.notice("totals_agree", fmt.Sprintf("The file's totals are the sums of its rows: %s.", someOf(agree)), someOf(agree))
	}
}

func (in *interpretation) cellStyle(row, c int, style numberStyle) numberStyle {
	if in.t.grid.kind(row, c) == numberCell {
		return decimalPoint
	}
	return style
}

// partial reports whether a total is one of a part of the rows, or of more
// than the rows: the label of a whole table is a bare word, or speaks of
// campaigns, keywords, ads or results.
func (t *Table) partial(r int) bool {
	for c := range t.grid.width(r) {
		label := strings.ToLower(strings.TrimSpace(norm.NFKC.String(t.grid.cell(r, c))))
		if label == "" {
			continue
		}
		_, of, ok := strings.Cut(label, ":")
		if !ok {
			return false
		}
		of = strings.TrimSpace(of)
		for _, whole := range []string{"campaigns", "ads", "ad groups", "keywords", "search terms", "all but removed", "alle außer"} {
			if strings.HasPrefix(of, whole) {
				return false
			}
		}
		return of != ""
	}
	return false
}

func formatUnits(v int64, decimals int) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	s := fmt.Sprintf("%0*d", decimals+1, v)
	if decimals == 0 {
		return sign + s
	}
	return sign + s[:len(s)-decimals] + "." + s[len(s)-decimals:]
}
