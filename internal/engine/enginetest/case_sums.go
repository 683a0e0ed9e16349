package enginetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// ParseSums reads a question about sums, a line for each part:
//
//	measure NAME AGG RECORD[.COLUMN] [known COLUMN|COLUMN …] [stock LEVEL IN OUT PER] [within DIMENSION=VALUE] [where DIMENSION=VALUE …]
//	range 2026-09-01 2026-09-30
//	grain day
//	by channel campaign
//	filter channel=zhihu|douban
func ParseSums(text string) (q engine.SumQuery, err error) {
	q.Grain = ops.Whole
	err = fields(text, func(key string, words []string) (err error) {
		switch key {
		case "measure":
			m := &ops.Measure{Name: words[0], Agg: ops.Agg(words[1])}
			m.Record, m.Column, _ = strings.Cut(words[2], ".")
			rest := words[3:]
			if len(rest) > 1 && rest[0] == "known" {
				m.Known, rest = strings.Split(rest[1], "|"), rest[2:]
			}
			if len(rest) > 4 && rest[0] == "stock" {
				m.Stock, rest = ops.Stock{Level: rest[1], In: rest[2], Out: rest[3], Per: rest[4]}, rest[5:]
			}
			if len(rest) > 1 && rest[0] == "within" {
				m.Within, rest = []ops.Filter{ParseFilter(rest[1])}, rest[2:]
			}
			if len(rest) > 0 {
				for _, w := range rest[1:] {
					m.Where = append(m.Where, ParseFilter(w))
				}
			}
			q.Measures = append(q.Measures, m)
		case "range":
			q.Range, err = ParseRange(words[0], words[1])
		case "grain":
			q.Grain = ops.Grain(words[0])
		case "by":
			q.By = words
		case "filter":
			for _, w := range words {
				q.Filter = append(q.Filter, ParseFilter(w))
			}
		default:
			err = fmt.Errorf("no part %q of a question about sums", key)
		}
		return err
	})
	return q, err
}

func askSums(ctx context.Context, e any, text string) (string, bool, error) {
	facts, ok := e.(engine.Facts)
	if !ok {
		return "", false, nil
	}
	q, err := ParseSums(text)
	if err != nil {
		return "", true, err
	}
	s, err := facts.Sums(ctx, q)
	if err != nil {
		return "", true, err
	}
	return SumsText(q, s), true, nil
}

// askTally asks what each member adds to the one measure of a question that is
// written as sums are: a line for each, in order of their ids.
func askTally(ctx context.Context, e any, text string) (string, bool, error) {
	facts, ok := e.(engine.Facts)
	if !ok {
		return "", false, nil
	}
	q, err := ParseSums(text)
	if err != nil {
		return "", true, err
	}
	t, err := facts.Tally(ctx, engine.CountQuery{Metric: q.Measures[0].Name, Measure: q.Measures[0], Range: q.Range, Filter: q.Filter})
	if err != nil {
		return "", true, err
	}
	lines := make([]string, len(t.Members))
	for i, member := range t.Members {
		sum, _, _ := strings.Cut(cellText(t.Sums[i]), "/")
		if n := t.Sums[i].Unknown; n > 0 {
			sum += fmt.Sprint("?", n)
		}
		lines[i] = member + " " + sum
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), true, nil
}

// SumsText writes sums as a table for each measure: a column for each bucket,
// headed by its first day, and one for all; a line for each group, in order,
// and one for all. A cell is the sum and, after a slash, the rows it was taken
// from. The group "not stated" is a dash.
func SumsText(q engine.SumQuery, s *engine.Sums) string {
	var b strings.Builder
	for i, m := range s.Measures {
		name := q.Measures[i].Name
		if m.Missing != "" {
			fmt.Fprintf(&b, "%s lacks %s\n", name, m.Missing)
		}
		if m.ByBucket == nil {
			continue
		}
		b.WriteString(name)
		for _, bucket := range s.Buckets {
			fmt.Fprintf(&b, " | %s", bucket.From)
		}
		b.WriteString(" | all\n")
		for _, g := range sortedGroups(s) {
			if len(q.By) == 0 || m.Missing != "" {
				continue
			}
			b.WriteString(groupText(s.Groups[g]))
			for _, c := range m.Cells[g*len(s.Buckets) : (g+1)*len(s.Buckets)] {
				b.WriteString(" | " + cellText(c))
			}
			b.WriteString(" | " + cellText(m.ByGroup[g]) + "\n")
		}
		b.WriteString("all")
		for _, c := range m.ByBucket {
			b.WriteString(" | " + cellText(c))
		}
		b.WriteString(" | " + cellText(m.Total) + "\n")
	}
	if s.Lack.Currency != "" {
		fmt.Fprintf(&b, "no rate for %s on %s\n", s.Lack.Currency, s.Lack.Day)
	}
	return b.String()
}

// cellText writes a sum with its decimals, the rows it was taken from and, after
// a question mark, those that have no figure.
func cellText(c engine.Cell) string {
	whole, rest := c.Exact()
	sign := ""
	if whole < 0 && rest > 0 { // -3 and .25 are -2.75
		whole, rest = whole+1, engine.RestUnit-rest
		if whole == 0 {
			sign = "-"
		}
	}
	text := fmt.Sprint(sign, whole)
	if rest > 0 {
		text += strings.TrimRight(fmt.Sprintf(".%09d", rest), "0")
	}
	text += fmt.Sprintf("/%d", c.Rows)
	if c.Unknown > 0 {
		text += fmt.Sprintf("?%d", c.Unknown)
	}
	return text
}

// sortedGroups returns the positions of the groups in order of their values.
func sortedGroups(s *engine.Sums) []int {
	order := make([]int, len(s.Groups))
	for g := range order {
		order[g] = g
	}
	slices.SortFunc(order, func(a, b int) int { return slices.CompareFunc(s.Groups[a], s.Groups[b], cmp.Compare) })
	return order
}

func groupText(values []string) string {
	shown := slices.Clone(values)
	for i, v := range shown {
		if v == "" {
			shown[i] = "-"
		}
	}
	return strings.Join(shown, ", ")
}

// askHourMinutes reads event, range and filter, and writes a line for each
// minute with rows.
func askHourMinutes(ctx context.Context, e any, text string) (string, bool, error) {
	facts, ok := e.(engine.Facts)
	if !ok {
		return "", false, nil
	}
	var event string
	var r ops.Range
	var filter []ops.Filter
	err := fields(text, func(key string, words []string) (err error) {
		switch key {
		case "event":
			event = words[0]
		case "range":
			r, err = ParseRange(words[0], words[1])
		case "filter":
			for _, w := range words {
				filter = append(filter, ParseFilter(w))
			}
		default:
			err = fmt.Errorf("no part %q of a question about hours and minutes", key)
		}
		return err
	})
	if err != nil {
		return "", true, err
	}
	counts, err := facts.HourMinutes(ctx, event, r, filter)
	if err != nil {
		return "", true, err
	}
	var b strings.Builder
	for d := range counts {
		for m, n := range counts[d] {
			if n > 0 {
				fmt.Fprintf(&b, "%s %02d:%02d %d\n", time.Weekday(d), m/60, m%60, n)
			}
		}
	}
	return b.String(), true, nil
}
