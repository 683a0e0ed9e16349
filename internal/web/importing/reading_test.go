package importing

import (
	"net/url"
	"testing"

	"daybreak/internal/ops"
)

// A form sends every field: blanks say nothing, but a blank column is left out.
func TestReadingOfAForm(t *testing.T) {
	o, query, err := readingOf(url.Values{"as": {""}, "encoding": {"gb18030"}, "delimiter": {"tab"}, "column.3": {""}, "column.Cost": {"cost"},
		"answer.platform": {" baidu "}, "answer.account": {""}, "base": {"7"}}, "base")
	if err != nil {
		t.Fatal(err)
	}
	if o.Record != "" || o.Hints.Encoding != "gb18030" || o.Hints.Delimiter != '\t' {
		t.Errorf("%+v", o)
	}
	if v, said := o.Said.Columns["3"]; !said || v != "" || o.Said.Columns["Cost"] != "cost" || len(o.Said.Answers) != 1 || o.Said.Answers["platform"] != "baidu" {
		t.Errorf("%+v", o.Said)
	}
	if query.Has("base") || query.Has("as") || !query.Has("column.3") {
		t.Errorf("%v", query)
	}
	for name, code := range map[string]ops.Code{"colour": "unknown_parameter", "encoding": "bad_parameter", "table": "bad_parameter"} {
		if _, _, err := readingOf(url.Values{name: {"x"}}); ops.CodeOf(err) != code {
			t.Errorf("%s: %v", name, err)
		}
	}
}
