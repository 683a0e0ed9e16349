package frame

import "testing"

func TestIndentationIsNoPartOfThePage(t *testing.T) {
	for in, want := range map[string]string{
		"<ul>\n  {{range .}}\n    <li>{{.}}</li>\n  {{end}}\n</ul>\n":                        "<ul>{{range .}}<li>{{.}}</li>{{end}}</ul>",
		"<a href=\"x\"\n    class=\"y\"{{if .}} hidden{{end}}\n    id=\"z\">\n  {{.}}\n</a>": `<a href="x" class="y"{{if .}} hidden{{end}} id="z">{{.}}</a>`,
		"<a title=\"{{if eq . \"a>b\"}}>{{end}}\n\">x</a>":                                   `<a title="{{if eq . "a>b"}}>{{end}} ">x</a>`,
		"<p>two words\n   of a text</p>":                                                     "<p>two words of a text</p>",
		"<b>{{.}}</b>{{\" \"}}\n<i>{{printf \"a\n  }}\" .}}</i>":                             "<b>{{.}}</b>{{\" \"}}<i>{{printf \"a\n  }}\" .}}</i>",
		"<p>\n{{/* not \" a quote */}}\n</p>":                                                "<p>{{/* not \" a quote */}}</p>",
		"1 < 2\n<p>":                                                                         "1 < 2<p>",
		"<b>a</b> <i>b</i>":                                                                  "<b>a</b> <i>b</i>",
	} {
		if got := unindented(in); got != want {
			t.Errorf("%q became\n%q, want\n%q", in, got, want)
		}
	}
}
