package sqlite

import (
	"strings"
	"syscall"
)

// mntLocal is MNT_LOCAL of <sys/mount.h>: the file system is stored locally.
const mntLocal = 0x1000

// fileSystem names the file system dir lies on and says whether it is one over
// a network.
func fileSystem(dir string) (name string, remote bool, err error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return "", false, err
	}
	var b strings.Builder
	for _, c := range st.Fstypename {
		if c == 0 {
			break
		}
		b.WriteByte(byte(c))
	}
	return b.String(), st.Flags&mntLocal == 0, nil
}
