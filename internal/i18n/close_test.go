package i18n

import "testing"

func TestCloseTakesBlanksBetweenChineseOut(t *testing.T) {
	for in, want := range map[string]string{
		"转化率 不相加": "转化率不相加", "ROI 不相加": "ROI 不相加", "只覆盖了 79% 的数据": "只覆盖了 79% 的数据",
		"a b": "a b", " 一 ": " 一 ", "": "",
	} {
		if got := Close(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
