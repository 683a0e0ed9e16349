package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"

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
	token := "dbk_" + rand.Text() + rand.Text()
	if err := w.store.AddToken(env.ctx, sha256.Sum256([]byte(token)), c.Name, c.Role); err != nil {
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
	name, role, ok, err := t.store.Token(ctx, hash)
	if err != nil || !ok {
		return web.Principal{}, false, err
	}
	r, ok := web.ParseRole(role)
	return web.Principal{Name: name, Role: r}, ok, nil
}
