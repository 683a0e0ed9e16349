package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
)

type userCommand struct {
	Add      userAddCommand      `cmd:"" help:"Add a user; the password is read from a file, or made and printed."`
	List     userListCommand     `cmd:"" help:"List the users."`
	Password userPasswordCommand `cmd:"" help:"Give a user a new password, read from a file, or made and printed; the user's sessions end."`
	Rows     userRowsCommand     `cmd:"" help:"Show a user the rows of given channels or groups alone, or all rows again."`
	Remove   userRemoveCommand   `cmd:"" help:"Remove a user with all sessions, API tokens and share links."`
}

// withStore runs f on the data directory. What f changes is the command line's
// doing.
func withStore(env *environment, data string, f func(ctx context.Context, w *workspace) error) error {
	ctx := ops.WithActor(env.ctx, ops.Actor{Name: "command line"})
	return withWorkspace(env, data, calendarFlags{}, func(w *workspace) error { return f(ctx, w) })
}

// passwordFlags say where a password comes from.
type passwordFlags struct {
	PasswordFile string `type:"existingfile" help:"File whose first line is the password; without it one is made and printed." placeholder:"FILE"`
}

// password returns a password and its hash; shown is what is to be printed.
func (f passwordFlags) password(env *environment, name string) (hash, shown string, err error) {
	var password string
	if f.PasswordFile != "" {
		text, err := os.ReadFile(f.PasswordFile)
		if err != nil {
			return "", "", err
		}
		password, _, _ = strings.Cut(string(text), "\n")
		password = strings.TrimSuffix(password, "\r")
	} else {
		password, _ = auth.NewToken("")
		password = password[:22] // 132 random bits
		shown = password
	}
	if err := auth.CheckPassword(password, name); err != nil {
		return "", "", err
	}
	hash, err = auth.NewHasher().Hash(env.ctx, password)
	return hash, shown, err
}

// show prints a password that was made.
func show(env *environment, password string) error {
	if password == "" {
		return nil
	}
	if _, err := fmt.Fprintln(env.stderr, "This is the only time the password is shown:"); err != nil {
		return err
	}
	_, err := fmt.Fprintln(env.stdout, password)
	return err
}

// named returns the user of that name.
func named(ctx context.Context, w *workspace, name string) (ops.User, error) {
	u, ok, err := w.store.Accounts().UserNamed(ctx, name)
	if err == nil && !ok {
		err = &ops.Error{Code: "not_found", Message: fmt.Sprintf("There is no user %s.", ops.Show(name)), Hint: "daybreak user list names them."}
	}
	return u, err
}

type userAddCommand struct {
	dataFlags
	passwordFlags
	Name string `arg:"" help:"Name to sign in with."`
	Role string `default:"viewer" enum:"analyst,viewer,editor,admin" help:"What the user may do: analyst reads figures and sees no members, viewer reads, editor imports and shares too, admin manages users too."`
}

// Run adds a user.
func (c *userAddCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		role, _ := ops.ParseRole(c.Role)
		hash, shown, err := c.password(env, c.Name)
		if err != nil {
			return err
		}
		if _, err := w.store.Accounts().AddUser(ctx, ops.User{Name: c.Name, Role: role, Password: hash}); err != nil {
			return err
		}
		return show(env, shown)
	})
}

type userListCommand struct{ dataFlags }

// Run lists the users.
func (c *userListCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		all, err := w.store.Accounts().Users(ctx)
		if err != nil {
			return err
		}
		for _, u := range all {
			rows := ""
			if u.Rows.Narrows() {
				rows = "\tsees " + u.Rows.String()
			}
			if _, err := fmt.Fprintf(env.stdout, "%s\t%s\tlast signed in %s%s\n", u.Name, u.Role, day(u.SignedIn), rows); err != nil {
				return err
			}
		}
		return nil
	})
}

// day writes when something was, or that it never was.
func day(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format(time.RFC3339)
}

type userPasswordCommand struct {
	dataFlags
	passwordFlags
	Name string `arg:"" help:"Name of the user."`
}

// Run replaces a password.
func (c *userPasswordCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		u, err := named(ctx, w, c.Name)
		if err != nil {
			return err
		}
		hash, shown, err := c.password(env, u.Name)
		if err != nil {
			return err
		}
		if err := w.store.Accounts().SetPassword(ctx, u.ID, hash); err != nil {
			return err
		}
		return show(env, shown)
	})
}

type userRemoveCommand struct {
	dataFlags
	Name string `arg:"" help:"Name of the user."`
}

// Run removes a user.
func (c *userRemoveCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		u, err := named(ctx, w, c.Name)
		if err != nil {
			return err
		}
		return w.store.Accounts().RemoveUser(ctx, u.ID)
	})
}

type resetAdminCommand struct {
	dataFlags
	passwordFlags
	Name string `default:"admin" help:"Name of the administrator; made if there is none."`
}

// Run makes sure somebody can sign in as an administrator: the user gets a new
// password and the role.
func (c *resetAdminCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		hash, shown, err := c.password(env, c.Name)
		if err != nil {
			return err
		}
		u, ok, err := w.store.Accounts().UserNamed(ctx, c.Name)
		if err != nil {
			return err
		}
		if !ok {
			_, err = w.store.Accounts().AddUser(ctx, ops.User{Name: c.Name, Role: ops.Admin, Password: hash})
		} else {
			err = errors.Join(w.store.Accounts().SetPassword(ctx, u.ID, hash), w.store.Accounts().SetRows(ctx, u.ID, ops.RowRule{}),
				w.store.Accounts().SetRole(ctx, u.ID, ops.Admin))
		}
		if err != nil {
			return err
		}
		return show(env, shown)
	})
}
