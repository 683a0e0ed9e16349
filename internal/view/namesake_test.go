package view

import (
	"testing"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Values that pages would show under one name have what rows carry beside it.
func TestNamesakesAreToldApart(t *testing.T) {
	c := &ops.Catalog{Values: map[string]ops.Label{
		"search-ads": {En: "Search ads", Zh: "搜索广告"}, "paid-search": {En: "Search Ads", Zh: "付费搜索"},
		"baidu": {En: "Baidu", Zh: "百度"}, "beijing": {En: "Beijing", Zh: "北京"}}}
	there := map[string][]string{
		"channel":  {"search-ads", "paid-search", "搜索广告", "百度", "未标注"},
		"platform": {"baidu"},
		"city":     {"beijing"},
	}
	has := func(dimension, value string) bool {
		for _, v := range there[dimension] {
			if ops.Fold(v) == ops.Fold(value) {
				return true
			}
		}
		return false
	}
	for _, x := range []struct {
		lang        i18n.Lang
		value, want string
	}{
		{i18n.En, "search-ads", "Search ads (search-ads)"}, {i18n.En, "paid-search", "Search Ads (paid-search)"}, {i18n.En, "搜索广告", "搜索广告"},
		{i18n.Zh, "Search-Ads", "搜索广告 (Search-Ads)"}, {i18n.Zh, "paid-search", "付费搜索"}, {i18n.Zh, "搜索广告", "搜索广告"},
		// A channel of this name is no platform.
		{i18n.Zh, "baidu", "百度"}, {i18n.Zh, "百度", "百度"}, {i18n.En, "beijing", "Beijing"},
		{i18n.Zh, "", "未标注"}, {i18n.Zh, "未标注", "“未标注”"}, {i18n.En, "Not stated", "“Not stated”"},
	} {
		w := Writer{Lang: x.lang, T: i18n.In(x.lang), Catalog: c, namesakes: namesakes(c, x.lang, has)}
		if got := w.Group(x.value, 0); got != x.want {
			t.Errorf("%s in %s: %q, want %q", x.value, x.lang, got, x.want)
		}
	}
}
