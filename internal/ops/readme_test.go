package ops_test

import (
	"os"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// read returns a text of the repository.
func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The layouts are what a user writes files by.
func TestReadmeTellsTheLayouts(t *testing.T) {
	_, layouts, _ := strings.Cut(read(t, "../ingest/README.md"), "\n## CSV layouts\n")
	layouts, _, _ = strings.Cut(layouts, "\n## ")
	told := 0
	for line := range strings.Lines(layouts) {
		if strings.HasPrefix(line, "| `") {
			told++
		}
	}
	if want := len(ops.Records()); told != want {
		t.Errorf("the README lists %d layouts, there are %d", told, want)
	}
	for _, r := range ops.Records() {
		var columns []string
		for _, c := range r.Columns {
			name := c.Name
			if c.Key {
				name = "**" + name + "**"
			}
			if c.Required {
				name += `\*`
			}
			columns = append(columns, name)
		}
		if line := "| `" + r.Name + "` | " + strings.Join(columns, ", ") + " |\n"; !strings.Contains(layouts, line) {
			t.Errorf("the README lacks the line %s", line)
		}
	}
}

func TestReadmeExplainsTheNouns(t *testing.T) {
	_, glossary, _ := strings.Cut(read(t, "../../README.md"), "\n## Glossary\n")
	for _, term := range []string{"member", "check-in", "group", "channel", "platform", "campaign", "try", "ops day", "watermark", "challenge", "follower",
		"post"} {
		_, rest, ok := strings.Cut(glossary, "\n| "+term+" | ")
		line, _, _ := strings.Cut(rest, "\n")
		if cells := strings.Split(line, " | "); !ok || len(cells) != 2 || strings.Trim(cells[1], " |") == "" {
			t.Errorf("the glossary of the README does not explain %s", term)
		}
	}
}
