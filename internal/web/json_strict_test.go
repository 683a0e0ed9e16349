package web

import (
	"fmt"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// Every rule of reading JSON holds at every depth on every route: what one
// reader refuses no other alters.
func TestJSONIsReadStrictlyEverywhere(t *testing.T) {
	s := realServer(t)
	bodies := map[string]string{
		"/api/v1/check-ins":  `{"key":"k","member":"ann","props":%s}`,
		"/api/v1/events":     `[{"key":"e","member":"ann","event":"visit","at":"2026-09-30T10:00:00Z","props":%s}]`,
		"/api/v1/watermarks": `{"record":"events","day":"2026-09-30","source":%s}`,
	}
	deep := strings.Repeat(`{"a":`, 20) + "1" + strings.Repeat("}", 20)
	for name, c := range map[string]struct {
		props string
		codes []ops.Code
	}{
		"bytes that are no UTF-8":          {"{\"a\":\"\xff\"}", []ops.Code{"encoding"}},
		"bytes that are no UTF-8, deeper":  {"{\"a\":{\"b\":[\"\xc3\"]}}", []ops.Code{"encoding"}},
		"half a character":                 {`{"a":"\ud83d"}`, []ops.Code{"encoding"}},
		"half a character, deeper":         {`{"a":[{"b":"x\udc00y"}]}`, []ops.Code{"encoding"}},
		"half a character in a name":       {`{"\ud83d":"x"}`, []ops.Code{"encoding"}},
		"a field twice":                    {`{"a":"1","a":"2"}`, []ops.Code{"duplicate_field"}},
		"a field twice, deeper":            {`{"a":{"b":1,"b":2}}`, []ops.Code{"duplicate_field"}},
		"a field twice, in a list":         {`{"a":[{"b":1,"c":[],"b":2}]}`, []ops.Code{"duplicate_field"}},
		"a field twice, written otherwise": {`{"a":"1","\u0061":"2"}`, []ops.Code{"duplicate_field"}},
		"too deep":                         {deep, []ops.Code{"too_deep", "bad_json"}},
		"no number":                        {`{"a":NaN}`, []ops.Code{"bad_json"}},
		"a comma too many":                 {`{"a":1,}`, []ops.Code{"bad_json"}},
	} {
		for path, body := range bodies {
			w := post(s, path, "application/json", fmt.Sprintf(body, c.props))
			told := path == "/api/v1/events" && (strings.Contains(w.Body.String(), "wrong_type") || strings.Contains(w.Body.String(), "U+FFFD")) // texts only
			for _, code := range c.codes {
				told = told || strings.Contains(w.Body.String(), `"`+string(code)+`"`)
			}
			if w.Code != 400 && w.Code != 422 || !told {
				t.Errorf("%s, %s: %d %s", path, name, w.Code, w.Body)
			}
		}
	}
}
