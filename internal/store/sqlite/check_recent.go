package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"slices"
	"strconv"

	"daybreak/internal/ops"
)

// How much is compared at every start: the latest imports of each record, as
// many as share their days with no more than that many rows.
const (
	recentBatches = 1024
	recentRows    = 200_000
)

// checkRecent compares the control totals of the latest imports, which
// SQLite's quick_check cannot: most flipped bits leave a sound database with
// other figures.
func (s HealthService) checkRecent(ctx context.Context) error {
	for _, r := range ops.Records() {
		l := s.store.layouts[r.Name]
		ids, days, err := s.recent(ctx, l)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			continue
		}
		noted, err := controls(ctx, s.store.read, l)
		if err != nil {
			return err
		}
		for id := range noted {
			if !slices.Contains(ids, id) {
				delete(noted, id)
			}
		}
		if _, err := s.store.compareControls(ctx, s.store.read, l, days, noted); err != nil {
			return err
		}
	}
	return nil
}

// recent returns the latest imports of a record that checkRecent affords, and
// the days they lie on.
func (s HealthService) recent(ctx context.Context, l *layout) (ids []int64, days ops.Range, err error) {
	for n := 1; n <= recentBatches; n *= 2 {
		latest, err := s.store.batches(ctx, `WHERE record = ? AND state <> 'staged' ORDER BY id DESC LIMIT ?`, l.record.Name, n)
		if err != nil {
			return nil, ops.Range{}, err
		}
		all := ops.Range{}
		for _, b := range latest {
			all = all.Or(b.Days)
		}
		if l.day < 0 {
			all = ops.Range{From: ops.MinDay, To: ops.MaxDay + 1} // which do not matter
		}
		var rows int64
		err = s.store.read.QueryRowContext(ctx, `SELECT coalesce(sum(rows), 0) FROM batch WHERE record = ? AND (? OR first_day < ? AND end_day > ?)`,
			l.record.Name, l.day < 0, all.To, all.From).Scan(&rows)
		if err != nil || rows > recentRows {
			return ids, days, err
		}
		days, ids = all, ids[:0]
		for _, b := range latest {
			ids = append(ids, b.ID)
		}
		if len(latest) < n {
			break
		}
	}
	return ids, days, nil
}

// Damage returns what was found wrong with the record when it was opened, or
// soon after if it is large, or nil. A record with damage can be read but not
// written.
func (s HealthService) Damage() *ops.Error { return s.store.damage.Load() }

// noteDamage looks for damage and remembers it. An error that is no damage is
// returned.
func (s HealthService) noteDamage(ctx context.Context) error {
	err := writeError(s.checkRecent(ctx))
	var damage *ops.Error
	if errors.As(err, &damage) {
		s.store.damage.Store(damage)
		return nil
	}
	return err
}

// Beat writes the time of the store's clock as every other write is written
// and reads it back as every page is read: what the health of the record means.
func (s HealthService) Beat(ctx context.Context) error {
	if err := s.store.inPlace(); err != nil {
		return err
	}
	now := strconv.FormatInt(s.store.clock().UnixMicro(), 10)
	err := s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `INSERT INTO setting VALUES ('heartbeat', ?) ON CONFLICT DO UPDATE SET value = excluded.value`, now)
		return nil, err
	})
	if err != nil {
		return err
	}
	back, err := s.store.Settings().Setting(ctx, "heartbeat")
	if err == nil && back != now {
		err = errors.New("the heartbeat read is not the one written")
	}
	return err
}

// Stopped returns how many reads were ended because they took too long.
func (s HealthService) Stopped() int64 { return s.store.reads.count() }

// Size returns how many bytes the database and its log have on the disk.
func (s HealthService) Size() (database, log int64) {
	for i, to := range []*int64{&database, &log} {
		if info, err := os.Stat(sidecars(s.store.path)[i]); err == nil {
			*to = info.Size()
		}
	}
	return database, log
}
