package sqlite

import (
	"context"
	"database/sql/driver"
	"sync"
	"time"

	"github.com/mattn/go-sqlite3"

	"daybreak/internal/ops"
)

// readPatience is how long a read may take. While one is open, the log behind
// it cannot begin anew and only becomes longer.
const readPatience = 30 * time.Second

// readWatch ends reads that are older than its patience, be they at work or
// forgotten.
type readWatch struct {
	patience time.Duration

	mu       sync.Mutex
	open     map[*watchedRows]struct{}
	canceled int64
	timer    *time.Timer // runs while reads are open
}

func newReadWatch(patience time.Duration) *readWatch {
	return &readWatch{patience: patience, open: map[*watchedRows]struct{}{}}
}

// count returns how many reads were ended.
func (w *readWatch) count() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.canceled
}

func (w *readWatch) begin(r *watchedRows) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open[r] = struct{}{}
	if w.timer == nil {
		w.timer = time.AfterFunc(w.patience/8, w.look)
	}
}

func (w *readWatch) end(r *watchedRows) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.open, r)
}

// look ends what is too old.
func (w *readWatch) look() {
	w.mu.Lock()
	var old []*watchedRows
	for r := range w.open {
		if time.Since(r.began) > w.patience {
			old = append(old, r)
			delete(w.open, r)
			w.canceled++
		}
	}
	w.timer = nil
	if len(w.open) > 0 {
		w.timer = time.AfterFunc(w.patience/8, w.look)
	}
	w.mu.Unlock()
	for _, r := range old {
		r.cancel(tooLong())
		r.release()
	}
}

func tooLong() error {
	return &ops.Error{Code: "too_big", Message: "The question takes too long to answer.", Hint: "Choose a shorter range or fewer groups."}
}

// watched opens connections whose reads are watched.
type watched struct {
	connector
	watch *readWatch
}

// Connect implements driver.Connector.
func (w watched) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := w.connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &watchedConn{conn.(*sqlite3.SQLiteConn), w.watch}, nil
}

type watchedConn struct {
	*sqlite3.SQLiteConn
	watch *readWatch
}

// QueryContext implements driver.QueryerContext.
func (c *watchedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	r := &watchedRows{watch: c.watch, began: time.Now()}
	r.ctx, r.cancel = context.WithCancelCause(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	c.watch.begin(r)
	rows, err := c.SQLiteConn.QueryContext(r.ctx, query, args)
	if err != nil {
		c.watch.end(r)
		err = r.why(err)
		r.cancel(nil)
		return nil, err
	}
	r.Rows = rows
	return r, nil
}

// watchedRows are the rows of one read.
type watchedRows struct {
	watch  *readWatch
	began  time.Time
	ctx    context.Context
	cancel context.CancelCauseFunc

	mu sync.Mutex
	driver.Rows
	released bool
}

// why returns that the read was ended by the watch instead of what SQLite made
// of it.
func (r *watchedRows) why(err error) error {
	if cause := context.Cause(r.ctx); err != nil && ops.CodeOf(cause) != "" {
		return cause
	}
	return err
}

// Next implements driver.Rows.
func (r *watchedRows) Next(dest []driver.Value) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.released {
		return tooLong()
	}
	return r.why(r.Rows.Next(dest))
}

// release ends the read in SQLite, which lets go of the log.
func (r *watchedRows) release() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.released || r.Rows == nil {
		return nil
	}
	r.released = true
	return r.Rows.Close()
}

// Close implements driver.Rows.
func (r *watchedRows) Close() error {
	r.watch.end(r)
	err := r.release()
	r.cancel(nil)
	return err
}
