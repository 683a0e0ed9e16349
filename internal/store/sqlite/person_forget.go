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
	"time"

	"daybreak/internal/ops"
)

// Forget puts a tombstone in the place of a member: in every row of every import and
// in every text that names them. Their names, contacts, tags and links go. All sums
// stay. Then the file of the record is written anew and its log emptied, so that
// neither holds the old bytes. Forgetting somebody who is forgotten does only the
// latter. Somebody never heard of is an *ops.Error with code unknown_member.
func (p PersonService) Forget(ctx context.Context, member string) (ops.Forgotten, error) {
	f := &forgetting{store: p.store, member: member, digests: map[int64]uint64{}}
	if err := p.store.transact(ctx, f.run); err != nil {
		return ops.Forgotten{}, err
	}
	return ops.Forgotten{Name: f.name, Rows: f.changed}, p.scrub(ctx)
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

// forgetting is one member on the way out.
type forgetting struct {
	store   *Store
	member  string
	code    uint32
	name    string // in its place
	aliases []string
	digests map[int64]uint64 // how the control totals of imports change
	changed int              // rows that name the member
}

// run forgets the member; of one who is forgotten it only finds the name.
func (f *forgetting) run(ctx context.Context, tx *sql.Tx) (after func(), err error) {
	if known, err := PersonsIn(f.store).Forgotten(ctx); err != nil || known != nil {
		if err != nil {
			return nil, err
		}
		if name, ok := known(f.member); ok {
			f.name = name
			return nil, nil
		}
	}
	members := f.store.dicts.members
	code, ok := members.Find(f.member)
	if !ok || f.member == "" {
		return nil, neverHeardOf(f.member)
	}
	f.code, f.name = code, fmt.Sprintf("forgotten-%d", code)
	for _, taken := members.Find(f.name); taken; _, taken = members.Find(f.name) {
		f.name += "x"
	}
	if f.aliases, err = aliasesOf(ctx, tx, f.code, f.member); err != nil {
		return nil, err
	}
	slices.SortStableFunc(f.aliases, func(a, b string) int { return len(b) - len(a) }) // a name may begin with another
	var publish []func()
	for _, r := range ops.Records() {
		if len(memberColumns(r))+len(personal(r)) == 0 {
			continue
		}
		before := f.changed
		days, err := f.rows(ctx, tx, f.store.layouts[r.Name])
		if err != nil {
			return nil, err
		}
		if len(memberColumns(r)) == 0 && f.changed == before {
			continue
		}
		advance, err := f.store.advance(ctx, tx, r.Name, days, 0, false)
		if err != nil {
			return nil, err
		}
		publish = append(publish, advance)
	}
	if err := f.controls(ctx, tx); err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE member_id SET text = ? WHERE id = ?`, f.name, f.code); err != nil {
		return nil, err
	}
	ended, err := endTokens(ctx, tx, `member = ?`, f.member)
	if err != nil {
		return nil, err
	}
	if err := f.texts(ctx, tx); err != nil {
		return nil, err
	}
	if err := f.note(ctx, tx); err != nil {
		return nil, err
	}
	return func() {
		f.store.dicts.members.Replace(f.code, f.name)
		f.store.tokens.change(ended, nil, nil)
		if f.store.checkIns != nil {
			clear(f.store.checkIns.live) // its control totals are looked up again
		}
		for _, p := range publish {
			p()
		}
	}, nil
}

// controls brings the control totals of the imports up to date.
func (f *forgetting) controls(ctx context.Context, tx *sql.Tx) error {
	for batch, change := range f.digests {
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

// note keeps that the member is forgotten, and by whom.
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
	if _, err := tx.ExecContext(ctx, `INSERT INTO forgotten SELECT ?, ?, ?, ?, coalesce(max(version), 0) FROM change`,
		f.name, forgottenHash(salt, f.member), f.store.clock().UnixMicro(), ops.ActorOf(ctx).Name); err != nil {
		return err
	}
	return f.store.audit(ctx, tx, "", ops.ActMemberForget, f.name, "", "")
}

// texts replaces the member in what users wrote, in keys of check-ins and in the names
// of files. Lines of the audit log hold otherwise: for this its triggers stand aside.
func (f *forgetting) texts(ctx context.Context, tx *sql.Tx) error {
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
	more := []writing{{table: "batch", key: []string{"id"}, columns: []string{"file"}},
		{table: "check_in_key", key: []string{"token", "key"}, columns: []string{"key"}}}
	for _, w := range slices.Concat(written(), more) {
		if err := f.table(ctx, tx, w); err != nil {
			return err
		}
	}
	for _, statement := range triggers {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// table replaces the member in a table of what users wrote.
func (f *forgetting) table(ctx context.Context, tx *sql.Tx, w writing) error {
	var found [][]string
	if err := w.each(ctx, tx, f.aliases, func(row []string) { found = append(found, row) }); err != nil {
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
			set, values = append(set, c+" = "+value), append(values, w.replaced(c, row[len(w.key)+i], f.aliases, f.name))
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
