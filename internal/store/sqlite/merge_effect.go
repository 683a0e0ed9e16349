package sqlite

import (
	"context"
	"math"
	"slices"

	"daybreak/internal/ops"
)

// Effect says what a merge would change, and changes nothing. Errors are as of
// Add. It reads the days on which rows carry the name twice.
func (k Merges) Effect(ctx context.Context, m ops.Merge) (ops.MergeEffect, error) {
	out := ops.MergeEffect{Merge: m}
	if err := m.Check(); err != nil {
		return out, err
	}
	s := k.store
	all, err := mergesIn(ctx, s.read)
	if err != nil {
		return out, err
	}
	if err := all.check(m); err != nil {
		return out, err
	}
	name, ok := codeOf(s, m.Name)
	if !ok {
		return out, unknownMergeName(m)
	}
	now := s.view()
	then := now
	kept, ok := codeOf(s, m.Kept)
	if !ok {
		kept = uint32(s.dicts.names.Len())
		then.fresh = kept
	}
	with := append(slices.Clone(all), keptMerge{Merge: m, name: name, kept: kept, since: math.MaxInt64})
	names := with.names()
	then.keys, then.rules = with.codes(), ruled(now.made, names)
	goal := then.keys.of(m.Dimension, name)
	changed, err := k.days(ctx, s.read, all, m.Dimension, name, names)
	if err != nil {
		return out, err
	}
	for _, l := range mergedLayouts(s.layouts, m.Dimension) {
		days, some := changed[l.record.Name]
		if !some {
			continue
		}
		e := &effect{column: l.record.Column(m.Dimension), out: ops.RecordEffect{Record: l.record.Name, Days: days}, name: name, goal: goal}
		if err := now.read(ctx, s, l, days, func(b *ops.Rows) error { e.before(b); return nil }); err != nil {
			return out, err
		}
		if err := then.read(ctx, s, l, days, func(b *ops.Rows) error { e.after(b); return nil }); err != nil {
			return out, err
		}
		if e.out.Rows > 0 {
			out.Records = append(out.Records, e.finish())
		}
	}
	return out, nil
}

// codeOf returns the code of a name, however it is written.
func codeOf(s *Store, name string) (uint32, bool) {
	if code, ok := s.dicts.names.Find(name); ok {
		return code, true
	}
	s.folding.RLock()
	defer s.folding.RUnlock()
	code, ok := s.dicts.folds[ops.Fold(name)]
	return code, ok
}

// effect adds up what a merge changes in one record.
type effect struct {
	column     int
	name, goal uint32
	out        ops.RecordEffect
	had, has   int // rows that carry either name
}

// before takes rows as they are read now.
func (e *effect) before(b *ops.Rows) {
	for i, code := range b.Codes[e.column] {
		if code != e.name && code != e.goal {
			continue
		}
		e.had++
		if code == e.name {
			e.out.Rows++
		}
		e.money(b, i, func(m *ops.MoneyEffect, v int64) {
			m.Before += v
			if code == e.name {
				m.Moved += v
			}
		})
	}
}

// after takes rows as they would be read.
func (e *effect) after(b *ops.Rows) {
	for i, code := range b.Codes[e.column] {
		if code == e.goal {
			e.has++
			e.money(b, i, func(m *ops.MoneyEffect, v int64) { m.After += v })
		}
	}
}

// money finds the sums of the amounts of row i.
func (e *effect) money(b *ops.Rows, i int, add func(*ops.MoneyEffect, int64)) {
	currency := b.Record.Column("currency")
	for c, column := range b.Record.Columns {
		if column.Type != ops.Money || b.Ints[c][i] == ops.NoValue {
			continue
		}
		in := b.Text(currency, i)
		at := slices.IndexFunc(e.out.Money, func(m ops.MoneyEffect) bool { return m.Column == column.Name && m.Currency == in })
		if at < 0 {
			at = len(e.out.Money)
			e.out.Money = append(e.out.Money, ops.MoneyEffect{Column: column.Name, Currency: in})
		}
		add(&e.out.Money[at], b.Ints[c][i])
	}
}

func (e *effect) finish() ops.RecordEffect {
	e.out.Joined = e.had - e.has
	return e.out
}
