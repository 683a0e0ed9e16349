package web

import (
	"strings"
	"testing"
	"time"

	"daybreak/internal/web/frame"
)

// fixedHealth is a monitor that always tells the same.
type fixedHealth frame.Health

func (f fixedHealth) Health() frame.Health { return frame.Health(f) }

// TestLastVerifiedBackupOnThePage shows when the record was last backed up.
func TestLastVerifiedBackupOnThePage(t *testing.T) {
	at := time.Date(2026, 10, 2, 3, 4, 0, 0, time.UTC)
	for want, backup := range map[string]frame.BackupHealth{
		"not scheduled (--backup-dir)":             {},
		"<td class=\"num\">never</td>":             {Scheduled: true},
		"2026-10-02 03:04</td>":                    {Scheduled: true, At: at},
		"2026-10-02 03:04 · the latest try failed": {Scheduled: true, At: at, Failed: true},
	} {
		x := newSite(t, func(c *Config) { c.Monitor = fixedHealth{Beat: at, Backup: backup} })
		ada, _ := x.as(t, "ada", Admin)
		if body := ada.get("/limits").Body.String(); !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
