package bulk

/*
#include <stdint.h>
int daybreak_sync(int f);
int daybreak_reserve(int f, int64_t at, int64_t n);
*/
import "C"

import "syscall"

// Sync makes what was written to a file durable; 0 is success.
func Sync(file uintptr) syscall.Errno { return syscall.Errno(C.daybreak_sync(C.int(file))) }

// Reserve writes n zeros into a file from at on; 0 is success.
func Reserve(file uintptr, at, n int64) syscall.Errno {
	return syscall.Errno(C.daybreak_reserve(C.int(file), C.int64_t(at), C.int64_t(n)))
}
