package i18n

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// codes are the ways errors are made: Code: "…", and the short functions whose
// first argument is a code.
var codes = regexp.MustCompile(`(?:\bCode:\s*|\bCode\(|\b(?:fail|fault|mistake|refuse|reject|notice|unknownChoice|badUpload|problem|refusal)\((?:[a-z]\w*, )?)"([a-z][a-z_]+)"`)

// Every code any package makes has its Chinese sentence; the English one comes
// with the error.
func TestEveryErrorCodeHasASentence(t *testing.T) {
	found := map[string]string{}
	for _, root := range []string{"../../internal", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "/enginetest/") ||
				strings.Contains(path, "/bench/") {
				return err
			}
			b, err := os.ReadFile(path)
			for _, m := range codes.FindAllSubmatch(b, -1) {
				found[string(m[1])] = path
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(found) < 100 {
		t.Fatalf("only %d codes found: is the expression out of date?", len(found))
	}
	known := chineseErrors()
	maps.Copy(known, chineseRowErrors())
	maps.Copy(known, chineseReportErrors())
	maps.Copy(known, chinesePastErrors())
	maps.Copy(known, chineseToldErrors())
	var missing []string
	for code, path := range found {
		if s, ok := known[code]; !ok || s.message == "" {
			missing = append(missing, code+" ("+path+")")
		}
	}
	slices.Sort(missing)
	for _, m := range missing {
		t.Errorf("no Chinese sentence for %s", m)
	}
}

func TestErrorInBothLanguages(t *testing.T) {
	if m, h := En.Error("no_rows", "There are no rows.", "Export again.", nil); m != "There are no rows." || h != "Export again." {
		t.Errorf("English: %q %q", m, h)
	}
	m, h := Zh.Error("no_rows", "There are no rows.", "Export again.", nil)
	if !regexp.MustCompile(`\p{Han}`).MatchString(m) || !regexp.MustCompile(`\p{Han}`).MatchString(h) {
		t.Errorf("Chinese: %q %q", m, h)
	}
	if m, _ := Zh.Error("never_heard_of", "It says so.", "", nil); m != "It says so." {
		t.Errorf("an unknown code says %q", m)
	}
}

// A hint that names what may have been meant names it in both languages.
func TestHintsNameTheSame(t *testing.T) {
	for hint, want := range map[string]string{
		"Did you mean cost?":        "是不是想写 cost？",
		"Use one of zero, unknown.": "可以写：zero、unknown。",
		"See the head of the file.": "请核对字段名。",
	} {
		if _, got := Zh.Error("unknown_field", "There is no field here.", hint, nil); got != want {
			t.Errorf("%q became %q, want %q", hint, got, want)
		}
		if _, got := En.Error("unknown_field", "There is no field here.", hint, nil); got != hint {
			t.Errorf("%q became %q in English", hint, got)
		}
	}
}
