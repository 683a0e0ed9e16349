package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// smallDisk is a disk that can be filled and freed again.
type smallDisk struct {
	dir        string
	env        []string
	fill, free func(t *testing.T)
}

// newSmallDisk mounts a file system of 64 MiB in memory, which holds the log at
// its longest and the database. Who may not mount gets a disk that says "no
// space left" to SQLite while it is filled, by the library between SQLite and
// the disk.
func newSmallDisk(t *testing.T) smallDisk {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "disk")
	must(t, os.Mkdir(dir, 0o700))
	ballast := filepath.Join(dir, "ballast")
	free := func(t *testing.T) { must(t, os.Remove(ballast)) }
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64m"); err != nil {
		t.Logf("a file system cannot be mounted here (%v): SQLite is told that the disk is full instead", err)
		lib := buildShim(t)
		return smallDisk{dir, append(lib.log(t).env(1, fmt.Sprint(int(syscall.ENOSPC))), "FAULT_WHILE="+ballast),
			func(t *testing.T) { must(t, os.WriteFile(ballast, nil, 0o600)) }, free}
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return smallDisk{dir, nil, func(t *testing.T) {
		f, err := os.Create(ballast)
		must(t, err)
		defer f.Close()
		for _, step := range []int{64 << 10, 4 << 10} { // then the last corner
			for b := make([]byte, step); err == nil; {
				_, err = f.Write(b)
			}
			err = nil
		}
	}, free}
}

// TestFullDisk (D4): with the disk full pages are read, writes are refused as
// disk_full within a second, nothing answered is lost, and once there is space
// writes are taken again.
func TestFullDisk(t *testing.T) {
	disk := newSmallDisk(t)
	data := filepath.Join(disk.dir, "data")
	file := filepath.Join(t.TempDir(), "spend.csv")
	spendFile(t, file, 20_000, "12.50")
	big, err := os.ReadFile(file)
	must(t, err)
	p := served(t, disk.env, "--no-login", "--no-keep-free", "--data", data)
	x := newTraffic(p.base)
	for round := range times(2, 20) {
		for i := range 50 {
			if a := x.post(t.Context(), fmt.Sprintf("before-%d-%d", round, i)); a.status != 201 {
				t.Fatalf("with space: %+v: %s", a, p.log)
			}
		}
		disk.fill(t)
		refused := 0
		for i := 0; refused < 5 && i < 5000; i++ { // what SQLite holds already may take some more
			a := x.post(t.Context(), fmt.Sprintf("full-%d-%d", round, i))
			switch {
			case a.status == 507 && a.code == "disk_full":
				refused++
				if a.took > time.Second {
					t.Errorf("refused after %v", a.took)
				}
			case a.status != 201:
				t.Fatalf("on a full disk: %+v: %s", a, p.log)
			}
		}
		if refused < 5 {
			t.Fatal("the disk is not full")
		}
		if status, code := x.send(t.Context(), "/api/v1/imports?name=big.csv", "text/csv", big); status != 507 || code != "disk_full" {
			t.Errorf("an import on a full disk: %d %s", status, code)
		}
		for _, path := range []string{"/overview", "/checkins", "/imports", "/api/v1/sources", "/api/v1/metrics?metrics=cost&range=28d"} {
			if code, body := fetch(t, "GET", p.base+path, "", nil); code != http.StatusOK && !strings.Contains(body, "range") {
				t.Errorf("%s on a full disk: %d %.200s", path, code, body)
			}
		}
		disk.free(t)
		freed := time.Now()
		for i := 0; ; i++ {
			if a := x.post(t.Context(), fmt.Sprintf("after-%d-%d", round, i)); a.status == 201 {
				break
			} else if time.Since(freed) > 5*time.Second {
				t.Fatalf("%v after there is space again: %+v", time.Since(freed), a)
			}
		}
	}
	if status, code := x.send(t.Context(), "/api/v1/imports?name=big.csv", "text/csv", big); status != 201 {
		t.Errorf("the import with space: %d %s: %s", status, code, p.log)
	}
	p.kill()
	x.check(t, data)
}
