// Daybreak is the operations dashboard of a small team: one program, one
// SQLite file.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"syscall"
	"time"
)

// gcPercent keeps the memory of a million-row import under 256 MiB. Almost all
// of the heap is columns without pointers, so that collecting it more often
// costs next to nothing. The environment's GOGC wins. A program that does
// nothing but import leaves less lying about, and still less when it comes near
// the limit: also files in which every name is another stay below.
const (
	gcPercent       = 50
	gcPercentImport = 15
	gcLimitImport   = 208 << 20
)

// gcRoom is how many bytes a server may leave lying about however small its
// heap is: half of a few megabytes would be full after some hundred requests.
const gcRoom = 16 << 20

// serverThreads is on how many threads a server computes, for each processor.
// While an import keeps every processor busy, check-ins and pages wait for one
// of Go's own slices of 10 ms at each step; the system lets their threads in
// sooner. The environment's GOMAXPROCS wins.
const serverThreads = 2

func main() {
	command := ""
	if len(os.Args) > 1 {
		command = os.Args[1]
	}
	if os.Getenv("GOMAXPROCS") == "" && command == "serve" {
		runtime.GOMAXPROCS(serverThreads * runtime.GOMAXPROCS(0))
	}
	if os.Getenv("GOGC") == "" {
		percent := gcPercent
		if command == "import" {
			percent = gcPercentImport
			debug.SetMemoryLimit(gcLimitImport)
		}
		debug.SetGCPercent(percent)
		if command == "serve" {
			go keepRoom()
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(exitCode(err))
}

// keepRoom lets the heap of a server grow by gcRoom, or by gcPercent if that is
// more, before it is collected.
func keepRoom() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	set := gcPercent
	for {
		time.Sleep(time.Second)
		metrics.Read(live)
		percent := max(gcPercent, int(gcRoom*100/max(1<<20, live[0].Value.Uint64())))
		if percent > set+set/8 || percent < set-set/8 {
			debug.SetGCPercent(percent)
			set = percent
		}
	}
}
