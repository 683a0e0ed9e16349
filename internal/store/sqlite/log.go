package sqlite

import (
	"fmt"
	"os"
	"syscall"

	"daybreak/internal/store/sqlite/bulk"
)

// logReserve is how many bytes of room the log is given at a time.
const logReserve = 1 << 20

// writeAheadLog is SQLite's log as a file. A disk makes what is written over
// durable in half the time of what makes a file longer, so the log has zeros
// behind its end, which SQLite takes for no part of it.
type writeAheadLog struct {
	file *os.File
	size int64  // with the room
	wait func() // a test stands here, between what was committed and the disk; nil otherwise
}

func openLog(database string) (*writeAheadLog, error) {
	f, err := os.OpenFile(database+"-wal", os.O_RDWR, 0)
	if err != nil {
		return nil, unwritable(database+"-wal", err)
	}
	return &writeAheadLog{file: f}, nil
}

// logError is an error of the disk that the log lies on.
type logError struct{ syscall.Errno }

func (e logError) Error() string { return fmt.Sprintf("the log: %v", e.Errno) }

// sync makes all that was committed durable. The caller has the turn.
func (l *writeAheadLog) sync() error {
	info, err := l.file.Stat()
	if err != nil {
		return err
	}
	if size := info.Size(); size != l.size {
		// SQLite filled the room, or cut the log off. Room that a full disk
		// does not give is not needed either.
		grew := size > l.size
		if l.size = size; grew && bulk.Reserve(l.file.Fd(), size, logReserve) == 0 {
			l.size += logReserve
		}
	}
	if l.wait != nil {
		l.wait()
	}
	if e := bulk.Sync(l.file.Fd()); e != 0 {
		return logError{e}
	}
	return nil
}

func (l *writeAheadLog) close() error { return l.file.Close() }
