package main

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"daybreak/internal/ops"
)

// powerSupply is an ext4 file system in a file, whose power can be cut: what
// was not synced is gone then.
type powerSupply struct{ image, dir string }

func newPowerSupply(t *testing.T) powerSupply {
	t.Helper()
	s := powerSupply{filepath.Join(t.TempDir(), "disk"), filepath.Join(t.TempDir(), "mounted")}
	must(t, os.Mkdir(s.dir, 0o700))
	must(t, os.WriteFile(s.image, nil, 0o600))
	must(t, os.Truncate(s.image, 256<<20))
	if os.Getuid() != 0 {
		t.Skip("only root may mount a file system")
	}
	if out, err := exec.Command("mkfs.ext4", "-q", s.image).CombinedOutput(); err != nil {
		t.Skipf("no ext4 can be made here: %v %s", err, out)
	}
	if out, err := exec.Command("mount", "-o", "loop", s.image, s.dir).CombinedOutput(); err != nil {
		t.Skipf("no file can be mounted here: %v %s", err, out)
	}
	t.Cleanup(func() { s.unmount(t) })
	return s
}

func (s powerSupply) unmount(t *testing.T) {
	t.Helper()
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		out, err := exec.Command("umount", s.dir).CombinedOutput()
		if err == nil {
			return
		}
		if time.Since(began) > 5*time.Second {
			t.Fatalf("umount: %v %s", err, out)
		}
	}
}

// cut cuts the power: nothing reaches the disk any more, not even the journal.
func (s powerSupply) cut(t *testing.T) {
	t.Helper()
	const shutdown, withoutJournal = 0x8004587d, 2 // EXT4_IOC_SHUTDOWN, EXT4_GOING_FLAGS_NOLOGFLUSH
	d, err := os.Open(s.dir)
	must(t, err)
	defer d.Close()
	if err := ioctl(d, shutdown, withoutJournal); err != nil {
		t.Skipf("this file system cannot be cut off: %v", err)
	}
}

// back gives the power back.
func (s powerSupply) back(t *testing.T) {
	t.Helper()
	s.unmount(t)
	if out, err := exec.Command("mount", "-o", "loop", s.image, s.dir).CombinedOutput(); err != nil {
		t.Fatalf("mount: %v %s", err, out)
	}
}

// powerCuts cuts the power while members check in and returns how many answers
// were wrong after a cut. What was answered after a cut began does not count.
func powerCuts(t *testing.T, cuts int, env []string) (wrong int) {
	t.Helper()
	supply := newPowerSupply(t)
	k := &killing{checkInWorld: newCheckInWorld(t, min(cuts*1500, ops.MaxCheckInLinks))}
	onDisk := filepath.Join(supply.dir, "data")
	must(t, os.CopyFS(onDisk, os.DirFS(k.data)))
	must(t, os.Chmod(onDisk, 0o700))
	must(t, os.Chmod(filepath.Join(onDisk, "daybreak.db"), 0o600))
	must(t, os.Chmod(filepath.Join(onDisk, "daybreak.lock"), 0o600))
	k.data = onDisk
	if out, err := exec.Command("sync").CombinedOutput(); err != nil {
		t.Fatalf("sync: %v %s", err, out)
	}
	random := rand.New(rand.NewPCG(7, 8))
	for range cuts {
		p := served(t, env, "--no-login", "--data", k.data)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			k.check(t.Context(), p.base, 64)
		}()
		k.first(ended)
		time.Sleep(20*time.Millisecond + time.Duration(random.Int64N(int64(140*time.Millisecond))))
		k.close()
		supply.cut(t)
		p.kill()
		<-ended
		supply.back(t)
		found := k.wrongs(k.there(t))
		if wrong += len(found); len(found) > 0 {
			k.history = history{} // each loss is counted once
			t.Logf("after the cut: %q …", found[:min(3, len(found))])
		}
		k.open()
	}
	t.Logf("%d cuts: %v", cuts, k.answers())
	return wrong
}

// TestPowerCut (D2): what was answered before the power is cut is there after.
func TestPowerCut(t *testing.T) {
	if wrong := powerCuts(t, times(4, 200), nil); wrong > 0 {
		t.Errorf("%d answers were wrong", wrong)
	}
}

// TestPowerCutUnsynced (D2n) is the control of TestPowerCut: on a disk whose
// syncs do nothing, answers are lost.
func TestPowerCutUnsynced(t *testing.T) {
	if wrong := powerCuts(t, times(1, 5), buildShim(t).log(t).env(1, "lie")); wrong == 0 {
		t.Error("nothing was lost: the test would not notice")
	}
}

func ioctl(f *os.File, request uintptr, flags uint32) error {
	if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), request, uintptr(unsafe.Pointer(&flags))); e != 0 {
		return e
	}
	return nil
}
