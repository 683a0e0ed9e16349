package sqlite

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// Forget puts a tombstone in the place of a member: in every row of every import and
// in every text that names them. Their names, contacts, tags and links go. All sums
// stay. Then the file of the record is written anew and its log emptied, so that
// neither holds the old bytes. Forgetting somebody who is forgotten does only the
// latter. Somebody never heard of is an *ops.Error with code unknown_member.
func (p PersonService) Forget(ctx context.Context, member string) (ops.Forgotten, error) {
	f := newForgetting(p.store, member)
	if err := f.look(ctx); err != nil {
		return ops.Forgotten{}, err
	}
	if err := p.store.transact(ctx, f.run); err != nil {
		return ops.Forgotten{}, err
	}
	return ops.Forgotten{Name: f.people[0].name, Rows: f.changed}, p.scrub(ctx)
}

// saltName is the setting that holds the salt of the hashes, in hex.
const saltName = "forgotten_salt"

// forgottenHash is what a member is recognised by without being named.
func forgottenHash(salt, member string) []byte {
	h := hmac.New(sha256.New, []byte(salt))
	h.Write([]byte(member))
	return h.Sum(nil)
}

// Forgotten returns what tells members who were forgotten, and by which name they are
// kept; nil where nobody was.
func (p PersonService) Forgotten(ctx context.Context) (func(member string) (name string, forgotten bool), error) {
	salt, err := p.store.Settings().Setting(ctx, saltName)
	if err != nil || salt == "" {
		return nil, err
	}
	rows, err := p.store.read.QueryContext(ctx, `SELECT hash, name FROM forgotten`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := map[string]string{}
	for rows.Next() {
		var hash []byte
		var name string
		if err := rows.Scan(&hash, &name); err != nil {
			return nil, err
		}
		names[string(hash)] = name
	}
	if err := rows.Err(); err != nil || len(names) == 0 {
		return nil, err
	}
	return func(member string) (string, bool) {
		name, ok := names[string(forgottenHash(salt, member))]
		return name, ok
	}, nil
}

// refuseForgotten refuses texts of which one is the id of a member who was forgotten,
// with an *ops.Error with code forgotten_member: nobody comes back.
func (p PersonService) refuseForgotten(ctx context.Context, members []string) error {
	if len(members) == 0 {
		return nil
	}
	known, err := p.Forgotten(ctx)
	if err != nil || known == nil {
		return err
	}
	for _, member := range members {
		if name, ok := known(member); ok {
			return &ops.Error{Code: "forgotten_member", Message: "This names a member who was forgotten and is kept as " + name + ".",
				Hint: "Leave the member out.", Args: []any{name}}
		}
	}
	return nil
}

// leaving is a member on the way out.
type leaving struct {
	member  string
	code    uint32
	name    string   // in its place
	aliases []string // what they are called
}

// forgetting is members on the way out, all at once.
type forgetting struct {
	store   *Store
	lapsed  bool // their time is over: nobody asked for it, and one line of the audit log is enough
	people  []*leaving
	words   wording
	early   earlyRows
	digests map[int64]uint64 // how the control totals of imports change
	changed int              // rows that name them
}

func newForgetting(s *Store, members ...string) *forgetting {
	f := &forgetting{store: s, digests: map[int64]uint64{}}
	for _, member := range members {
		f.people = append(f.people, &leaving{member: member})
	}
	return f
}

// identify finds out who leaves: their codes, what they are called and what will stand in
// their place. Of those who are forgotten already it only finds the name, and leaves them
// out unless all are.
func (f *forgetting) identify(ctx context.Context, q querier) error {
	known, err := PersonsIn(f.store).Forgotten(ctx)
	if err != nil {
		return err
	}
	members := f.store.dicts.members
	f.words = nil
	for _, l := range f.people {
		if l.aliases = nil; known != nil {
			if name, ok := known(l.member); ok {
				l.code, l.name = 0, name
				continue
			}
		}
		code, ok := members.Find(l.member)
		if !ok || l.member == "" {
			return neverHeardOf(l.member)
		}
		l.code, l.name = code, fmt.Sprintf("forgotten-%d", code)
		for _, taken := members.Find(l.name); taken; _, taken = members.Find(l.name) {
			l.name += "x"
		}
		if l.aliases, err = aliasesOf(ctx, q, l.code, l.member); err != nil {
			return err
		}
		for _, alias := range l.aliases {
			f.words = append(f.words, wordFor{alias, l.name})
		}
	}
	f.words.sort()
	return nil
}

// codes returns the codes of those who leave.
func (f *forgetting) codes() []uint32 {
	var out []uint32
	for _, l := range f.people {
		if l.code != 0 {
			out = append(out, l.code)
		}
	}
	return out
}

// named tells who leaves, and what will stand in their place.
func (f *forgetting) named() func(member string) (string, bool) {
	names := map[string]string{}
	for _, l := range f.people {
		if l.code != 0 {
			names[l.member] = l.name
		}
	}
	return func(member string) (string, bool) {
		name, ok := names[member]
		return name, ok
	}
}

// run forgets them.
func (f *forgetting) run(ctx context.Context, tx *sql.Tx) (after func(), err error) {
	before := f.words
	if err := f.identify(ctx, tx); err != nil || len(f.codes()) == 0 {
		return nil, err
	}
	if !slices.Equal(before, f.words) {
		f.early.drop()
	}
	if err := f.early.check(ctx, tx); err != nil {
		return nil, err
	}
	publish, err := f.records(ctx, tx)
	if err != nil {
		return nil, err
	}
	if err := addToControls(ctx, tx, f.digests); err != nil {
		return nil, err
	}
	var ended [][sha256.Size]byte
	for _, l := range f.people {
		if l.code == 0 {
			continue
		}
		if _, err := tx.ExecContext(ctx, `UPDATE member_id SET text = ? WHERE id = ?`, l.name, l.code); err != nil {
			return nil, err
		}
		links, err := endTokens(ctx, tx, `member = ?`, l.member)
		if err != nil {
			return nil, err
		}
		ended = append(ended, links...)
	}
	if err := blankFollowUps(ctx, tx, f.codes()); err != nil {
		return nil, err
	}
	if err := f.texts(ctx, tx); err != nil {
		return nil, err
	}
	if err := f.note(ctx, tx); err != nil {
		return nil, err
	}
	return func() {
		for _, l := range f.people {
			if l.code != 0 {
				f.store.dicts.members.Replace(l.code, l.name)
			}
		}
		f.store.tokens.change(ended, nil, nil)
		if f.store.checkIns != nil {
			clear(f.store.checkIns.live) // its control totals are looked up again
		}
		publish()
	}, nil
}

// records forgets them in the rows of all records.
func (f *forgetting) records(ctx context.Context, tx *sql.Tx) (publish func(), err error) {
	changed := map[string]ops.Range{}
	for _, r := range ops.Records() {
		if len(memberColumns(r))+len(personal(r)) == 0 {
			continue
		}
		before := f.changed
		days, err := f.rows(ctx, tx, f.store.layouts[r.Name])
		if err != nil {
			return nil, err
		}
		if len(memberColumns(r)) > 0 || f.changed > before {
			changed[r.Name] = days
		}
	}
	return advanceAll(ctx, tx, f.store, changed)
}

// addToControls adds to the control totals of imports what changed in their rows.
func addToControls(ctx context.Context, tx *sql.Tx, digests map[int64]uint64) error {
	for batch, change := range digests {
		var digest int64
		if err := tx.QueryRowContext(ctx, `SELECT digest FROM batch WHERE id = ?`, batch).Scan(&digest); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE batch SET digest = ? WHERE id = ?`, int64(uint64(digest)+change), batch); err != nil {
			return err
		}
	}
	return nil
}

// note keeps that they are forgotten, and by whom, and that the files are to be scrubbed.
func (f *forgetting) note(ctx context.Context, tx *sql.Tx) error {
	var salt string
	err := tx.QueryRowContext(ctx, `SELECT value FROM setting WHERE name = ?`, saltName).Scan(&salt)
	if errors.Is(err, sql.ErrNoRows) {
		salt = rand.Text()
		_, err = tx.ExecContext(ctx, `INSERT INTO setting VALUES (?, ?)`, saltName, salt)
	}
	if err != nil {
		return err
	}
	for _, l := range f.people {
		if l.code == 0 {
			continue
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO forgotten SELECT ?, ?, ?, ?, coalesce(max(version), 0) FROM change`,
			l.name, forgottenHash(salt, l.member), f.store.clock().UnixMicro(), ops.ActorOf(ctx).Name); err != nil {
			return err
		}
		if f.lapsed {
			continue
		}
		if err := f.store.audit(ctx, tx, "", ops.ActMemberForget, l.name, "", ""); err != nil {
			return err
		}
	}
	return setScrub(ctx, tx)
}

