package arch

import (
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Every library the sources use has its reason in go.mod, and none more.
func TestEachLibraryHasAReason(t *testing.T) {
	used := map[string]bool{}
	direct := regexp.MustCompile(`(?m)^\t(\S+)(?: v\S+)?(?: // (.*))?$`)
	for _, m := range direct.FindAllStringSubmatch(read(t, "go.mod"), -1) {
		if m[2] == "indirect" {
			continue
		}
		if m[2] == "" {
			t.Errorf("go.mod gives no reason for %s", m[1])
		}
		used[m[1]] = strings.Contains(m[1], "/cmd/") // a tool, which no source imports
	}
	for name := range sources(t, ".go") {
		if strings.HasPrefix(name, "internal/bench/") {
			continue // a module of its own
		}
		f, err := parser.ParseFile(token.NewFileSet(), "../../"+name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			target, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			for library := range used {
				if target == library || strings.HasPrefix(target, library+"/") {
					used[library] = true
				}
			}
		}
	}
	for library, is := range used {
		if !is {
			t.Errorf("go.mod asks for %s, which nothing imports", library)
		}
	}
}

// rows returns what is to be touched for each change the README's table names,
// with name in the place of NAME.
func rows(t *testing.T, name string) map[string][]string {
	t.Helper()
	_, table, _ := strings.Cut(read(t, "README.md"), "\n| to add … | touch |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	out := map[string][]string{}
	for line := range strings.Lines(table) {
		what, where, ok := strings.Cut(strings.Trim(line, "|\n "), " | ")
		if !ok {
			continue
		}
		for _, m := range regexp.MustCompile("`([^` ]+)`").FindAllStringSubmatch(where, -1) {
			if strings.Contains(m[1], "/") || strings.HasSuffix(m[1], ".md") {
				out[what] = append(out[what], strings.ReplaceAll(m[1], "NAME", name))
			}
		}
	}
	if len(out) < 9 {
		t.Fatalf("only %d rows found in the README's table", len(out))
	}
	return out
}

// Every place the README sends people to is there.
func TestREADMEsLeadSomewhere(t *testing.T) {
	for what, files := range rows(t, "stickiness") {
		for _, f := range files {
			if strings.Contains(f, "stickiness") && what != "a question" {
				f = path.Dir(f)
			}
			if _, err := os.Stat(filepath.Join("../..", f)); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
	}
	for name, text := range sources(t, ".md") {
		for _, m := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join("../..", path.Dir(name), m[1])); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if n := strings.Count(read(t, "README.md"), "\n"); n > 200 {
		t.Errorf("the README has %d lines, at most 200", n)
	}
}

// The table is true: what exists of a kind is known by name in the places of its
// row, and nowhere else. Comments and tests do not count.
func TestWhatTheTableSaysIsAll(t *testing.T) {
	for _, c := range []struct {
		example string   // of the kind, as its files are called
		known   string   // how it is named in sources
		rows    []string // of the table
		also    []string // where the name stands for something else, with the reason
	}{
		{"search_terms", `search_terms`, []string{"a record kind"}, []string{
			"internal/ingest/overlap.go", // the same money in two records
		}},
		{"waterfall", `[Ww]aterfall`, []string{"a panel type"}, []string{
			"internal/analysis/products.go",      // another panel that answers with one
			"internal/analysis/cost_moved.go",    // so does this
			"internal/analysis/contributions.go", // and this
			"internal/analysis/products_says.go", // tells what one of them answers
			"internal/monthly/moved.go",          // tells what that panel answers
		}},
		{"stickiness", `Stickiness|"stickiness"|\bstickiness\(`, []string{"a question", "… with the members behind it", "a panel type", "… shown on a page"}, nil},
	} {
		row := map[string]bool{}
		all := rows(t, c.example)
		for _, what := range c.rows {
			if all[what] == nil {
				t.Errorf("the table has no row %q", what)
			}
			for _, f := range all[what] {
				row[f] = true
			}
		}
		named := namedIn(t, regexp.MustCompile(c.known))
		for _, f := range all[c.rows[0]] {
			source := slices.Contains([]string{".go", ".yaml"}, path.Ext(f))
			if source && !named[f] {
				t.Errorf("the README's table sends people to %s, which does not know %s", f, c.example)
			}
		}
		for _, f := range slices.Sorted(maps.Keys(named)) {
			inDirectory := row[path.Dir(f)] // a migration, a file of the API
			if !row[f] && !inDirectory && !slices.Contains(c.also, f) {
				t.Errorf("%s knows %s, and the README's table does not say so", f, c.example)
			}
		}
	}
}

// namedIn returns the sources that hold what known matches, tests and comments
// aside.
func namedIn(t *testing.T, known *regexp.Regexp) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	comment := regexp.MustCompile(`(?m)(^|\s)//.*$`)
	for name, text := range sources(t, ".go", ".sql", ".txt", ".yaml") {
		dir := path.Dir(name)
		switch {
		case strings.HasSuffix(name, "_test.go"), strings.HasPrefix(dir, "internal/bench"), strings.HasPrefix(dir, "internal/mutate"),
			strings.HasPrefix(dir, "internal/sample"), strings.HasPrefix(dir, "internal/ingest/presets"), dir == "dashboards":
			continue
		}
		if known.MatchString(comment.ReplaceAllString(text, "")) {
			out[name] = true
		}
	}
	return out
}
