// Package catalog reads the files of a dashboards directory: metrics.yaml and
// one file for each page. It is strict: nothing unknown is skipped, nothing
// missing is made up, and every mistake is told at once with its place.
package catalog

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/parser"

	"daybreak/internal/ops"
)

// MetricsFile is the file that defines dimensions, measures and metrics. Every
// other .yaml file is a page whose name is the file's.
const MetricsFile = "metrics.yaml"

// The limits of a dashboards directory.
const (
	maxFile  = 1 << 20
	maxFiles = 200
)

// Load reads the files at the top of fsys; shapes are the types of panels that
// pages may have. The error is ops.Mistakes: all of
// them, in order of file and line.
func Load(fsys fs.FS, shapes []ops.PanelShape) (*ops.Catalog, error) {
	files, err := read(fsys)
	if err != nil {
		return nil, ops.Mistakes{err}
	}
	return load(files, shapes)
}

// source is one file as read.
type source struct {
	name string
	data []byte
}

// read returns the YAML files of fsys by name.
func read(fsys fs.FS) ([]source, *ops.Error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, &ops.Error{Code: "unreadable_dashboards", Message: "The dashboards directory cannot be read.", Hint: "Check that it exists and may be read.",
			Err: err}
	}
	var out []source
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".yaml" || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		data, err := fs.ReadFile(fsys, e.Name())
		if err != nil {
			return nil, &ops.Error{Code: "unreadable_dashboards", Message: "The file cannot be read.", Where: ops.Place{File: e.Name()}, Err: err}
		}
		if len(data) > maxFile {
			return nil, &ops.Error{Code: "dashboard_too_large", Message: "The file is larger than 1 MiB.", Where: ops.Place{File: e.Name()}}
		}
		if out = append(out, source{e.Name(), data}); len(out) > maxFiles {
			return nil, &ops.Error{Code: "too_many_dashboards", Message: fmt.Sprintf("There are more than %d files.", maxFiles)}
		}
	}
	if !slices.ContainsFunc(out, func(s source) bool { return s.name == MetricsFile }) {
		return nil, &ops.Error{Code: "no_metrics_file", Message: "There is no metrics.yaml.", Hint: "Copy the one that Daybreak comes with and change it.",
			Where: ops.Place{File: MetricsFile}}
	}
	return out, nil
}

func load(files []source, shapes []ops.PanelShape) (*ops.Catalog, error) {
	l := &loader{shapes: shapes, catalog: &ops.Catalog{Measures: map[string]*ops.Measure{}, Dimensions: map[string]ops.Label{}, Values: map[string]ops.Label{},
		Digest: digest(files)}}
	// Pages need the metrics, whatever the names of the files.
	for _, f := range files {
		if f.name == MetricsFile {
			if root, ok := l.parse(f); ok {
				l.metricsFile(root)
			}
		}
	}
	for _, f := range files {
		if f.name != MetricsFile {
			if root, ok := l.parse(f); ok {
				l.page(f.name, root)
			}
		}
	}
	l.links()
	if len(l.mistakes) > 0 {
		slices.SortStableFunc(l.mistakes, func(a, b *ops.Error) int {
			return cmp.Or(cmp.Compare(a.Where.File, b.Where.File), cmp.Compare(a.Where.Line, b.Where.Line), cmp.Compare(a.Where.At, b.Where.At))
		})
		return nil, l.mistakes
	}
	slices.SortStableFunc(l.catalog.Pages, func(a, b *ops.Page) int { return cmp.Compare(a.Order, b.Order) })
	return l.catalog, nil
}

// digest returns the SHA-256 of names and bytes.
func digest(files []source) string {
	h := sha256.New()
	for _, f := range files {
		fmt.Fprintf(h, "%q %d\n", f.name, len(f.data))
		h.Write(f.data)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// parse turns a file into its root node. Duplicate keys are told later, all of
// them.
func (l *loader) parse(f source) (node, bool) {
	if line := tooDeep(f.data); line > 0 {
		l.mistakes = append(l.mistakes, &ops.Error{Code: "nested_too_deep", Message: fmt.Sprintf("Lists and keys stand in each other more than %d deep.", maxDepth),
			Hint: "Close the brackets and take needless dashes away.", Where: ops.Place{File: f.name, Line: line}, Args: []any{maxDepth}})
		return node{}, false
	}
	file, err := parser.ParseBytes(f.data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		l.mistakes = append(l.mistakes, syntaxError(f.name, err))
		return node{}, false
	}
	if len(file.Docs) > 1 {
		l.mistakes = append(l.mistakes, &ops.Error{Code: "bad_yaml", Message: "The file holds several documents.", Hint: "Remove the lines that are only ---.",
			Where: ops.Place{File: f.name, Line: 1}})
		return node{}, false
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		l.mistakes = append(l.mistakes, &ops.Error{Code: "empty_dashboard", Message: "The file is empty.", Where: ops.Place{File: f.name, Line: 1}})
		return node{}, false
	}
	return node{file: f.name, yaml: file.Docs[0].Body}, true
}

// loader collects what the files define and what is wrong with them.
type loader struct {
	catalog  *ops.Catalog
	shapes   []ops.PanelShape // types of panels
	mistakes ops.Mistakes
	coverage []node // names of metrics that may be defined further down
	board    bool   // what is read is a board, not a file
}

func (l *loader) fail(n node, code ops.Code, hint, format string, args ...any) {
	place := n.place()
	if s, ok := scalar(n.yaml); ok {
		place.Value = ops.Show(s)
	}
	l.mistakes = append(l.mistakes, &ops.Error{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Where: place, Args: args})
}
