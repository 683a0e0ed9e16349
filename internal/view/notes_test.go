package view

import (
	"slices"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// What is to be said of several metrics is said once.
func TestRemarksShareASentence(t *testing.T) {
	metric := func(en, zh string) *ops.Metric { return &ops.Metric{Label: ops.Label{En: en, Zh: zh}} }
	cpa, cvr := metric("CPA", "转化成本"), metric("CVR", "转化率")
	notes := []analysis.Note{
		{Code: analysis.NoBreakdown, Args: []any{cpa, "ad_group"}}, {Code: analysis.NoBreakdown, Args: []any{cvr, "ad_group"}},
		{Code: analysis.NoBreakdown, Args: []any{cpa, "ad_group"}},
		{Code: analysis.NoBreakdown, Args: []any{cvr, "keyword"}}, {Code: analysis.NothingImported, Args: []any{"orders"}},
		{Code: analysis.NoComparison, Args: []any{cpa, ops.DayOf(2026, 9, 1)}},
	}
	catalog := &ops.Catalog{Dimensions: map[string]ops.Label{"ad_group": {En: "Ad group", Zh: "单元"}, "keyword": {En: "Keyword", Zh: "关键词"}}}
	for lang, want := range map[i18n.Lang][]string{
		i18n.En: {"CPA, CVR cannot be broken down by Ad group: the data does not say.", "CVR cannot be broken down by Keyword: the data does not say.",
			"Not compared, because the data begins only on Sep 1, 2026: CPA."},
		i18n.Zh: {"转化成本、转化率不能按单元拆分：数据没有这一项。", "转化率不能按关键词拆分：数据没有这一项。", "没有对比（数据从 2026年9月1日才开始）：转化成本。"},
	} {
		if got := (Writer{Lang: lang, T: i18n.In(lang), Catalog: catalog}).remarks(notes); !slices.Equal(got, want) {
			t.Errorf("%s: %q", lang, got)
		}
	}
}
