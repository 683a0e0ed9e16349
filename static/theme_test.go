package static

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

// tokens returns the custom properties of the first :root of a style sheet.
func tokens(t *testing.T, sheet string) map[string]string {
	t.Helper()
	css, err := fs.ReadFile(Files(), sheet)
	if err != nil {
		t.Fatal(err)
	}
	root := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindSubmatch(css)
	if root == nil {
		t.Fatalf("%s says no tokens", sheet)
	}
	out := map[string]string{}
	for _, m := range regexp.MustCompile(`(?s)--([\w-]+):\s*(.*?);`).FindAllSubmatch(root[1], -1) {
		out[string(m[1])] = strings.Join(strings.Fields(string(m[2])), " ")
	}
	return out
}

// The pages for members have the colours of all others; the dark theme changes
// tokens that there are, and every token of a colour.
func TestThemesKnowTheSameTokens(t *testing.T) {
	all, members, dark := tokens(t, "app.css"), tokens(t, "member.css"), tokens(t, "dark.css")
	for name, value := range members {
		if all[name] != value {
			t.Errorf("member.css says --%s: %s, app.css %q", name, value, all[name])
		}
	}
	for name := range dark {
		if all[name] == "" {
			t.Errorf("dark.css says --%s, app.css does not", name)
		}
	}
	for name, value := range all {
		if strings.HasPrefix(value, "#") && dark[name] == "" {
			t.Errorf("the dark theme has no --%s", name)
		}
	}
}

// Layers are opened once each: what belongs together stands together.
func TestLayersAreOpenedOnce(t *testing.T) {
	css, err := fs.ReadFile(Files(), "app.css")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^@layer (\w+) \{`).FindAllSubmatch(css, -1) {
		if name := string(m[1]); seen[name] {
			t.Errorf("the layer %s is opened twice", name)
		} else {
			seen[name] = true
		}
	}
	if len(seen) < 6 {
		t.Errorf("only the layers %v", seen)
	}
}
