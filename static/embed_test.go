package static

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The first visit has a budget; a file that outgrows it needs a decision.
func TestFilesFitTheirBudget(t *testing.T) {
	for names, limit := range map[string]int{"app.css": 12 << 10, "app.js live.js": 8 << 10, "echarts.min.js": 255 << 10} {
		var packed bytes.Buffer
		z, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		for name := range strings.FieldsSeq(names) {
			b, err := fs.ReadFile(Files(), name)
			if err != nil {
				t.Fatal(err)
			}
			z.Write(b)
		}
		z.Close()
		if packed.Len() > limit {
			t.Errorf("%s: %d bytes packed, the budget is %d", names, packed.Len(), limit)
		}
	}
}

var comment = regexp.MustCompile(`(?s)/\*.*?\*/|(?m)^\s*//.*$`)

// The content security policy allows neither code made from text nor styles
// in markup, and browsers meet nothing from elsewhere.
func TestOwnScriptsKeepThePolicy(t *testing.T) {
	for _, name := range []string{"app.js", "live.js", "picture.js", "setup.js"} {
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

func TestBothDarkThemesAreTheSame(t *testing.T) {
	for _, sheet := range []string{"app.css", "member.css"} {
		_, dark := themes(t, sheet)
		if len(dark) != 2 || dark[0] != dark[1] {
			t.Errorf("%s: the dark theme of the cookie and that of the system differ", sheet)
		}
	}
}

// themes returns the declarations of the light theme of a style sheet, and of
// its dark ones.
func themes(t *testing.T, sheet string) (light string, dark []string) {
	t.Helper()
	css, err := fs.ReadFile(Files(), sheet)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?s)(\[data-theme="dark"\]|:root:not\(\[data-theme="light"\]\)|:root) \{(.*?)\}`).FindAllSubmatch(css, 3) {
		fields := strings.Join(strings.Fields(comment.ReplaceAllString(string(m[2]), "")), " ")
		if string(m[1]) == ":root" {
			light = fields
		} else {
			dark = append(dark, fields)
		}
	}
	return light, dark
}

// The pages for members have the colours of all others.
func TestMemberPagesShareTheColours(t *testing.T) {
	light, dark := themes(t, "app.css")
	ownLight, ownDark := themes(t, "member.css")
	for own, all := range map[string]string{ownLight: light, ownDark[0]: dark[0]} {
		for declaration := range strings.SplitSeq(own, ";") {
			if !strings.Contains(all, strings.TrimSpace(declaration)) {
				t.Errorf("app.css does not say %q", declaration)
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
