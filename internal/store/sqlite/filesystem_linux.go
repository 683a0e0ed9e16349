package sqlite

import (
	"fmt"
	"syscall"
)

// fileSystem names the file system dir lies on and says whether it is one over
// a network.
func fileSystem(dir string) (name string, remote bool, err error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return "", false, err
	}
	magic := uint32(st.Type)
	// The magic numbers of statfs(2).
	name, remote = map[uint32]string{
		0x6969:     "nfs",
		0x517b:     "smb",
		0xff534d42: "cifs",
		0xfe534d42: "smb2",
		0x564c:     "ncp",
		0x5346414f: "afs",
		0x73757245: "coda",
		0x00c36400: "ceph",
		0x01021997: "9p",
		0x0bd00bd0: "lustre",
		0x47504653: "gpfs",
	}[magic]
	if !remote {
		name = fmt.Sprintf("%#x", magic)
	}
	return name, remote, nil
}
