package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every library the sources use has its reason in the README, and none more.
// staticcheck and govulncheck are tools, which no source imports; the bench is its own module.
func TestReadmeGivesAReasonForEachLibrary(t *testing.T) {
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(b), "\n## What it depends on\n")
	section, _, _ = strings.Cut(section, "\n## ")
	told := map[string]bool{}
	for line := range strings.Lines(section) {
		names, reason, _ := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		if strings.Trim(reason, " |\n") == "" {
			t.Errorf("no reason: %s", line)
		}
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(names, -1) {
			told[m[1]] = slices.Contains([]string{"honnef.co/go/tools", "golang.org/x/vuln"}, m[1])
		}
	}
	err = filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{"bench", "testdata", "node_modules"}, d.Name()) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if first, _, _ := strings.Cut(name, "/"); !strings.Contains(first, ".") {
				continue // standard or ours
			}
			found := false
			for library := range told {
				if name == library || strings.HasPrefix(name, library+"/") {
					told[library], found = true, true
				}
			}
			if !found {
				t.Errorf("%s imports %s, for which the README gives no reason", path, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for library, used := range told {
		if !used {
			t.Errorf("the README names %s, which nothing imports", library)
		}
	}
}
