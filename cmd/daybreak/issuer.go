package main

import (
	"fmt"
	"net/netip"
	"os"
	"strings"
	"time"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
)

// issuerFlags say where people may sign in besides here.
type issuerFlags struct {
	OIDCIssuer           string         `name:"oidc-issuer" help:"People may sign in at this OpenID Connect issuer too, as the user whose name is their verified e-mail address." placeholder:"URL"`
	OIDCClientID         string         `name:"oidc-client-id" help:"What the issuer calls Daybreak." placeholder:"ID"`
	OIDCClientSecretFile string         `name:"oidc-client-secret-file" type:"path" help:"File of the client's secret, which nobody else may read." placeholder:"FILE"`
	OIDCNetwork          []netip.Prefix `name:"oidc-network" help:"Network where servers that the issuer names besides itself may be; else only public addresses are asked. May be repeated." placeholder:"CIDR"`
}

// open returns the issuer; nil without one.
func (f issuerFlags) open(noLogin bool, now func() time.Time) (*auth.Issuer, error) {
	if f.OIDCIssuer == "" && f.OIDCClientID == "" && f.OIDCClientSecretFile == "" && len(f.OIDCNetwork) == 0 {
		return nil, nil
	}
	if noLogin {
		return nil, &ops.Error{Code: "bad_issuer", Message: "With --no-login nobody signs in, at an issuer neither.", Hint: "Leave --no-login or the issuer out."}
	}
	secret := ""
	if f.OIDCClientSecretFile != "" {
		var err error
		if secret, err = readSecret(f.OIDCClientSecretFile); err != nil {
			return nil, err
		}
	}
	return auth.NewIssuer(f.OIDCIssuer, f.OIDCClientID, secret, now, f.OIDCNetwork)
}

// readSecret returns the one line of a file that only its owner may read.
func readSecret(path string) (string, error) {
	bad := func(message string, err error) (string, error) {
		return "", &ops.Error{Code: "bad_secret_file", Message: message, Hint: "Write the secret on one line of a file and chmod 600 it.",
			Where: ops.Place{File: path}, Err: err}
	}
	info, err := os.Stat(path)
	if err != nil {
		return bad("The file of the client's secret cannot be read.", err)
	}
	if m := info.Mode().Perm(); m&0o077 != 0 {
		return bad(fmt.Sprintf("Others can read the file of the client's secret: its mode is %04o.", m), nil)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return bad("The file of the client's secret cannot be read.", err)
	}
	secret := strings.TrimSpace(string(b))
	if secret == "" || strings.ContainsAny(secret, "\r\n") {
		return bad("The file of the client's secret does not hold one line.", nil)
	}
	return secret, nil
}
