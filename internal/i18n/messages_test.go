package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// texts returns every message by its path in the struct.
func texts(v reflect.Value, path string, out map[string]string) map[string]string {
	for i := range v.NumField() {
		name := path + "." + v.Type().Field(i).Name
		switch f := v.Field(i); f.Kind() {
		case reflect.Struct:
			texts(f, name, out)
		case reflect.String:
			out[name] = f.String()
		}
	}
	return out
}

var verb = regexp.MustCompile(`%(\[\d\])?\d*[a-z]`)

func TestMessagesAreComplete(t *testing.T) {
	en := texts(reflect.ValueOf(*In(En)), "", map[string]string{})
	zh := texts(reflect.ValueOf(*In(Zh)), "", map[string]string{})
	delete(en, ".Lang")
	delete(zh, ".Lang")
	han := regexp.MustCompile(`\p{Han}`)
	for path, e := range en {
		z := zh[path]
		if e == "" || z == "" {
			t.Errorf("%s is missing: en %q, zh %q", path, e, z)
		}
		// The switch of languages is written in the other one.
		if !strings.HasPrefix(path, ".Shell.SwitchLanguage") {
			if han.MatchString(e) {
				t.Errorf("%s: the English text %q is Chinese", path, e)
			}
			if !han.MatchString(z) && strings.ContainsAny(strings.ToLower(verb.ReplaceAllString(z, "")), "abcdefghijklmnopqrstuvwxyz") && z != e {
				t.Errorf("%s: the Chinese text %q is not Chinese", path, z)
			}
		}
		ve, vz := verb.FindAllString(e, -1), verb.FindAllString(z, -1)
		if slices.ContainsFunc(ve, func(s string) bool { return strings.Contains(s, "[") }) {
			slices.Sort(ve)
			slices.Sort(vz)
		}
		if !slices.Equal(ve, vz) {
			t.Errorf("%s takes %v in English and %v in Chinese", path, ve, vz)
		}
	}
}

// Every column of a record has a word on the page where columns are assigned.
func TestEveryColumnHasItsWord(t *testing.T) {
	for _, l := range Languages() {
		for _, r := range ops.Records() {
			for _, c := range r.Columns {
				if In(l).Wizard.FieldName(c.Name) == c.Name {
					t.Errorf("%s: no word for the column %s of %s", l, c.Name, r.Name)
				}
			}
		}
	}
}

// Names of the program find their words; one without a word stands for itself.
func TestNamesFindTheirWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{In(En).Account.Action("check_in_token_add"), "Made check-in links"},
		{In(Zh).Account.Action("set_up"), "初始设置"},
		{In(En).Wizard.FieldName("post_id"), "Post"},
		{In(Zh).Wizard.FieldName("unheard_of"), "unheard_of"},
		{In(Zh).Record("spend"), "投放"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// Every action that can stand in the audit log has its word.
func TestEveryActionHasItsWord(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../ops/account.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var actions []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Action" {
				name, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				actions = append(actions, name)
			}
		}
		return true
	})
	if len(actions) < 28 {
		t.Fatalf("only %d actions found: did they move?", len(actions))
	}
	for _, l := range Languages() {
		for _, a := range actions {
			if In(l).Account.Action(a) == a {
				t.Errorf("%s: no word for the action %s", l, a)
			}
		}
	}
}
