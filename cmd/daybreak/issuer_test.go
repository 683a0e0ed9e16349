package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"daybreak/internal/ops"
)

func TestIssuerFlags(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := issuerFlags{"https://accounts.example.com", "daybreak", file("good", "a secret\n", 0o600), nil}
	with := func(change func(*issuerFlags)) issuerFlags {
		f := good
		change(&f)
		return f
	}
	for name, c := range map[string]struct {
		flags   issuerFlags
		noLogin bool
		code    ops.Code
	}{
		"all":              {good, false, ""},
		"this machine":     {with(func(f *issuerFlags) { f.OIDCIssuer = "http://127.0.0.1:9000" }), false, ""},
		"none":             {issuerFlags{}, false, ""},
		"none, no sign-in": {issuerFlags{}, true, ""},
		"no sign-in":       {good, true, "bad_issuer"},
		"not encrypted":    {with(func(f *issuerFlags) { f.OIDCIssuer = "http://accounts.example.com" }), false, "bad_issuer"},
		"no address":       {with(func(f *issuerFlags) { f.OIDCIssuer = "" }), false, "bad_issuer"},
		"with a query":     {with(func(f *issuerFlags) { f.OIDCIssuer += "?a=b" }), false, "bad_issuer"},
		"no client":        {with(func(f *issuerFlags) { f.OIDCClientID = "" }), false, "bad_issuer"},
		"no secret":        {with(func(f *issuerFlags) { f.OIDCClientSecretFile = "" }), false, "bad_issuer"},
		"no file":          {with(func(f *issuerFlags) { f.OIDCClientSecretFile = filepath.Join(dir, "none") }), false, "bad_secret_file"},
		"file of others":   {with(func(f *issuerFlags) { f.OIDCClientSecretFile = file("wide", "a secret", 0o640) }), false, "bad_secret_file"},
		"empty file":       {with(func(f *issuerFlags) { f.OIDCClientSecretFile = file("empty", " \n", 0o600) }), false, "bad_secret_file"},
		"two lines":        {with(func(f *issuerFlags) { f.OIDCClientSecretFile = file("two", "a\nb\n", 0o600) }), false, "bad_secret_file"},
	} {
		issuer, err := c.flags.open(c.noLogin, time.Now)
		if ops.CodeOf(err) != c.code || (issuer != nil) != (c.code == "" && c.flags.OIDCIssuer != "") {
			t.Errorf("%s: %v %v", name, issuer, err)
		}
	}
}
