package catalog

import (
	"errors"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// A text that only nests is refused before it is read: reading it takes seconds and
// gigabytes.
func TestDeepNestingIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"open lists":   "title: " + strings.Repeat("[", 60000),
		"closed lists": "title: " + strings.Repeat("[", 30000) + strings.Repeat("]", 30000),
		"open keys":    "title: " + strings.Repeat("{a: ", 15000),
		"dashes":       strings.Repeat("- ", 30000) + "a",
		"under a key":  "a:\n " + strings.Repeat("- ", 30000) + "x",
		"both":         strings.Repeat("? - ", 15000) + "a",
	} {
		began := time.Now()
		_, err := Board(&ops.Catalog{}, "board_1", text, nil)
		var found ops.Mistakes
		if !errors.As(err, &found) || len(found) != 1 || found[0].Code != "nested_too_deep" || found[0].Where.Line == 0 {
			t.Errorf("%s: %.200v", name, err)
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
	// Brackets of a text are none, and lines of a list do not add up.
	long := "title: {en: '" + strings.Repeat("[", 30) + "', zh: A}\npanels:\n" + strings.Repeat("  - a\n", 30)
	if line := tooDeep([]byte(long)); line != 0 {
		t.Errorf("line %d of a flat text is too deep", line)
	}
}
