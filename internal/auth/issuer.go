package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"daybreak/internal/ops"
	"daybreak/internal/outgoing"
)

// issuerTimeout is how long one request to an issuer may take.
const issuerTimeout = 10 * time.Second

// Issuer is where people have accounts of their organisation (OpenID Connect,
// authorization code with PKCE). The issuer is first asked when somebody signs
// in: Daybreak starts, and passwords work, while it is down.
type Issuer struct {
	url, client, secret string
	now                 func() time.Time
	http                *http.Client

	mu       sync.Mutex
	provider *oidc.Provider // nil until the issuer has answered
}

// NewIssuer returns the issuer at address, where Daybreak is known as client
// and proves it with secret. The address must be https, or http on this machine.
// What it names besides itself must have public addresses or lie in networks.
func NewIssuer(address, client, secret string, now func() time.Time, networks []netip.Prefix) (*Issuer, error) {
	u, err := url.Parse(address)
	local := err == nil && u.Scheme == "http" && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && !local {
		return nil, &ops.Error{Code: "bad_issuer", Message: "This is not the address of an issuer.",
			Hint: "Write it as https://accounts.example.com, exactly as the issuer states it.", Where: ops.Place{Column: "--oidc-issuer", Value: ops.Show(address)}}
	}
	if client == "" || secret == "" {
		return nil, &ops.Error{Code: "bad_issuer", Message: "Signing in at an issuer needs a client and its secret.",
			Hint: "Give --oidc-issuer, --oidc-client-id and --oidc-client-secret-file together."}
	}
	refuse := func(*http.Request, []*http.Request) error {
		return errors.New("the issuer sends to another address")
	}
	named := u.Host
	if u.Port() == "" {
		named = net.JoinHostPort(u.Hostname(), "443")
	}
	return &Issuer{url: address, client: client, secret: secret, now: now,
		http: &http.Client{Transport: outgoing.Dialer{Named: named, Networks: networks}.Transport(), Timeout: issuerTimeout, CheckRedirect: refuse}}, nil
}

// Host returns the issuer's name, for people.
func (i *Issuer) Host() string {
	u, _ := url.Parse(i.url)
	return u.Host
}

// Attempt is the secret of one browser that is about to sign in at an issuer.
// What the issuer gets to see is derived from it and does not tell it.
type Attempt string

// NewAttempt returns a new secret.
func NewAttempt() Attempt { return Attempt(rand.Text() + rand.Text()) }

func (a Attempt) derive(what string) string {
	sum := sha256.Sum256([]byte(what + " " + string(a)))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// Made reports whether state is the attempt's: whether this browser asked for
// the answer it brings.
func (a Attempt) Made(state string) bool {
	return a != "" && subtle.ConstantTimeCompare([]byte(a.derive("state")), []byte(state)) == 1
}

// Start returns the address to send the browser to, which comes back to back.
func (i *Issuer) Start(ctx context.Context, a Attempt, back string) (string, error) {
	p, err := i.discover(ctx)
	if err != nil {
		return "", err
	}
	return i.config(p, back).AuthCodeURL(a.derive("state"), oidc.Nonce(a.derive("nonce")), oauth2.S256ChallengeOption(a.derive("verifier"))), nil
}

// Finish trades the code that the browser brought back for the address of
// somebody's mail, which the issuer has verified.
func (i *Issuer) Finish(ctx context.Context, a Attempt, back, code string) (mail string, err error) {
	p, err := i.discover(ctx)
	if err != nil {
		return "", err
	}
	ctx = oidc.ClientContext(ctx, i.http)
	token, err := i.config(p, back).Exchange(ctx, code, oauth2.VerifierOption(a.derive("verifier")))
	if err != nil {
		if refused := (*oauth2.RetrieveError)(nil); errors.As(err, &refused) {
			// What the issuer answered may repeat secrets: the log gets its status.
			return "", notProved(errors.New("the issuer refuses the code: " + refused.Response.Status))
		}
		return "", i.down(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := p.Verifier(&oidc.Config{ClientID: i.client, Now: i.now}).Verify(ctx, raw)
	if err != nil {
		return "", notProved(err)
	}
	var claims struct {
		Mail     string `json:"email"`
		Verified bool   `json:"email_verified"`
		Party    string `json:"azp"`
	}
	if err := id.Claims(&claims); err != nil {
		return "", notProved(err)
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(a.derive("nonce"))) != 1:
		return "", notProved(errors.New("the token answers another request"))
	case (len(id.Audience) > 1 || claims.Party != "") && claims.Party != i.client:
		return "", notProved(errors.New("the token is for another client"))
	case !claims.Verified || claims.Mail == "" || strings.ContainsFunc(claims.Mail, func(r rune) bool { return r <= ' ' || r > '~' }):
		// Letters beyond ASCII are folded in ways that could make two people one.
		return "", &ops.Error{Code: "mail_not_verified", Message: "The issuer does not say that your e-mail address is verified.",
			Hint: "Sign in with your password, or ask who runs the issuer."}
	}
	return claims.Mail, nil
}

func (i *Issuer) config(p *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{ClientID: i.client, ClientSecret: i.secret, Endpoint: p.Endpoint(), RedirectURL: back, Scopes: []string{oidc.ScopeOpenID, "email"}}
}

// discover asks the issuer for its addresses and keys, once.
func (i *Issuer) discover(ctx context.Context) (*oidc.Provider, error) {
	i.mu.Lock()
	p := i.provider
	i.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p, err := oidc.NewProvider(oidc.ClientContext(ctx, i.http), i.url)
	if err != nil {
		return nil, i.down(err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.provider = p
	return p, nil
}

func (i *Issuer) down(err error) error {
	return &ops.Error{Code: "issuer_down", Message: i.Host() + " does not answer as it should.", Hint: "Try again in a while, or sign in with your password.",
		Args: []any{i.Host()}, Err: err}
}

func notProved(err error) error {
	return &ops.Error{Code: "not_proved", Message: "The issuer's answer does not prove who you are.", Hint: "Sign in again.", Err: err}
}
