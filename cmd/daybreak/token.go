package main

import (
	"context"
	"fmt"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
)

type tokenCommand struct {
	Create tokenCreateCommand `cmd:"" help:"Make an API token and print it, once."`
	List   tokenListCommand   `cmd:"" help:"List the API tokens, without their secrets."`
	Revoke tokenRevokeCommand `cmd:"" help:"End an API token."`
}

type tokenCreateCommand struct {
	dataFlags
	Role string `required:"" enum:"analyst,viewer,editor,admin,check_in" help:"What its holder may do: analyst reads figures and sees no members, viewer reads, editor imports too, admin may do all; check_in is for an app that checks members in and does nothing else."`
	Name string `default:"api" help:"Who holds it, for the import history."`
	Days int    `default:"0" help:"Days until it expires; 0: never."`
}

// Run makes a token of 256 random bits, keeps its hash and prints it.
func (c *tokenCreateCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		role, ok := ops.ParseRole(c.Role)
		if !ok {
			role = ops.Editor
		}
		t := ops.Token{Name: c.Name, Role: role, CheckIn: c.Role == ops.ScopeCheckIn}
		switch {
		case c.Days < 0:
			return &ops.Error{Code: "bad_days", Message: "A token cannot expire before it is made.", Hint: "Give a number of days, or 0 for never."}
		case c.Days > 0:
			t.Expires = env.clock().AddDate(0, 0, c.Days)
		}
		secret, hash := auth.NewToken(auth.TokenPrefix)
		if err := w.store.Accounts().AddToken(ctx, hash, t); err != nil {
			return err
		}
		fmt.Fprintf(env.stderr, "This is the only time the token is shown. Send it as Authorization: Bearer …\n")
		_, err := fmt.Fprintln(env.stdout, secret)
		return err
	})
}

type tokenListCommand struct{ dataFlags }

// Run lists the tokens.
func (c *tokenListCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		all, err := w.store.Accounts().Tokens(ctx, 0)
		if err != nil {
			return err
		}
		for _, t := range all {
			by := t.By
			if by == "" {
				by = "command line"
			}
			if _, err := fmt.Fprintf(env.stdout, "%d\t%s\t%s\tby %s\texpires %s\tlast used %s\n", t.ID, t.Name, t.Scope(), by, day(t.Expires), day(t.Used)); err != nil {
				return err
			}
		}
		return nil
	})
}

type tokenRevokeCommand struct {
	dataFlags
	ID int64 `arg:"" help:"Number of the token, as daybreak token list has it."`
}

// Run ends a token.
func (c *tokenRevokeCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error { return w.store.Accounts().RevokeToken(ctx, 0, c.ID) })
}
