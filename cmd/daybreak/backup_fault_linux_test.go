package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"daybreak/internal/store/sqlite"
)

// TestBackupsUnderLoad (B1, B5) lets the server write backups while events are
// posted: each holds every event answered before it began, can be restored and
// is for its owner only.
func TestBackupsUnderLoad(t *testing.T) {
	dir := t.TempDir()
	data, backups := filepath.Join(dir, "data"), filepath.Join(dir, "backups")
	const keep = 2
	p := served(t, nil, "--no-login", "--data", data, "--backup-dir", backups, "--backup-every", "1s", "--backup-keep", fmt.Sprint(keep))
	x := newTraffic(p.base)
	ctx, stop := context.WithTimeout(t.Context(), time.Duration(times(4, 300))*time.Second)
	defer stop()
	x.run(ctx, 8)
	code, body := fetch(t, "GET", p.base+"/healthz", "", nil)
	var health struct {
		Backup struct {
			LastVerified time.Time `json:"last_verified"`
			Failed       bool
		}
	}
	if err := json.Unmarshal([]byte(body), &health); code != 200 || err != nil || health.Backup.Failed || time.Since(health.Backup.LastVerified) > 5*time.Second {
		t.Errorf("health: %d %s", code, body)
	}
	if code, err := stopped(p); code != 0 || err != nil {
		t.Fatal(code, err, p.log)
	}
	kept, err := backupFlags{BackupDir: backups}.kept()
	must(t, err)
	if len(kept) != keep {
		t.Errorf("%d backups are kept, want %d", len(kept), keep)
	}
	for _, began := range kept {
		file := backupFlags{BackupDir: backups}.path(began)
		for _, name := range []string{file, file + ".sha256"} {
			if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v %v", name, info, err)
			}
		}
		restored := filepath.Join(t.TempDir(), "data")
		must(t, sqlite.Restore(t.Context(), restored, file, false))
		there := keysOf(t, restored)
		before := 0
		for _, a := range x.answers {
			if a.status == 201 && a.at.Before(began) {
				before++
				if there[a.key] != 1 {
					t.Errorf("%s, answered before, is in the backup %d times", a.key, there[a.key])
				}
			}
		}
		if before == 0 {
			t.Error("nothing was answered before the backup")
		}
		t.Logf("backup of %d events, %d answered before it began", len(there), before)
	}
	if left, _ := filepath.Glob(filepath.Join(backups, "*.unfinished*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
	x.check(t, data)
}

// TestDamagedBackups (B2) turns a bit in one write while a backup is made: what
// gets the name of a backup brings back the same figures.
func TestDamagedBackups(t *testing.T) {
	w := newImportWorld(t)
	lib := buildShim(t)
	whole := lib.log(t)
	p, _ := start(t, whole.env(0, "flip"), "backup", "--data", copyDir(t, w.base), filepath.Join(t.TempDir(), "b.db"))
	if code, err := p.ended(20 * time.Second); code != 0 {
		t.Fatal(code, err, p.log)
	}
	calls := whole.calls(t)
	var writes []int
	for i, kind := range calls {
		if kind == 'w' {
			writes = append(writes, i)
		}
	}
	// Most of a small page is empty, and a bit there means nothing: it goes on
	// until some backups were damaged.
	enough, refused, sound := times(20, len(writes)), 0, 0
	for _, i := range spread(writes, enough) {
		if refused+sound >= enough && refused >= 2 {
			break
		}
		dir := t.TempDir()
		file := filepath.Join(dir, "backup.db")
		p, out := start(t, lib.log(t).env(i+1, "flip"), "backup", "--data", copyDir(t, w.base), file)
		io.Copy(io.Discard, out)
		code, err := p.ended(20 * time.Second)
		must(t, err)
		_, missing := os.Stat(file)
		if code != 0 {
			refused++
			if missing == nil {
				t.Errorf("write %d: refused, and there is a backup: %s", i+1, p.log)
			}
			continue
		}
		sound++
		restored := filepath.Join(dir, "restored")
		must(t, sqlite.Restore(t.Context(), restored, file, false))
		if figures(t, restored) != w.old {
			t.Errorf("write %d: a backup with other figures", i+1)
		}
	}
	t.Logf("a bit turned in %d of %d writes: %d backups refused, %d not touched by it", refused+sound, len(writes), refused, sound)
	if refused < 2 {
		t.Error("hardly a backup was damaged")
	}
}

// spread returns all of the writes in another order: n that lie evenly among
// them, then those that follow these, and so on.
func spread(writes []int, n int) []int {
	stride := max(1, len(writes)/n)
	out := make([]int, 0, len(writes))
	for first := range stride {
		for i := first; i < len(writes); i += stride {
			out = append(out, writes[i])
		}
	}
	return out
}

// TestHealthFollowsTheWriter (O1): when nothing can be written the health turns
// red within six seconds, and green again once it can.
func TestHealthFollowsTheWriter(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for heartbeats")
	}
	t.Parallel()
	dir := t.TempDir()
	block := filepath.Join(dir, "block")
	lib := buildShim(t)
	p := served(t, append(lib.log(t).env(1, "28"), "FAULT_WHILE="+block), "--no-login", "--data", filepath.Join(dir, "data"))
	becomes := func(want int, within time.Duration) {
		t.Helper()
		began := time.Now()
		for {
			code, body := fetch(t, "GET", p.base+"/healthz", "", nil)
			if code == want {
				t.Logf("%d after %v", want, time.Since(began).Round(10*time.Millisecond))
				return
			}
			if time.Since(began) > within {
				t.Fatalf("%d after %v: %s", code, within, body)
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	becomes(200, time.Second)
	must(t, os.WriteFile(block, nil, 0o600))
	becomes(503, 6*time.Second)
	must(t, os.Remove(block))
	becomes(200, 6*time.Second)
}
