package sqlite

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// How long the log becomes, in pages.
const (
	logMoved = 3072 // from here on it is moved into the database
	logRest  = 256  // so much at most is moved while all writers wait
)

// logPause is how long the log is left alone after it was looked at.
const logPause = 10 * time.Millisecond

// logMover moves the log into the database beside the writers, so that none
// of them has to: for check-ins it would be the longest wait. At the end they
// wait for the few pages that were written meanwhile, since the log begins anew
// only when all of it is moved.
type logMover struct {
	store   *Store
	db      *sql.DB       // one connection
	written chan struct{} // holds one when there is something new to move
	stop    context.CancelFunc
	ended   chan struct{}

	// staging is held by the mover while what imports stage would keep it from
	// coming to an end.
	staging sync.RWMutex
}

func newLogMover(s *Store) *logMover {
	m := &logMover{store: s, db: sql.OpenDB(writer(s.path)), written: make(chan struct{}, 1), ended: make(chan struct{})}
	m.db.SetMaxOpenConns(1)
	var running context.Context
	running, m.stop = context.WithCancel(context.Background())
	go m.run(running)
	return m
}

func (m *logMover) close() error {
	m.stop()
	<-m.ended
	return m.db.Close()
}

// wake tells the mover that the log has become longer.
func (m *logMover) wake() {
	select {
	case m.written <- struct{}{}:
	default:
	}
}

func (m *logMover) run(running context.Context) {
	defer close(m.ended)
	for {
		select {
		case <-m.written:
		case <-running.Done():
			return
		}
		if err := m.move(context.Background()); err != nil {
			m.store.failed(err) // what is in the log is safe there, unless the disk failed
		}
		select {
		case <-time.After(logPause):
		case <-running.Done():
			return
		}
	}
}

// move moves the log if it is long enough.
func (m *logMover) move(ctx context.Context) error {
	if rest, err := m.rest(ctx); err != nil || rest < logMoved {
		return err
	}
	if err := m.checkpoint(ctx); err != nil {
		return err
	}
	rest, err := m.rest(ctx)
	if err != nil {
		return err
	}
	if rest > logRest {
		m.staging.Lock()
		defer m.staging.Unlock()
		if err := m.checkpoint(ctx); err != nil {
			return err
		}
	}
	m.store.turn.Lock()
	defer m.store.turn.Unlock()
	return m.checkpoint(ctx)
}

// checkpoint moves what no reader needs in the log and nobody writes now.
func (m *logMover) checkpoint(ctx context.Context) error {
	_, err := m.pragma(ctx, `PRAGMA wal_checkpoint(PASSIVE)`)
	return err
}

// rest returns how many pages of the log are not moved yet.
func (m *logMover) rest(ctx context.Context) (int, error) {
	return m.pragma(ctx, `PRAGMA wal_checkpoint(NOOP)`)
}

func (m *logMover) pragma(ctx context.Context, statement string) (rest int, err error) {
	var busy, log, moved int
	err = m.db.QueryRowContext(ctx, statement).Scan(&busy, &log, &moved)
	return log - moved, err
}
