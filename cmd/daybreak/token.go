package main

import (
	"context"
	"crypto/sha256"
	"fmt"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
	"daybreak/internal/web"
)

type tokenCommand struct {
	Create tokenCreateCommand `cmd:"" help:"Make an API token and print it, once."`
}

type tokenCreateCommand struct {
	dataFlags
	Role string `required:"" enum:"viewer,editor,admin" help:"What its holder may do: viewer reads, editor imports too, admin may do all."`
	Name string `default:"api" help:"Who holds it, for the import history."`
}

// Run makes a token of 256 random bits, keeps its hash and prints it.
func (c *tokenCreateCommand) Run(env *environment) error {
	w, err := openWorkspace(env, c.Data, calendarFlags{})
	if err != nil {
		return err
	}
	defer w.Close()
	role, _ := ops.ParseRole(c.Role)
	token, hash := auth.NewToken("dbk_")
	if err := w.store.AddToken(env.ctx, hash, ops.Token{Name: c.Name, Role: role}); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	fmt.Fprintf(env.stderr, "This is the only time the token is shown. Send it as Authorization: Bearer …\n")
	_, err = fmt.Fprintln(env.stdout, token)
	return err
}

// tokens finds the holders of API tokens in the store.
type tokens struct{ store *sqlite.Store }

// Principal implements web.Tokens.
func (t tokens) Principal(ctx context.Context, hash [sha256.Size]byte) (web.Principal, bool, error) {
	found, ok, err := t.store.Token(ctx, hash)
	return web.Principal{Name: found.Name, Role: found.Role}, ok, err
}
