package main

import "golang.org/x/sys/unix"

// uptimeClock goes on while the machine sleeps.
const uptimeClock = unix.CLOCK_BOOTTIME
