package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"daybreak/internal/store/sqlite"
)

// A backup that was said to be written is there after the power was cut at that
// very moment, with its sum, and brings the figures back.
func TestBackupsSurviveAPowerCut(t *testing.T) {
	w := newImportWorld(t)
	supply := newPowerSupply(t)
	for i := range times(3, 50) {
		file := filepath.Join(supply.dir, fmt.Sprintf("backup-%d.db", i))
		p, _ := start(t, nil, "backup", "--data", w.base, file)
		if code, err := p.ended(20 * time.Second); code != 0 {
			t.Fatal(code, err, p.log)
		}
		supply.cut(t)
		supply.back(t)
		if _, err := os.Stat(file + ".sha256"); err != nil {
			t.Errorf("after the cut: %v", err)
		}
		restored := filepath.Join(t.TempDir(), "restored")
		if err := sqlite.Restore(t.Context(), restored, file, false); err != nil {
			t.Errorf("after the cut the backup cannot be restored: %v", err)
			continue
		}
		if figures(t, restored) != w.old {
			t.Error("after the cut the backup has other figures")
		}
	}
}
