package accounts

import (
	"testing"

	"daybreak/internal/i18n"
)

// What the audit log says of imports is words; names stay what they are.
func TestAuditTexts(t *testing.T) {
	zh := i18n.In(i18n.Zh)
	for text, want := range map[string]string{
		"3928 created, 2 updated": "新增 3,928 行，更新 2 行",
		"8 spend spend.csv":       "8 投放 spend.csv",
		"live":                    zh.Import.Live,
		"admin":                   zh.Account.Admin,
		"8 spenders":              "8 spenders",
		"Mei":                     "Mei",
		"":                        "",
	} {
		if got := auditText(zh, text); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}
