// Package report writes frames as files people open elsewhere: CSV and XLSX.
package report

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"daybreak/internal/ops"
)

// Options say how a file is written.
type Options struct {
	Language string // labels in this language as header; "" = the names of the columns
	Mark     bool   // CSV: begin with a byte order mark, without which Excel takes Chinese for gibberish
}

// Text returns a value as CSV has it (R5): the number in full, nothing where it
// is not applicable, NA where it is not known yet.
func Text(v ops.Value) string {
	switch v.State {
	case ops.NotApplicable:
		return ""
	case ops.Pending:
		return "NA"
	}
	return strconv.FormatFloat(v.Number, 'f', -1, 64)
}

// CSV writes a frame (RFC 4180, UTF-8). Texts that a spreadsheet would take
// for a formula are made safe; ratios are numbers, not percentages. Rows that
// are periods carry their state after their keys: complete or in_progress (R2).
func CSV(w io.Writer, f *ops.Frame, o Options) error {
	if o.Mark {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return err
		}
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(safe(header(f, o.Language))); err != nil {
		return err
	}
	for i := range rows(f) {
		var row []string
		for _, key := range keys(f) {
			row = append(row, ops.SafeText(key.Texts[i]))
		}
		for _, column := range f.Values {
			row = append(row, Text(column.Values[i]))
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// header returns the columns' names, or their labels in a language.
func header(f *ops.Frame, language string) []string {
	out := make([]string, 0, len(f.Keys)+len(f.Values))
	add := func(name string, label ops.Label) {
		if language != "" && label.In(language) != "" {
			name = label.In(language)
		}
		out = append(out, name)
	}
	for _, k := range keys(f) {
		add(k.Name, k.Label)
	}
	for _, v := range f.Values {
		add(v.Name, v.Label)
	}
	return out
}

// keys returns the columns of a frame that hold texts: its keys and, where its
// rows are periods, their state.
func keys(f *ops.Frame) []ops.KeyColumn {
	if f.InProgress == nil {
		return f.Keys
	}
	state := ops.KeyColumn{Name: ops.StateColumn, Label: ops.Label{En: "State", Zh: "状态"}}
	for i := range f.InProgress {
		state.Texts = append(state.Texts, f.RowState(i))
	}
	return append(slices.Clone(f.Keys), state)
}

func safe(texts []string) []string {
	for i, s := range texts {
		texts[i] = ops.SafeText(s)
	}
	return texts
}

// rows returns how many rows a frame has.
func rows(f *ops.Frame) int {
	switch {
	case len(f.Keys) > 0:
		return len(f.Keys[0].Texts)
	case len(f.Values) > 0:
		return len(f.Values[0].Values)
	}
	return 0
}
