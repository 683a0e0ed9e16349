package ops

import (
	"maps"
	"slices"
	"sync"
)

// identities lists the keys that rows carry for the platforms and channels
// everybody knows, and the other names exports and people give them. What is
// in no list keeps its own name as its key.
func identities() map[string]map[string][]string {
	return map[string]map[string][]string{
		"platform": {
			"baidu":         {"Baidu", "百度", "百度营销", "百度推广", "百度搜索", "Baidu Ads", "Baidu Search Ads"},
			"google-ads":    {"Google Ads", "Google", "谷歌", "谷歌广告", "GoogleAds", "Google AdWords", "AdWords"},
			"tencent-ads":   {"Tencent Ads", "Tencent", "腾讯广告", "广点通", "GDT"},
			"big-accounts":  {"Big accounts", "公众大号"},
			"巨量引擎":          {"Ocean Engine", "OceanEngine", "巨量广告", "巨量"},
			"千川":            {"Qianchuan", "巨量千川"},
			"小红书聚光":         {"Xiaohongshu Juguang", "聚光", "聚光平台"},
			"快手磁力":          {"Kuaishou ads", "Kuaishou", "快手", "磁力引擎", "磁力智投", "磁力金牛"},
			"直通车":           {"Taobao Zhitongche", "Zhitongche", "淘宝直通车"},
			"搜狗":            {"Sogou", "搜狗推广"},
			"神马":            {"Shenma", "神马推广"},
			"360点睛":         {"360 Dianjing", "360推广", "点睛"},
			"Meta":          {"Meta Ads", "Facebook Ads", "Facebook", "脸书广告"},
			"Amazon Ads":    {"Amazon Advertising", "亚马逊广告"},
			"LinkedIn":      {"LinkedIn Ads", "LinkedIn Campaign Manager", "领英广告"},
			"Microsoft Ads": {"Microsoft Advertising", "Bing Ads", "必应广告"},
			"TikTok Ads":    {"TikTok for Business", "TikTok广告"},
		},
		"channel": {
			"search-ads":   {"Search ads", "搜索广告"},
			"low-cost-ads": {"Low-cost ads", "低价广告"},
			"big-accounts": {"Big accounts", "公众大号"},
			"zhihu":        {"Zhihu", "知乎"},
			"douban":       {"Douban", "豆瓣", "豆瓣小组"},
			"tieba":        {"Tieba", "贴吧", "百度贴吧"},
			"blogs":        {"Blogs", "博客"},
			"invitations":  {"Invitations", "成员邀请"},
		},
	}
}

// keys holds the key of each name by dimension, under its folded text.
var keys = sync.OnceValue(func() map[string]map[string]string {
	out := map[string]map[string]string{}
	for dimension, all := range identities() {
		out[dimension] = map[string]string{}
		for key, names := range all {
			for _, n := range append(names, key) {
				out[dimension][Fold(n)] = key
			}
		}
	}
	return out
})

// KnownKeys lists the keys of a dimension that everybody knows, in their order.
func KnownKeys(dimension string) []string { return slices.Sorted(maps.Keys(identities()[dimension])) }

// KeyOf returns the key under which rows carry a name of a dimension: that of
// the list, else the name itself.
func KeyOf(dimension, name string) string {
	if key, ok := keys()[dimension][Fold(name)]; ok {
		return key
	}
	return name
}
