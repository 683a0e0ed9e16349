package sqlite

import (
	"path/filepath"
	"syscall"
)

// Free returns how many bytes of the disk are left for the record.
func (s HealthService) Free() (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(s.store.path), &st); err != nil {
		return 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}
