package ops_test

import (
	"slices"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// TestEveryRecordIsWhole holds what a record says of itself together: what is
// forgotten here would be noticed only as a figure that stays unknown.
func TestEveryRecordIsWhole(t *testing.T) {
	for _, r := range ops.Records() {
		if r.Label.En == "" || r.Label.Zh == "" {
			t.Errorf("%s lacks a Label in both languages", r.Name)
		}
		day := r.Column(r.Day)
		switch {
		case r.Day == "" && (r.LookedUp || r.Ahead):
			t.Errorf("%s has no Day that could be looked up or lie ahead", r.Name)
		case r.Day != "" && day < 0:
			t.Errorf("%s has no column %s to be its Day", r.Name, r.Day)
		case r.Day != "" && (r.Columns[day].Type != ops.Date && r.Columns[day].Type != ops.Instant || !r.Columns[day].Required):
			t.Errorf("%s: its Day %s is no required date or instant", r.Name, r.Day)
		}
		keys(t, r)
		for what, name := range map[string]string{"Source": r.Source, "Subject": r.Subject, "Own": r.Own, "Lines": r.Lines, "Part": r.Part} {
			if c := r.Column(name); name != "" && (c < 0 || !r.Columns[c].Type.IsText()) {
				t.Errorf("%s has no column %s of texts to be its %s", r.Name, name, what)
			}
		}
		if r.Counted() && r.Source == "" {
			for _, c := range r.Columns {
				if c.Key && (c.Name == "platform" || c.Name == "account") {
					t.Errorf("%s is reported by %s: its Source would keep their watermarks apart", r.Name, c.Name)
				}
			}
		}
		for _, name := range r.Reporter {
			if c := r.Column(name); c < 0 || !r.Columns[c].Key {
				t.Errorf("%s has no key column %s to say whose report a row is of", r.Name, name)
			}
		}
		for c, column := range r.Columns {
			if column.Choices != nil && !column.Type.IsText() {
				t.Errorf("%s: %s has choices and is no text", r.Name, column.Name)
			}
			if column.Type == ops.Money && r.Column("currency") < 0 {
				t.Errorf("%s: %s is money, and there is no column currency", r.Name, column.Name)
			}
			if r.LookedUp && r.Adds(c) {
				t.Errorf("%s: %s adds up, but the record is looked up and never counted", r.Name, column.Name)
			}
		}
	}
	for _, d := range ops.Dimensions() {
		if l := ops.DimensionLabel(d); l.En == "" || l.Zh == "" {
			t.Errorf("the dimension %s lacks a label in both languages", d)
		}
	}
}

// keys checks that the order of rows is one of all key columns.
func keys(t *testing.T, r *ops.Record) {
	t.Helper()
	var want []string
	for _, c := range r.Columns {
		if c.Key {
			want = append(want, c.Name)
		}
	}
	got := slices.DeleteFunc(r.Keys(), func(name string) bool { return name == "" })
	slices.Sort(want)
	if !slices.Equal(slices.Sorted(slices.Values(got)), want) || len(want) == 0 {
		t.Errorf("%s: its rows are in the order of %s, its key is %s", r.Name, strings.Join(got, ", "), strings.Join(want, ", "))
	}
}
