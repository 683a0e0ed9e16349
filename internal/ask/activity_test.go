package ask

import (
	"reflect"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

func is(dimension string, values ...string) ops.Filter {
	return ops.Filter{Dimension: dimension, Values: values}
}

func isNot(dimension string, values ...string) ops.Filter {
	return ops.Filter{Dimension: dimension, Not: true, Values: values}
}

func TestParseActivities(t *testing.T) {
	for _, x := range []struct {
		text string
		want []engine.Activity
	}{
		{`visit`, []engine.Activity{{Event: "visit"}}},
		{`visit,pay[product:book]`, []engine.Activity{{Event: "visit"}, {Event: "pay", Where: []ops.Filter{is("product", "book")}}}},
		{`pay[product:book,channel:!zhihu,product:pen]`,
			[]engine.Activity{{Event: "pay", Where: []ops.Filter{is("product", "book", "pen"), isNot("channel", "zhihu")}}}},
		{`"a, b",c\,d`, []engine.Activity{{Event: "a, b"}, {Event: "c,d"}}},
		{`*,$page view:x`, []engine.Activity{{Event: "*"}, {Event: "$page view:x"}}},
		{`pay[note:"x]y"]`, []engine.Activity{{Event: "pay", Where: []ops.Filter{is("note", "x]y")}}}},
		{`pay[url:http://x]`, []engine.Activity{{Event: "pay", Where: []ops.Filter{is("url", "http://x")}}}},
		{`pay[channel:]`, []engine.Activity{{Event: "pay", Where: []ops.Filter{is("channel", "")}}}},
	} {
		got, err := parseActivities(x.text)
		if err != nil || !reflect.DeepEqual(got, x.want) {
			t.Errorf("%s: %v, %v; want %v", x.text, got, err, x.want)
			continue
		}
		for _, a := range got {
			if again, err := parseActivity(ActivityText(a)); err != nil || !reflect.DeepEqual(again, a) {
				t.Errorf("%s written as %s reads as %v, %v", x.text, ActivityText(a), again, err)
			}
		}
	}
	for _, text := range []string{``, `,`, `a,`, ` `, `a[`, `a[]`, `a[b]`, `a[b:c`, `a[b:c]d`, `a[b:[c]]`, `"a`, `a\`, `[a:b]`, `a]`} {
		if got, err := parseActivities(text); err == nil {
			t.Errorf("%q reads as %v", text, got)
		}
	}
}

func TestASingleActivityKeepsItsCommas(t *testing.T) {
	got, err := parseActivity(`read, then share[city:北京]`)
	want := engine.Activity{Event: "read, then share", Where: []ops.Filter{is("city", "北京")}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestParseCondition(t *testing.T) {
	for text, want := range map[string]ops.Filter{
		`channel:zhihu`:   is("channel", "zhihu"),
		`channel:!zhihu`:  isNot("channel", "zhihu"),
		`!channel:zhihu`:  isNot("channel", "zhihu"),
		`channel:"!zhi"`:  is("channel", "!zhi"),
		`channel:`:        is("channel", ""),
		`channel:!`:       isNot("channel", ""),
		`url:http://a:80`: is("url", "http://a:80"),
	} {
		if got, err := parseCondition(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{``, `channel`, `:zhihu`, `!`, `"channel:zhihu`} {
		if got, err := parseCondition(text); err == nil {
			t.Errorf("%q reads as %v", text, got)
		}
	}
}
