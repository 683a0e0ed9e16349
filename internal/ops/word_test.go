package ops

import "testing"

func TestReplaceWord(t *testing.T) {
	for _, x := range []struct{ text, word, want string }{
		{"m1 called m12; m1, too", "m1", "# called m12; #, too"},
		{"key/m1", "m1", "key/#"},
		{"_m1 m1_", "m1", "_m1 m1_"},
		{"请联系王小明，王小明在群里", "王小明", "请联系#，#在群里"},
		{"Ann, Anna and Ann", "Ann", "#, Anna and #"},
		{"m1m1 m1", "m1", "m1m1 #"},
		{"a@b.cn", "a@b.cn", "#"},
		{"none", "", "none"},
	} {
		if got := ReplaceWord(x.text, x.word, "#"); got != x.want {
			t.Errorf("%q in %q: %q, want %q", x.word, x.text, got, x.want)
		}
	}
}
