package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// livedAt is the condition for batches b that counted at the moment ?1.
const livedAt = `b.state <> 'staged' AND b.at <= ?1 AND (b.undone_at IS NULL OR b.undone_at > ?1)`

// never is a moment after all others, in microseconds.
const never = math.MaxInt64

// maxPastRows bounds the rows that imports stored of a record that is read as it was:
// the figures of so many take some hundred megabytes beside those of now.
const maxPastRows = 5_000_000

// History reads the record as it was.
type History struct{ store *Store }

// HistoryIn returns what reads a record as it was.
func HistoryIn(s *Store) History { return History{s} }

// Past is the record as it was at a moment. It is read by one view: what comes or goes
// later changes nothing. Rows of members forgotten since are there, under the name that
// stands in the place of theirs.
type Past struct {
	store   *Store
	view    view
	names   ops.Keys
	sources []ops.Source
}

var _ engine.Source = (*Past)(nil)

// Moment returns when the import went live, or an *ops.Error with code batch_unknown.
func (h History) Moment(ctx context.Context, batch int64) (time.Time, error) {
	var at int64
	err := h.store.read.QueryRowContext(ctx, `SELECT max(b.at, coalesce((SELECT max(e.at) FROM check_in_batch c
		JOIN events e ON e.day = c.day AND e.batch = c.batch WHERE c.batch = b.id), 0)) FROM batch b WHERE b.id = ? AND b.state <> 'staged'`, batch).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, &ops.Error{Code: "batch_unknown", Message: fmt.Sprintf("There is no import %d.", batch), Args: []any{batch}}
	}
	return time.UnixMicro(at), err
}

// Begun returns when the first import came; ok is false where none ever did.
func (h History) Begun(ctx context.Context) (at time.Time, ok bool, err error) {
	var first sql.NullInt64
	err = h.store.read.QueryRowContext(ctx, `SELECT min(at) FROM batch WHERE state <> 'staged'`).Scan(&first)
	return time.UnixMicro(first.Int64), first.Valid, err
}

// At returns the record as it was at a moment: the imports that had come by then and
// were not undone yet, with the merges, rules and words about sources of that time.
// A record of too many rows is an *ops.Error with code past_too_large.
func (h History) At(ctx context.Context, at time.Time) (engine.Source, error) {
	s, when := h.store, at.UnixMicro()
	now := s.view()
	p := &Past{store: s, view: view{version: now.version, until: when, labelled: true}}
	var rows int64
	if err := s.read.QueryRowContext(ctx, `SELECT coalesce(sum(b.rows), 0) FROM batch b WHERE `+livedAt, when).Scan(&rows); err != nil {
		return nil, err
	}
	if rows > maxPastRows {
		return nil, &ops.Error{Code: "past_too_large",
			Message: fmt.Sprintf("The record of that time has %d rows. At most %d are read anew for a moment that is past.", rows, maxPastRows),
			Hint:    "What was published then is kept: look at the reports.", Args: []any{rows, maxPastRows}}
	}
	found, err := s.read.QueryContext(ctx, `SELECT b.id, EXISTS (SELECT 1 FROM check_in_batch c WHERE c.batch = b.id) FROM batch b WHERE `+livedAt, when)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var id int64
		var grows bool
		if err := found.Scan(&id, &grows); err != nil {
			return nil, err
		}
		p.view.live.put(id, true)
		p.view.growing.put(id, grows)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	return p, p.words(ctx, when)
}

// Now returns the record as it is, which stays so while it is read but for check-ins
// of the day under way: these make a new version.
func (h History) Now(ctx context.Context) (engine.Source, error) {
	s := h.store
	p := &Past{store: s, view: s.view(), names: s.Keys()}
	p.view.labelled = true
	var err error
	p.sources, err = s.Sources(ctx)
	return p, err
}

// Batches returns the imports of those numbers, in no promised order.
func (h History) Batches(ctx context.Context, ids []int64) ([]ops.Batch, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return h.store.batches(ctx, `WHERE state <> 'staged' AND id IN (SELECT value FROM json_each(?))`, string(list))
}

// words reads what names meant, which channels rules gave, and what was said of sources.
func (p *Past) words(ctx context.Context, when int64) error {
	s := p.store
	all, err := mergesIn(ctx, s.read)
	if err != nil {
		return err
	}
	var merges keptMerges
	for _, m := range all {
		if held(m.At, &m.UndoneAt, when) {
			merges = append(merges, m)
		}
	}
	made, err := rulesIn(ctx, s.read)
	if err != nil {
		return err
	}
	var rules []ops.ChannelRule
	for _, r := range made {
		if held(r.At, &r.UndoneAt, when) {
			rules = append(rules, r)
		}
	}
	p.names, p.view.keys = merges.names(), merges.codes()
	p.view.made, p.view.rules = rules, ruled(rules, p.names)
	marks, err := marksAt(ctx, s.read, p.view.keys, when)
	if err != nil {
		return err
	}
	said, err := saidAt(ctx, s.read, p.view.keys, when)
	if err != nil {
		return err
	}
	p.sources = sourcesOf(&s.dicts, marks, said, s.calendar.Day(time.UnixMicro(when)))
	return nil
}

// held reports whether what was made at a moment had been by then. What ended it later
// is taken off.
func held(made time.Time, undone *time.Time, when int64) bool {
	if !undone.IsZero() && undone.UnixMicro() > when {
		*undone = time.Time{}
	}
	return made.UnixMicro() <= when
}

// Dictionaries implements engine.Source.
func (p *Past) Dictionaries() (names, events, members *ops.Dictionary) { return p.store.Dictionaries() }

// Changes implements engine.Source: there is one version, that of the record when the
// past was opened.
func (p *Past) Changes(ctx context.Context, since int64) (int64, []engine.Changed, error) {
	if since >= p.view.version {
		return p.view.version, nil, nil
	}
	_, all, err := p.store.Changes(ctx, 0)
	return p.view.version, all, err
}

// Read implements engine.Source. Blocks say the batch of each row.
func (p *Past) Read(ctx context.Context, record string, days ops.Range, yield func(*ops.Rows) error) error {
	l, ok := p.store.layouts[record]
	if !ok {
		return unknownRecord(record)
	}
	return p.view.read(ctx, p.store, l, days, yield)
}

// Sources implements engine.Source.
func (p *Past) Sources(context.Context) ([]ops.Source, error) { return p.sources, nil }

// Keys implements engine.Source.
func (p *Past) Keys() ops.Keys { return p.names }
