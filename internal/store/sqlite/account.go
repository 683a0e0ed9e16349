package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"daybreak/internal/ops"
)

const userColumns = `SELECT id, name, role, password, created, coalesce(signed_in, 0), sees, mail FROM user `

// scanner is a row.
type scanner interface{ Scan(to ...any) error }

func scanUser(row scanner) (u ops.User, err error) {
	var role, sees string
	var created, signedIn int64
	if err := row.Scan(&u.ID, &u.Name, &role, &u.Password, &created, &signedIn, &sees, &u.Mail); err != nil {
		return ops.User{}, err
	}
	if u.Rows, err = ops.ParseRowRule(sees); err != nil {
		return ops.User{}, err
	}
	u.Role, _ = ops.ParseRole(role)
	u.Created, u.SignedIn = instant(created), instant(signedIn)
	return u, nil
}

// instant is the time of a column; 0 is none.
func instant(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro)
}

// column is the value of a time that may be none.
func column(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// reference is the value of a user's id that may be none.
func reference(user int64) any {
	if user == 0 {
		return nil
	}
	return user
}

// one makes "no row" an answer.
func one[T any](v T, err error) (T, bool, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	return v, err == nil, err
}

// Users returns all users by name.
func (s UserService) Users(ctx context.Context) ([]ops.User, error) {
	rows, err := s.store.read.QueryContext(ctx, userColumns+`ORDER BY fold`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.User
	for rows.Next() {
		u, err := scanUser(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, rows.Err()
}

// User returns the user with that id; ok is false when there is none.
func (s UserService) User(ctx context.Context, id int64) (u ops.User, ok bool, err error) {
	return one(scanUser(s.store.read.QueryRowContext(ctx, userColumns+`WHERE id = ?`, id)))
}

// UserNamed returns the user of that name, whatever the case of its letters;
// ok is false when there is none.
func (s UserService) UserNamed(ctx context.Context, name string) (u ops.User, ok bool, err error) {
	return one(scanUser(s.store.read.QueryRowContext(ctx, userColumns+`WHERE fold = ?`, foldName(name))))
}

// HasAdmin reports whether there is an administrator.
func (s UserService) HasAdmin(ctx context.Context) (has bool, err error) {
	err = s.store.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM user WHERE role = 'admin')`).Scan(&has)
	return has, err
}

func foldName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// checkName refuses names that cannot be told apart or read.
func checkName(name string) error {
	bad := func(message string) error {
		return &ops.Error{Code: "bad_name", Message: message, Hint: fmt.Sprintf("Use 1 to %d visible characters.", ops.MaxName),
			Where: ops.Place{Column: "name", Value: ops.Show(name)}, Args: []any{ops.MaxName}}
	}
	switch {
	case name == "" || name != strings.TrimSpace(name):
		return bad("The name is blank or begins or ends with a blank.")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, ops.Invisible):
		return bad("The name holds characters one cannot see.")
	case utf8.RuneCountInString(name) > ops.MaxName:
		return bad("The name is too long.")
	}
	return nil
}

// AddUser keeps a new user with name, role and password hash and returns it
// with its id. A name that is taken has code user_exists.
func (s UserService) AddUser(ctx context.Context, u ops.User) (ops.User, error) {
	err := s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		if err := s.insertUser(ctx, tx, &u); err != nil {
			return nil, err
		}
		if err := s.store.audit(ctx, tx, "", ops.ActUserAdd, u.Name, "", u.Role.String()); err != nil || !u.Rows.Narrows() {
			return nil, err
		}
		return nil, s.store.audit(ctx, tx, "", ops.ActUserRows, u.Name, ops.RowRule{}.String(), u.Rows.String())
	})
	return u, err
}

func (s UserService) insertUser(ctx context.Context, tx *sql.Tx, u *ops.User) error {
	if err := errors.Join(checkName(u.Name), ops.CheckMail(u.Mail), u.Rows.Check(), u.Rows.Allowed(u.Role)); err != nil {
		return err
	}
	var taken bool
	var users int
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM user WHERE fold = ?), (SELECT count(*) FROM user)`, foldName(u.Name)).Scan(&taken,
		&users); err != nil {
		return err
	}
	if taken {
		return &ops.Error{Code: "user_exists", Message: fmt.Sprintf("There is a user %s already.", ops.Show(u.Name)), Hint: "Choose another name.",
			Args: []any{ops.Show(u.Name)}}
	}
	if users >= ops.MaxUsers {
		return tooMany("users", ops.MaxUsers)
	}
	u.Created = s.store.clock()
	return tx.QueryRowContext(ctx, `INSERT INTO user (name, fold, role, password, created, sees, mail) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		u.Name, foldName(u.Name), u.Role.String(), u.Password, u.Created.UnixMicro(), u.Rows.Text(), u.Mail).Scan(&u.ID)
}

func tooMany(what string, limit int) error {
	return &ops.Error{Code: "too_many", Message: fmt.Sprintf("There are %d %s, as many as there may be.", limit, what), Hint: "Remove some first.",
		Args: []any{limit}}
}

func unknownUser() error {
	return &ops.Error{Code: "not_found", Message: "There is no such user.", Hint: "The user may have been removed."}
}

// changeUser runs change on a user that exists, in a transaction. Whatever it
// does, an administrator stays.
func (s UserService) changeUser(ctx context.Context, id int64, change func(ctx context.Context, tx *sql.Tx, u ops.User) error) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		u, err := scanUser(tx.QueryRowContext(ctx, userColumns+`WHERE id = ?`, id))
		if errors.Is(err, sql.ErrNoRows) {
			return nil, unknownUser()
		} else if err != nil {
			return nil, err
		}
		if err := change(ctx, tx, u); err != nil {
			return nil, err
		}
		var admins int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM user WHERE role = 'admin'`).Scan(&admins); err != nil {
			return nil, err
		}
		if admins == 0 && u.Role == ops.Admin {
			return nil, &ops.Error{Code: "last_admin", Message: fmt.Sprintf("%s is the only administrator.", ops.Show(u.Name)),
				Hint: "Make another user an administrator first.", Args: []any{ops.Show(u.Name)}}
		}
		return nil, nil
	})
}

