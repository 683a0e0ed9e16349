package static

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The first visit has a budget; a file that outgrows it needs a decision. What is
// loaded when it is asked for has one too.
func TestFilesFitTheirBudget(t *testing.T) {
	for _, f := range []struct {
		files []string
		limit int // bytes, each file packed on its own as it is sent
	}{
		{[]string{"app.css"}, 18 << 10},
		{[]string{"plan.css"}, 2 << 10},
		{[]string{"lanes.css", "lanes.js"}, 3 << 10},
		{[]string{"member.css"}, 3 << 10},
		{needed(t, "app.js"), 24 << 10},
		{[]string{"picture.js", "upload.js", "carry.js"}, 6 << 10},
		{[]string{"echarts.min.js"}, 230 << 10},
	} {
		sum := 0
		for _, name := range f.files {
			sum += packed(t, name)
		}
		if sum > f.limit {
			t.Errorf("%v: %d bytes packed, the budget is %d", f.files, sum, f.limit)
		}
	}
}

func packed(t *testing.T, name string) int {
	t.Helper()
	b, err := fs.ReadFile(Files(), name)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	z.Write(b)
	z.Close()
	return out.Len()
}

// needed returns a script and all it imports before it starts.
func needed(t *testing.T, name string, known ...string) []string {
	t.Helper()
	if slices.Contains(known, name) {
		return known
	}
	b, err := fs.ReadFile(Files(), name)
	if err != nil {
		t.Fatal(err)
	}
	known = append(known, name)
	for _, m := range regexp.MustCompile(`(?m)^import [^;]*?from '\./([\w-]+\.js)';`).FindAllSubmatch(b, -1) {
		known = needed(t, string(m[1]), known...)
	}
	return known
}

var comment = regexp.MustCompile(`(?s)/\*.*?\*/|(?m)^\s*//.*$`)

// The content security policy allows neither code made from text nor styles
// in markup, and browsers meet nothing from elsewhere.
func TestOwnScriptsKeepThePolicy(t *testing.T) {
	names, err := fs.Glob(Files(), "*.js")
	if err != nil || len(names) < 15 {
		t.Fatalf("%v %v", names, err)
	}
	for _, name := range names {
		if name == "echarts.min.js" {
			continue
		}
		b, err := fs.ReadFile(Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		code := comment.ReplaceAllString(string(b), "")
		for _, bad := range []string{"eval(", "new Function", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "setAttribute('style", "http://",
			"https://"} {
			if strings.Contains(code, bad) {
				t.Errorf("%s contains %s", name, bad)
			}
		}
	}
}

// The lock file names versions and sums, never where one machine got them.
func TestLockFileNamesNoHost(t *testing.T) {
	b, err := os.ReadFile("build/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte("resolved")) || bytes.Contains(b, []byte("://")) {
		t.Error("build/package-lock.json names a host; strip its resolved fields")
	}
}
