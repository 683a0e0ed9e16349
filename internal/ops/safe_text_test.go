package ops_test

import (
	"strings"
	"testing"

	"daybreak/internal/ops"
)

func TestSafeText(t *testing.T) {
	for text, want := range map[string]string{
		"":              "",
		"Brand":         "Brand",
		"a=b":           "a=b",
		"=1+1":          "'=1+1",
		"+49 30":        "'+49 30",
		"-5":            "'-5",
		"@cmd":          "'@cmd",
		"\tx":           "'\tx",
		"\r":            "'\r",
		"\x00":          "'\x00",
		"＝SUM(A1)":      "'＝SUM(A1)",
		"'quoted'":      "''quoted'",
		"'=already":     "''=already",
		" =after blank": " =after blank",
	} {
		if got := ops.SafeText(text); got != want {
			t.Errorf("SafeText(%q) = %q, want %q", text, got, want)
		}
	}
	// A ' that protects nothing belongs to the text.
	if got := ops.UnsafeText("'n Sync"); got != "'n Sync" {
		t.Errorf("UnsafeText took the ' of 'n Sync: %q", got)
	}
}

func FuzzSafeText(f *testing.F) {
	for _, s := range []string{"", "=1", "'=1", "''", "＋1", "plain", "\xff", "'\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		safe := ops.SafeText(s)
		if strings.IndexAny(safe, "=+-@\t\r\n\x00") == 0 {
			t.Errorf("SafeText(%q) = %q is a formula", s, safe)
		}
		if got := ops.UnsafeText(safe); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	})
}