// texts replaces them in what users wrote, in keys of check-ins and in the names of files.
func (f *forgetting) texts(ctx context.Context, tx *sql.Tx) error {
	more := []writing{{table: "batch", key: []string{"id"}, columns: []string{"file"}},
		{table: "check_in_key", key: []string{"token", "key"}, columns: []string{"key"}}}
	return withoutAuditTriggers(ctx, tx, func() error {
		for _, w := range slices.Concat(written(), more) {
			if err := f.table(ctx, tx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// withoutAuditTriggers runs f while lines of the audit log, which hold otherwise, may be
// changed: its triggers stand aside.
func withoutAuditTriggers(ctx context.Context, tx *sql.Tx, f func() error) error {
	var triggers []string
	if err := eachText(ctx, tx, `SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'`, 1, func(row []string) {
		triggers = append(triggers, row[0])
	}); err != nil {
		return err
	}
	for _, name := range []string{"audit_holds", "audit_stays"} {
		if _, err := tx.ExecContext(ctx, `DROP TRIGGER `+name); err != nil {
			return err
		}
	}
	if err := f(); err != nil {
		return err
	}
	for _, statement := range triggers {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// table replaces them in a table of what users wrote.
func (f *forgetting) table(ctx context.Context, tx *sql.Tx, w writing) error {
	var found [][]string
	if err := w.each(ctx, tx, f.words, func(row []string) { found = append(found, row) }); err != nil {
		return err
	}
	for _, row := range found {
		var set, where []string
		var values, keys []any
		for i, c := range w.columns {
			value := "?"
			if slices.Contains(w.blob, c) {
				value = "CAST(? AS BLOB)"
			}
			set, values = append(set, c+" = "+value), append(values, w.replaced(c, row[len(w.key)+i], f.words))
		}
		for i, c := range w.key {
			where, keys = append(where, c+" = ?"), append(keys, row[i])
		}
		statement, args := fmt.Sprintf(`UPDATE %s SET %s WHERE %s`, w.table, strings.Join(set, ", "), strings.Join(where, " AND ")), slices.Concat(values, keys)
		if w.drop {
			statement, args = fmt.Sprintf(`DELETE FROM %s WHERE %s`, w.table, strings.Join(where, " AND ")), keys
		}
		if _, err := tx.ExecContext(ctx, statement, args...); err != nil {
			return err
		}
	}
	return nil
}
