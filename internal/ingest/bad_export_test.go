package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// badExport is what testdata/bad_exports/NNN_name.want.json says of the file
// NNN_name. The number is that of the catalogue of bad inputs, or its own.
type badExport struct {
	Code     ops.Code            // of the refusal of the file as a whole
	Question ops.Code            // … because this is asked first
	Line     int                 // of the refusal
	Rows     int                 // imported; 0 if the file is refused
	Rejected map[string]ops.Code // by line
	Notices  []ops.Code          // that must be among those given
}

// TestBadExports walks testdata/bad_exports: files in the shapes platforms
// give, with something wrong or odd in each. A new pair of files there is a
// new test.
func TestBadExports(t *testing.T) {
	files, err := filepath.Glob("testdata/bad_exports/*")
	if err != nil || len(files) < 100 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file, filepath.Ext(file))
		if strings.HasSuffix(file, ".want.json") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			var want badExport
			d := json.NewDecoder(bytes.NewReader(readBytes(t, name+".want.json")))
			d.DisallowUnknownFields()
			if err := d.Decode(&want); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			checkBadExport(t, filepath.Base(file), data, want)
		})
	}
}

func checkBadExport(t *testing.T, name string, data []byte, want badExport) {
	store := newMemory()
	i := NewImporter(store, workspace(t))
	p, err := i.Plan(t.Context(), File{Name: name, Size: int64(len(data)), R: bytes.NewReader(data)}, Options{})
	var e *ops.Error
	switch {
	case want.Code == "" && err != nil:
		t.Fatalf("refused: %v", err)
	case want.Code != "":
		if !errors.As(err, &e) {
			t.Fatalf("%v, want %s", err, want.Code)
		}
		if e.Code != want.Code || want.Line > 0 && e.Where.Line != want.Line || e.Where.File != name || e.Message == "" || e.Hint == "" {
			t.Errorf("%s %q %q at %+v, want %s at line %d", e.Code, e.Message, e.Hint, e.Where, want.Code, want.Line)
		}
		var open Open
		if errors.As(e.Err, &open) && want.Question != "" && open[0].Code != want.Question || len(open) == 0 && want.Question != "" {
			t.Errorf("asked %v, want %s", open, want.Question)
		}
		if store.version != 0 {
			t.Error("a refused file changed the record")
		}
		return
	}
	got := map[string]ops.Code{}
	for _, r := range p.Rejects {
		got[strconv.Itoa(r.Err.Where.Line)] = r.Err.Code
		if r.Err.Message == "" || r.Err.Hint == "" {
			t.Errorf("%+v", r.Err)
		}
	}
	for line, code := range want.Rejected {
		if got[line] != code {
			t.Errorf("line %s: %q, want %s", line, got[line], code)
		}
	}
	if len(got) != len(want.Rejected) {
		t.Errorf("rejected: %v", got)
	}
	_, err = i.Commit(t.Context(), p, By{"command", "tester"}, nil)
	if len(want.Rejected) > 0 {
		if err == nil || store.version != 0 {
			t.Errorf("%v: a file with bad rows was committed, version %d", err, store.version)
		}
	} else if err != nil || p.Rows.Len() != want.Rows {
		t.Errorf("%d rows, want %d: %v", p.Rows.Len(), want.Rows, err)
	}
	for _, code := range want.Notices {
		if !slices.ContainsFunc(p.Notices, func(n *ops.Error) bool { return n.Code == code }) {
			t.Errorf("no notice %s among %v", code, p.Notices)
		}
	}
}
