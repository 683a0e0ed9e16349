package sqlite

import (
	"fmt"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"daybreak/internal/ops"
)

// The two stops of a disk that fills up (D5). Below the first imports are
// refused, and check-ins go on in the room that is kept for them; below the
// second they stop as well, so that what the record needs to put itself in order
// has room. Both end by themselves when there is space again.
const (
	importsStop      = 500 << 20 // or importsStopShare of the disk, if that is more
	importsStopShare = 20        // a twentieth: 5 %
	checkInsStop     = 100 << 20
)

// Space returns how many bytes of the disk of dir are free, and how many it has.
type Space func(dir string) (free, total int64, err error)

func diskSpace(dir string) (free, total int64, err error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), int64(st.Blocks) * int64(st.Bsize), nil
}

// NoStops is a Space that says nothing, for disks too small for the stops.
func NoStops(string) (free, total int64, err error) { return 1 << 62, 1 << 62, nil }

// room knows what there is room for, asked once a second at most.
type room struct {
	ask func() (free, total int64, err error)

	mu    sync.Mutex
	at    time.Time
	state Room
}

// Room is what the disk has room for.
type Room struct {
	Free     int64 // bytes; -1: not known
	Least    int64 // bytes below which imports stop
	Imports  bool
	CheckIns bool
}

// roomFor is the state machine: what there is room for on a disk.
func roomFor(free, total int64) Room {
	least := max(importsStop, total/importsStopShare)
	return Room{Free: free, Least: least, Imports: free >= least, CheckIns: free >= checkInsStop}
}

// now returns the room there is. A disk that does not tell has room: what does
// not fit is refused when it is written.
func (r *room) now() Room {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := time.Now(); r.at.IsZero() || now.Sub(r.at) >= time.Second {
		r.at = now
		free, total, err := r.ask()
		if r.state = roomFor(free, total); err != nil {
			r.state = Room{Free: -1, Imports: true, CheckIns: true}
		}
	}
	return r.state
}

// Room returns what the disk of the record has room for.
func (s HealthService) Room() Room { return s.store.room.now() }

func newRoom(database string, ask Space) *room {
	if ask == nil {
		ask = diskSpace
	}
	return &room{ask: func() (int64, int64, error) { return ask(filepath.Dir(database)) }}
}

// ImportsStopped is the error for an import that there is no room for, or nil.
func (r Room) ImportsStopped() error {
	if r.Imports {
		return nil
	}
	return &ops.Error{Code: "imports_stopped",
		Message: fmt.Sprintf("Imports are stopped: only %d MiB of the disk are left, and %d are kept free.", r.Free>>20, r.Least>>20),
		Hint:    "Free some space; imports then go on by themselves. Check-ins are still taken.", Args: []any{r.Free >> 20, r.Least >> 20}}
}

// checkInsStopped is the error for a check-in that there is no room for, or nil.
func (r Room) checkInsStopped() error {
	if r.CheckIns {
		return nil
	}
	return &ops.Error{Code: "check_ins_stopped",
		Message: fmt.Sprintf("Check-ins are stopped: only %d MiB of the disk are left. This one was not stored.", r.Free>>20),
		Hint:    "Free some space; check-ins then go on by themselves.", Args: []any{r.Free >> 20}}
}