// SetRole changes what a user may do, from the next request on. The last
// administrator stays one: code last_admin.
func (s UserService) SetRole(ctx context.Context, id int64, role ops.Role) error {
	return s.changeUser(ctx, id, func(ctx context.Context, tx *sql.Tx, u ops.User) error {
		if u.Role == role {
			return nil
		}
		if err := u.Rows.Allowed(role); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE user SET role = ? WHERE id = ?`, role.String(), id); err != nil {
			return err
		}
		return s.store.audit(ctx, tx, "", ops.ActUserRole, u.Name, u.Role.String(), role.String())
	})
}

// SetRows changes which rows a user sees, from the next request on. Somebody who
// writes for everybody sees all of them: code rule_and_role.
func (s UserService) SetRows(ctx context.Context, id int64, rows ops.RowRule) error {
	return s.changeUser(ctx, id, func(ctx context.Context, tx *sql.Tx, u ops.User) error {
		if err := errors.Join(rows.Check(), rows.Allowed(u.Role)); err != nil {
			return err
		}
		if u.Rows.Text() == rows.Text() {
			return nil
		}
		if _, err := tx.ExecContext(ctx, `UPDATE user SET sees = ? WHERE id = ?`, rows.Text(), id); err != nil {
			return err
		}
		return s.store.audit(ctx, tx, "", ops.ActUserRows, u.Name, u.Rows.String(), rows.String())
	})
}

// SetPassword replaces a user's password hash, and ends all of the user's sessions and
// a link to choose another.
func (s UserService) SetPassword(ctx context.Context, id int64, hash string) error {
	return s.changeUser(ctx, id, func(ctx context.Context, tx *sql.Tx, u ops.User) error {
		return s.newPassword(ctx, tx, u, hash)
	})
}

// SetMail replaces a user's mail address; "" is none. A link that went to the address
// before works no more.
func (s UserService) SetMail(ctx context.Context, id int64, mail string) error {
	return s.changeUser(ctx, id, func(ctx context.Context, tx *sql.Tx, u ops.User) error {
		if err := ops.CheckMail(mail); err != nil || u.Mail == mail {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE user SET mail = ? WHERE id = ?`, mail, id); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM way_in WHERE user = ?`, id); err != nil {
			return err
		}
		return s.store.audit(ctx, tx, "", ops.ActUserMail, u.Name, u.Mail, mail)
	})
}

// RemoveUser removes a user with all sessions, keys and links of theirs. The
// last administrator stays: code last_admin.
func (s UserService) RemoveUser(ctx context.Context, id int64) error {
	return s.changeUser(ctx, id, func(ctx context.Context, tx *sql.Tx, u ops.User) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM user WHERE id = ?`, id); err != nil {
			return err
		}
		return s.store.audit(ctx, tx, "", ops.ActUserRemove, u.Name, u.Role.String(), "")
	})
}

// StartSetUp keeps the hash of the only secret with which the first
// administrator can be made until it expires.
func (s SetUpService) StartSetUp(ctx context.Context, hash [sha256.Size]byte, expires time.Time) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `INSERT INTO set_up VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET hash = excluded.hash, expires = excluded.expires`, hash[:],
			expires.UnixMicro())
		return nil, err
	})
}

// SetUp makes the first administrator if the secret of StartSetUp has that
// hash, which then is used up. What was subscribed to while nobody signed in is theirs
// then. Once there is an administrator it never does: ok is false, as for another secret
// or one that has expired.
func (s SetUpService) SetUp(ctx context.Context, hash [sha256.Size]byte, u ops.User) (_ ops.User, ok bool, err error) {
	u.Role = ops.Admin
	err = s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM set_up WHERE hash = ? AND expires > ?) AND NOT EXISTS (SELECT 1 FROM user WHERE role = 'admin')`,
			hash[:], s.store.clock().UnixMicro()).Scan(&ok)
		if err != nil || !ok {
			return nil, err
		}
		if err := s.store.Accounts().insertUser(ctx, tx, &u); err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM set_up`); err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE subscription SET owner = ? WHERE owner = 0`, u.ID); err != nil {
			return nil, err
		}
		return nil, s.store.audit(ctx, tx, u.Name, ops.ActSetUp, u.Name, "", u.Role.String())
	})
	return u, ok && err == nil, err
}
