package i18n

import (
	"reflect"
	"regexp"
	"slices"
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

func TestEveryRecordHasItsWord(t *testing.T) {
	for _, l := range Languages() {
		for _, r := range ops.Records() {
			if In(l).Names.Record(r.Name) == r.Name {
				t.Errorf("%s: no word for the record %s", l, r.Name)
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
		{In(Zh).Names.Record("spend"), "投放"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
