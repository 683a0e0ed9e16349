package sqlite

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"daybreak/internal/ops"
)

// The settings that hold the last ops day on which data went, and the last moment at
// which the clock was believed.
const (
	lapsedName = "lapsed"
	clockName  = "clock_believed"
)

// Lapsed returns the last ops day on which data went; 0 for none.
func (r Retention) Lapsed(ctx context.Context) (ops.Day, error) {
	n, err := r.number(ctx, lapsedName)
	return ops.Day(n), err
}

// SetLapsed notes that data went on an ops day.
func (r Retention) SetLapsed(ctx context.Context, day ops.Day) error {
	return r.setNumber(ctx, lapsedName, int64(day))
}

// Believed returns the last moment at which the clock was believed; zero for none.
func (r Retention) Believed(ctx context.Context) (time.Time, error) {
	n, err := r.number(ctx, clockName)
	if err != nil || n == 0 {
		return time.Time{}, err
	}
	return time.Unix(n, 0), nil
}

// SetBelieved notes a moment at which the clock was believed.
func (r Retention) SetBelieved(ctx context.Context, at time.Time) error {
	return r.setNumber(ctx, clockName, at.Unix())
}

func (r Retention) number(ctx context.Context, name string) (int64, error) {
	text, err := r.store.Settings().Setting(ctx, name)
	if err != nil || text == "" {
		return 0, err
	}
	return strconv.ParseInt(text, 10, 64)
}

// setNumber keeps what the program notes for itself: the audit log has no line of it.
func (r Retention) setNumber(ctx context.Context, name string, n int64) error {
	return r.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO setting VALUES (?, ?)`, name, strconv.FormatInt(n, 10))
		return nil, err
	})
}
