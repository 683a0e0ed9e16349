package arch

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// widest is how many characters a line has at most that people read.
const widest = 160

// Lines of sources are short enough to be read. The tag of a field cannot be
// broken, and what a test sends or expects may stand as it is.
func TestLinesAreShort(t *testing.T) {
	tag := regexp.MustCompile("^\\s*\\w+\\s+\\S+\\s+`")
	text := regexp.MustCompile("`[^`]*`?|\"(?:[^\"\\\\]|\\\\.)*\"")
	for name, source := range sources(t, ".html", ".go", ".js") {
		for i, line := range strings.Split(source, "\n") {
			n := utf8.RuneCountInString(line)
			if n <= widest || tag.MatchString(line) {
				continue
			}
			if strings.HasSuffix(name, "_test.go") && (line[0] == '<' || utf8.RuneCountInString(text.ReplaceAllString(line, "")) < widest/2) {
				continue
			}
			t.Errorf("%s:%d: %d characters, at most %d", name, i+1, n, widest)
		}
	}
}

// longest is how many lines a file has at most: what has more holds several nouns.
const longest = 450

// Files of Go and scripts, tests too, are short enough to be read at once.
func TestFilesAreShort(t *testing.T) {
	for name, source := range sources(t, ".go", ".js") {
		if n := strings.Count(source, "\n"); n > longest {
			t.Errorf("%s: %d lines, at most %d", name, n, longest)
		}
	}
}

// A template has one element a line: what stands beside another on a line is
// text and the short elements within it.
func TestTemplatesHaveOneElementALine(t *testing.T) {
	begins := regexp.MustCompile(`<(div|section|nav|header|footer|main|form|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|th|td|caption|details|summary|p|h\d|option|path|rect)\b`)
	for name, source := range sources(t, ".html") {
		for i, line := range strings.Split(source, "\n") {
			if found := begins.FindAllString(line, -1); len(found) > 1 {
				t.Errorf("%s:%d: %s begin on one line", name, i+1, strings.Join(found, ", "))
			}
		}
	}
}

// sources returns the files of a kind that people write.
func sources(t *testing.T, kinds ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (slices.Contains([]string{"testdata", "node_modules", "bin"}, d.Name()) || len(d.Name()) > 2 && d.Name()[0] == '.') {
			return fs.SkipDir
		}
		if !d.IsDir() && slices.Contains(kinds, filepath.Ext(name)) && !strings.HasSuffix(name, ".min.js") {
			b, err := os.ReadFile(name)
			out[strings.TrimPrefix(filepath.ToSlash(name), "../../")] = string(b)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatalf("no files of %v found", kinds)
	}
	return out
}
