package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// badWant is what testdata/bad/NNN_name.want.json says of NNN_name.csv.
type badWant struct {
	Code     ops.Code // of the refusal; "" if the file is accepted
	Line     int
	Column   string
	Value    *string
	Args     []string
	Rows     int
	Rejected int
	Lines    []int      // of the rejected rows
	Notices  []ops.Code // all of them
	Text     []string   // column, text in the first row
	Number   []any      // column, stored value in the first row
	Distinct []any      // column, number of different names
	Days     string
}

// TestBadFiles walks testdata/bad: a new pair of files there is a new test.
func TestBadFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.csv")
	if err != nil || len(files) < 100 {
		t.Fatal(len(files), err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".csv"), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var want badWant
			text, err := os.ReadFile(strings.TrimSuffix(name, ".csv") + ".want.json")
			if err != nil {
				t.Fatal(err)
			}
			d := json.NewDecoder(bytes.NewReader(text))
			d.DisallowUnknownFields()
			if err := d.Decode(&want); err != nil {
				t.Fatal(err)
			}
			checkBad(t, data, want)
		})
	}
}

func checkBad(t *testing.T, data []byte, want badWant) {
	t.Helper()
	store := newMemory()
	i := NewImporter(store, testSettings(t, "Asia/Shanghai"))
	p, err := i.Plan(context.Background(), File{Name: "bad.csv", Size: int64(len(data)), R: bytes.NewReader(data)}, Options{})
	if err == nil {
		_, err = i.Commit(context.Background(), p, By{"command", "tester"}, nil)
		checkPlan(t, p, want)
	} else if want.Rows+want.Rejected > 0 {
		t.Errorf("refused as a whole: %v", err)
	}
	var e *ops.Error
	switch {
	case want.Code == "":
		if err != nil {
			t.Errorf("refused: %v", err)
		}
		return
	case !errors.As(err, &e):
		t.Fatalf("got %v, want %s", err, want.Code)
	}
	if e.Code != want.Code || e.Where.Line != want.Line || e.Where.Column != want.Column || e.Where.File != "bad.csv" {
		t.Errorf("got %s at %+v, want %s at line %d, column %q", e.Code, e.Where, want.Code, want.Line, want.Column)
	}
	if want.Value != nil && e.Where.Value != *want.Value {
		t.Errorf("value %q, want %q", e.Where.Value, *want.Value)
	}
	if e.Message == "" || e.Hint == "" {
		t.Errorf("no message or hint: %+v", e)
	}
	for n, a := range want.Args {
		if e.Args[n] != a {
			t.Errorf("argument %d is %v, want %v", n, e.Args[n], a)
		}
	}
	if store.version != 0 {
		t.Error("a refused file changed the record")
	}
}

func checkPlan(t *testing.T, p *Plan, want badWant) {
	t.Helper()
	if p.Rows.Len() != want.Rows || p.Rejected != want.Rejected || p.Read != want.Rows+want.Rejected {
		t.Errorf("rows %d, rejected %d, read %d; want %d, %d", p.Rows.Len(), p.Rejected, p.Read, want.Rows, want.Rejected)
	}
	var lines []int
	for _, r := range p.Rejects {
		lines = append(lines, r.Err.Where.Line)
	}
	if want.Lines != nil && !slices.Equal(lines, want.Lines) {
		t.Errorf("rejected lines %v, want %v", lines, want.Lines)
	}
	var notices []ops.Code
	for _, n := range p.Notices {
		notices = append(notices, n.Code)
	}
	if !slices.Equal(notices, want.Notices) {
		t.Errorf("notices %v, want %v", notices, want.Notices)
	}
	if want.Days != "" && p.Days.String() != want.Days {
		t.Errorf("days %s, want %s", p.Days, want.Days)
	}
	if want.Text != nil {
		if got := p.Rows.Text(p.Record.Column(want.Text[0]), 0); got != want.Text[1] {
			t.Errorf("%s is %q, want %q", want.Text[0], got, want.Text[1])
		}
	}
	if want.Number != nil {
		if got := p.Rows.Ints[p.Record.Column(want.Number[0].(string))][0]; float64(got) != want.Number[1].(float64) {
			t.Errorf("%s is %d, want %.0f", want.Number[0], got, want.Number[1])
		}
	}
	if want.Distinct != nil {
		codes := map[uint32]bool{}
		for _, c := range p.Rows.Codes[p.Record.Column(want.Distinct[0].(string))] {
			codes[c] = true
		}
		if float64(len(codes)) != want.Distinct[1].(float64) {
			t.Errorf("%d different %s, want %v", len(codes), want.Distinct[0], want.Distinct[1])
		}
	}
}
