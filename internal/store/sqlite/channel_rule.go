package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"daybreak/internal/ops"
)

// ChannelRules keeps which channel rows belong to that state none.
type ChannelRules struct{ store *Store }

// maxRules bounds the rules that hold.
const maxRules = 2000

func rulesIn(ctx context.Context, q querier) ([]ops.ChannelRule, error) {
	rows, err := q.QueryContext(ctx, `SELECT id, record, platform, campaign, channel, by, at, undone_by, coalesce(undone_at, 0)
		FROM channel_rule ORDER BY id DESC`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.ChannelRule
	for rows.Next() {
		var r ops.ChannelRule
		var at, undone int64
		if err := rows.Scan(&r.ID, &r.Record, &r.Platform, &r.Campaign, &r.Channel, &r.By, &at, &r.UndoneBy, &undone); err != nil {
			return nil, err
		}
		r.At, r.UndoneAt = time.UnixMicro(at), instant(undone)
		out = append(out, r)
	}
	return out, rows.Err()
}

// All returns every rule, the latest first, those undone too.
func (k ChannelRules) All(ctx context.Context) ([]ops.ChannelRule, error) {
	return rulesIn(ctx, k.store.read)
}

// Holding returns the rules that hold, in the order in which they count, with
// the names kept.
func (k ChannelRules) Holding() ops.ChannelRules { return k.store.view().rules }

// Add keeps a rule; rows there are and rows to come follow it.
func (k ChannelRules) Add(ctx context.Context, r ops.ChannelRule) (ops.ChannelRule, error) {
	if err := r.Check(); err != nil {
		return r, err
	}
	s := k.store
	err := s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		var have int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM channel_rule WHERE undone_at IS NULL`).Scan(&have); err != nil {
			return nil, err
		}
		if have >= maxRules {
			return nil, tooMany("channel rules", maxRules)
		}
		learnt, err := s.addTexts(ctx, tx, s.dicts.names, []string{r.Channel})
		if err != nil {
			return nil, err
		}
		r.At = s.clock()
		if r.By == "" {
			r.By = ops.ActorOf(ctx).Name
		}
		if err := tx.QueryRowContext(ctx, `INSERT INTO channel_rule (record, platform, campaign, channel, by, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			r.Record, r.Platform, r.Campaign, r.Channel, r.By, r.At.UnixMicro()).Scan(&r.ID); err != nil {
			return nil, err
		}
		if err := s.audit(ctx, tx, r.By, ops.ActChannelRule, describeRule(r), "", r.Channel); err != nil {
			return nil, err
		}
		ruled, err := k.changed(ctx, tx, r)
		return func() {
			learnt()
			ruled()
		}, err
	})
	return r, err
}

// Undo ends a rule. One that does not exist is an *ops.Error with code
// unknown_rule, one that has ended already_undone.
func (k ChannelRules) Undo(ctx context.Context, id int64, by string) (ops.ChannelRule, error) {
	var r ops.ChannelRule
	s := k.store
	err := s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		var at, undone int64
		err := tx.QueryRowContext(ctx, `SELECT id, record, platform, campaign, channel, by, at, coalesce(undone_at, 0) FROM channel_rule WHERE id = ?`, id).
			Scan(&r.ID, &r.Record, &r.Platform, &r.Campaign, &r.Channel, &r.By, &at, &undone)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return nil, &ops.Error{Code: "unknown_rule", Message: fmt.Sprintf("There is no rule %d.", id), Hint: "Open the page again.", Args: []any{id}}
		case err != nil:
			return nil, err
		case undone != 0:
			return nil, &ops.Error{Code: "already_undone", Message: fmt.Sprintf("Rule %d has already been undone.", id), Args: []any{id}}
		}
		r.At, r.UndoneBy, r.UndoneAt = time.UnixMicro(at), by, s.clock()
		if _, err := tx.ExecContext(ctx, `UPDATE channel_rule SET undone_by = ?, undone_at = ? WHERE id = ?`, by, r.UndoneAt.UnixMicro(), id); err != nil {
			return nil, err
		}
		if err := s.audit(ctx, tx, by, ops.ActChannelRuleUndo, describeRule(r), r.Channel, ""); err != nil {
			return nil, err
		}
		return k.changed(ctx, tx, r)
	})
	return r, err
}

