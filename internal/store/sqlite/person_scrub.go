package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"daybreak/internal/ops"
)

// scrubName is the setting that says that the files of the record hold what it no longer
// says, and have to be written anew. It is set with the rows, so that a server that ends
// in between finds it.
const scrubName = "scrub"

func setScrub(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO setting VALUES (?, '1')`, scrubName)
	return err
}

// ScrubDue reports whether the files of the record still have to be written anew.
func (p PersonService) ScrubDue(ctx context.Context) (bool, error) {
	value, err := p.store.Settings().Setting(ctx, scrubName)
	return value != "", err
}

// Scrub writes the files of the record anew where that was not done to its end.
func (p PersonService) Scrub(ctx context.Context) error { return p.scrub(ctx) }

// Scrubbed notes that nothing is left to be written anew, neither these files nor what is
// made of the record beside them.
func (p PersonService) Scrubbed(ctx context.Context) error {
	return p.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `DELETE FROM setting WHERE name = ?`, scrubName)
		return nil, err
	})
}

// How often, and how long each time, the log is waited for that somebody still reads.
const (
	scrubTries = 20
	scrubPause = 250 * time.Millisecond
)

// scrub writes the file of the record anew and empties its log, so that nothing is
// left in either of what the record no longer says. Older records that lie beside it go.
func (p PersonService) scrub(ctx context.Context) error {
	s := p.store
	s.turn.Lock()
	defer s.turn.Unlock()
	ctx = context.WithoutCancel(ctx)
	_, err := s.write.ExecContext(ctx, `VACUUM`)
	for try := 0; err == nil; try++ {
		var busy, log, moved int
		err = s.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &moved)
		if err == nil && busy == 0 {
			return removeAll(slices.Concat(sidecars(s.path+beforeUpgrade), sidecars(s.path+beforeRestore)))
		}
		if try == scrubTries {
			err = errors.New("the log is still being read")
		}
		time.Sleep(scrubPause)
	}
	return &ops.Error{Code: "not_scrubbed", Message: "The member is forgotten, but files of the record may still hold old bytes.",
		Hint: "Make sure that the disk has room for another copy of the record, and forget the member once more.", Err: err}
}
