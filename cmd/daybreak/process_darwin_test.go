package main

import "syscall"

// maxRSS is in bytes here.
func maxRSS(u *syscall.Rusage) int64 { return u.Maxrss }