// describeRule names a rule in the audit log.
func describeRule(r ops.ChannelRule) string {
	return strings.TrimSpace(strings.Join([]string{r.Record, r.Platform, cmp.Or(r.Campaign, "*")}, " "))
}

// changed makes a new version of every record with rows that a rule may be
// about, and returns what makes readers follow.
func (k ChannelRules) changed(ctx context.Context, tx *sql.Tx, r ops.ChannelRule) (func(), error) {
	s := k.store
	all, err := rulesIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	changed := map[string]ops.Range{}
	for _, record := range r.Records() {
		days, some, err := s.layouts[record].daysOf(ctx, tx, "channel", []uint32{0})
		if err != nil {
			return nil, err
		}
		if some {
			changed[record] = days
		}
	}
	advance, err := advanceAll(ctx, tx, s, changed)
	return func() {
		s.state.Lock()
		s.rules = all
		s.state.Unlock()
		advance()
	}, err
}

// ruled returns the rules that hold with the names kept.
func ruled(all []ops.ChannelRule, names ops.Keys) ops.ChannelRules {
	out := ops.RulesOf(all)
	for i := range out {
		r := &out[i]
		if r.Platform != "" {
			r.Platform = names.Of("platform", r.Platform)
		}
		if r.Campaign != "" && !r.Pattern() {
			r.Campaign = names.Of("campaign", r.Campaign)
		}
		if r.Channel != "" {
			r.Channel = names.Of("channel", r.Channel)
		}
	}
	return out
}

// filler puts channels into rows of a record that state none.
type filler struct {
	store                              *Store
	rules                              ops.ChannelRules
	record                             string
	platform, campaign, channel, event int // columns, or -1
	join, fresh                        uint32
	known                              map[[3]uint32]uint32 // channel by platform, campaign and whether it is a join
}

// filler returns what fills in channels, or nil where no rule is about a record.
func (v view) filler(s *Store, l *layout) *filler {
	if len(v.rules) == 0 || !l.record.Ruled {
		return nil
	}
	f := &filler{store: s, rules: v.rules, fresh: v.fresh, record: l.record.Name, platform: l.record.Column("platform"), campaign: l.record.Column("campaign"),
		channel: l.record.Column("channel"), event: l.record.Column("event"), known: map[[3]uint32]uint32{}}
	f.join, _ = s.dicts.events.Find("join")
	return f
}

// fill puts channels into a block that nobody else has yet.
func (f *filler) fill(b *ops.Rows) {
	for i, code := range b.Codes[f.channel] {
		if code == 0 {
			b.Codes[f.channel][i] = f.code(b, i)
		}
	}
}

// code returns the channel of row i, which states none; 0 is none.
func (f *filler) code(b *ops.Rows, i int) uint32 {
	key := [3]uint32{0, b.Codes[f.campaign][i], 1}
	if f.platform >= 0 {
		key[0] = b.Codes[f.platform][i]
	}
	if f.event >= 0 && b.Codes[f.event][i] != f.join {
		key[2] = 0
	}
	if code, ok := f.known[key]; ok {
		return code
	}
	names := f.store.dicts.names
	code := uint32(0)
	// What members do after they joined is no acquisition: without a campaign it
	// has no channel.
	if key[1] != 0 || key[2] == 1 {
		if r, ok := f.rules.Of(f.record, names.Text(key[0]), names.Text(key[1])); ok {
			var known bool
			if code, known = codeOf(f.store, r.Channel); !known {
				code = f.fresh
			}
		}
	}
	f.known[key] = code
	return code
}
