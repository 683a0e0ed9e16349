package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"daybreak/internal/ops"
)

// Merges keeps which names mean others.
type Merges struct{ store *Store }

// Names is everything about what things are called.
type Names struct {
	Merges Merges
	Rules  ChannelRules
}

// Names returns the names that mean others, and the channels of campaigns.
func (s *Store) Names() Names { return Names{Merges{s}, ChannelRules{s}} }

// knownNames are the names that mean others, for who brings rows in.
type knownNames struct{ keys atomic.Pointer[ops.Keys] }

// Keys returns the keys under which rows that come now are stored.
func (k *knownNames) Keys() ops.Keys {
	if keys := k.keys.Load(); keys != nil {
		return *keys
	}
	return nil
}

// maxMerges bounds the merges that hold.
const maxMerges = 2000

// keptMerge is a merge as it is stored.
type keptMerge struct {
	ops.Merge
	name, kept uint32
	since      int64 // the last import before it
}

// keptMerges are all merges, the oldest first.
type keptMerges []keptMerge

func mergesIn(ctx context.Context, q querier) (keptMerges, error) {
	rows, err := q.QueryContext(ctx, `SELECT m.id, m.dimension, m.name, m.kept, m.since, n.text, k.text, m.by, m.at, m.undone_by, coalesce(m.undone_at, 0)
		FROM merge m JOIN name n ON n.id = m.name JOIN name k ON k.id = m.kept ORDER BY m.id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out keptMerges
	for rows.Next() {
		var m keptMerge
		var at, undone int64
		if err := rows.Scan(&m.ID, &m.Dimension, &m.name, &m.kept, &m.since, &m.Name, &m.Kept, &m.By, &at, &m.UndoneBy, &undone); err != nil {
			return nil, err
		}
		m.At, m.UndoneAt = time.UnixMicro(at), instant(undone)
		out = append(out, m)
	}
	return out, rows.Err()
}

// codes returns the merges that hold as readers need them. Where a name kept
// was merged later, the last one is kept.
func (all keptMerges) codes() codeKeys {
	out := codeKeys{}
	for _, m := range all {
		if !m.Holds() {
			continue
		}
		if out[m.Dimension] == nil {
			out[m.Dimension] = map[uint32]codeKey{}
		}
		out[m.Dimension][m.name] = codeKey{m.kept, m.since}
	}
	for _, keys := range out {
		for code, key := range keys {
			for range keys { // as many steps as there are names, at most
				next, ok := keys[key.kept]
				if !ok {
					break
				}
				key.kept = next.kept
			}
			keys[code] = key
		}
	}
	return out
}

// names returns the merges that hold as importers need them.
func (all keptMerges) names() ops.Keys {
	out := make([]ops.Merge, len(all))
	for i, m := range all {
		out[i] = m.Merge
	}
	return ops.KeysOf(out)
}

// All returns every merge, the latest first, those undone too.
func (k Merges) All(ctx context.Context) ([]ops.Merge, error) {
	all, err := mergesIn(ctx, k.store.read)
	if err != nil {
		return nil, err
	}
	out := make([]ops.Merge, 0, len(all))
	for _, m := range slices.Backward(all) {
		out = append(out, m.Merge)
	}
	return out, nil
}

// Add makes a name mean another one, from now on and in all rows there are. A
// name that no row carries is an *ops.Error with code unknown_name, one that is
// merged already has merged_already, a circle merge_circle.
func (k Merges) Add(ctx context.Context, m ops.Merge) (ops.Merge, error) {
	if err := m.Check(); err != nil {
		return m, err
	}
	s := k.store
	err := s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		all, err := mergesIn(ctx, tx)
		if err != nil {
			return nil, err
		}
		if err := all.check(m); err != nil {
			return nil, err
		}
		learnt, err := s.addTexts(ctx, tx, s.dicts.names, []string{m.Kept})
		if err != nil {
			return nil, err
		}
		m.At = s.clock()
		if m.By == "" {
			m.By = ops.ActorOf(ctx).Name
		}
		err = tx.QueryRowContext(ctx, `INSERT INTO merge (dimension, name, kept, since, by, at)
			SELECT ?1, n.id, k.id, (SELECT coalesce(max(id), 0) FROM batch), ?4, ?5 FROM name n, name k WHERE n.fold = ?2 AND k.fold = ?3 RETURNING id`,
			m.Dimension, ops.Fold(m.Name), ops.Fold(m.Kept), m.By, m.At.UnixMicro()).Scan(&m.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, unknownMergeName(m)
		}
		if err != nil {
			return nil, err
		}
		if err := s.audit(ctx, tx, m.By, ops.ActMerge, m.Dimension, m.Name, m.Kept); err != nil {
			return nil, err
		}
		merged, err := k.changed(ctx, tx, m)
		return func() {
			learnt()
			merged()
		}, err
	})
	return m, err
}

// Undo lets a name mean itself again. A merge that does not exist is an
// *ops.Error with code unknown_merge, one already undone has already_undone.
func (k Merges) Undo(ctx context.Context, id int64, by string) (ops.Merge, error) {
	var out ops.Merge
	s := k.store
	err := s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		all, err := mergesIn(ctx, tx)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(all, func(m keptMerge) bool { return m.ID == id })
		switch {
		case i < 0:
			return nil, &ops.Error{Code: "unknown_merge", Message: fmt.Sprintf("There is no merge %d.", id), Hint: "Open the page again.", Args: []any{id}}
		case !all[i].Holds():
			return nil, &ops.Error{Code: "already_undone", Message: fmt.Sprintf("Merge %d has already been undone.", id), Args: []any{id}}
		}
		out = all[i].Merge
		out.UndoneBy, out.UndoneAt = by, s.clock()
		if _, err := tx.ExecContext(ctx, `UPDATE merge SET undone_by = ?, undone_at = ? WHERE id = ?`, by, out.UndoneAt.UnixMicro(), id); err != nil {
			return nil, err
		}
		if err := s.audit(ctx, tx, by, ops.ActMergeUndo, out.Dimension, out.Kept, out.Name); err != nil {
			return nil, err
		}
		return k.changed(ctx, tx, out)
	})
	return out, err
}

// check refuses a merge that contradicts those that hold.
func (all keptMerges) check(m ops.Merge) error {
	holding := 0
	kept := map[string]string{}
	for _, x := range all {
		if !x.Holds() {
			continue
		}
		if holding++; x.Dimension == m.Dimension {
			kept[ops.Fold(x.Name)] = x.Kept
		}
	}
	if holding >= maxMerges {
		return tooMany("merges", maxMerges)
	}
	if to, ok := kept[ops.Fold(m.Name)]; ok {
		return &ops.Error{Code: "merged_already", Message: fmt.Sprintf("%s is merged into %s already.", ops.Show(m.Name), ops.Show(to)),
			Hint: "Undo that merge first.", Where: ops.Place{Column: "name", Value: ops.Show(m.Name)}, Args: []any{ops.Show(m.Name), ops.Show(to)}}
	}
	for at, step := m.Kept, 0; step <= len(kept); step++ {
		if ops.Fold(at) == ops.Fold(m.Name) {
			return &ops.Error{Code: "merge_circle", Message: fmt.Sprintf("%s is merged into %s.", ops.Show(m.Kept), ops.Show(m.Name)),
				Hint: "Undo that merge first.", Where: ops.Place{Column: "kept", Value: ops.Show(m.Kept)}, Args: []any{ops.Show(m.Kept), ops.Show(m.Name)}}
		}
		next, ok := kept[ops.Fold(at)]
		if !ok {
			break
		}
		at = next
	}
	return nil
}

func unknownMergeName(m ops.Merge) error {
	return &ops.Error{Code: "unknown_name", Message: fmt.Sprintf("No row says %s.", ops.Show(m.Name)), Hint: "Choose a name from the list.",
		Where: ops.Place{Column: "name", Value: ops.Show(m.Name)}, Args: []any{ops.Show(m.Name)}}
}

// changed makes a new version of every record with rows that a merge made or
// undone just now changes, and returns what makes readers follow.
func (k Merges) changed(ctx context.Context, tx *sql.Tx, m ops.Merge) (func(), error) {
	s := k.store
	var code uint32
	if err := tx.QueryRowContext(ctx, `SELECT id FROM name WHERE fold = ?`, ops.Fold(m.Name)).Scan(&code); err != nil {
		return nil, err
	}
	all, err := mergesIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	keys, names := all.codes(), all.names()
	marks, err := marksIn(ctx, tx, keys)
	if err != nil {
		return nil, err
	}
	said, err := saidIn(ctx, tx, keys)
	if err != nil {
		return nil, err
	}
	days, err := k.days(ctx, tx, all, m.Dimension, code, names)
	if err != nil {
		return nil, err
	}
	if len(days) == 0 { // no row changes, but what the name means to who asks
		days[mergedLayouts(s.layouts, m.Dimension)[0].record.Name] = ops.Range{}
	}
	advance, err := advanceAll(ctx, tx, s, days)
	return func() {
		s.state.Lock()
		s.keys, s.marks, s.said = keys, marks, said
		s.state.Unlock()
		s.knownNames.keys.Store(&names)
		advance()
	}, err
}

// days returns on which days rows read otherwise, by record, when a name of a
// dimension means another one, or itself again: its own rows, those of names that
// were merged into it, and those whose channel is that of a rule about it.
func (k Merges) days(ctx context.Context, q querier, all keptMerges, dimension string, code uint32, then ops.Keys) (map[string]ops.Range, error) {
	s := k.store
	out := map[string]ops.Range{}
	add := func(l *layout, dimension string, codes ...uint32) error {
		days, some, err := l.daysOf(ctx, q, dimension, codes)
		if some {
			out[l.record.Name] = out[l.record.Name].Or(days)
		}
		return err
	}
	for _, l := range mergedLayouts(s.layouts, dimension) {
		if err := add(l, dimension, append(all.into(dimension, code), code)...); err != nil {
			return nil, err
		}
	}
	now := s.view()
	for i, r := range ruled(now.made, then) {
		if r == now.rules[i] {
			continue
		}
		for _, record := range r.Records() {
			if err := add(s.layouts[record], "channel", 0); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// into returns the codes that were merged into one, directly or not.
func (all keptMerges) into(dimension string, code uint32) []uint32 {
	var out []uint32
	for _, m := range all {
		if m.Holds() && m.Dimension == dimension && m.kept == code && m.name != code {
			out = append(append(out, m.name), all.into(dimension, m.name)...)
		}
	}
	return out
}

// mergedLayouts returns the layouts of records with a column of names of a dimension,
// in the order of their names.
func mergedLayouts(all map[string]*layout, dimension string) []*layout {
	var out []*layout
	for _, l := range all {
		if c := l.record.Column(dimension); c >= 0 && l.record.Columns[c].Type == ops.Name {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b *layout) int { return cmp.Compare(a.record.Name, b.record.Name) })
	return out
}

// daysOf returns the days on which rows carry one of the codes of a dimension,
// and whether any do.
func (l *layout) daysOf(ctx context.Context, q querier, dimension string, codes []uint32) (days ops.Range, some bool, err error) {
	extent := "0, 0"
	if l.day >= 0 {
		extent = fmt.Sprintf("coalesce(min([%s]), 0), coalesce(max([%[1]s]) + 1, 0)", l.name(l.day))
	}
	query := fmt.Sprintf("SELECT %s, count(*) FROM %s WHERE [%s] = ?", extent, l.record.Name, dimension)
	for _, code := range codes {
		var part ops.Range
		var n int
		if err := q.QueryRowContext(ctx, query, code).Scan(&part.From, &part.To, &n); err != nil {
			return days, some, err
		}
		if n > 0 {
			days, some = days.Or(part), true
		}
	}
	return days, some, nil
}
