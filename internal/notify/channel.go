package notify

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"daybreak/internal/ops"
)

// Channel takes messages.
type Channel interface {
	// Send hands a message over. An error says that it was not taken: a *Failure,
	// or one of the network.
	Send(ctx context.Context, m Message) error
}

// Failure is why a message was not taken. Final ones are not worth trying again;
// After is how long to wait at least, 0 where nothing was said.
type Failure struct {
	Final bool
	After time.Duration
	Why   *ops.Error // no secrets
}

// Error implements error.
func (f *Failure) Error() string { return f.Why.Error() }

// maxSaid is how much of what the other side says is kept, in bytes.
const maxSaid = 300

// Final returns the failure of an error that will not change by trying again.
func Final(err error) *Failure { return &Failure{Final: true, Why: whyOf(err)} }

// whyOf returns why a message was not taken, for people.
func whyOf(err error) *ops.Error {
	var f *Failure
	var e *ops.Error
	switch {
	case errors.As(err, &f):
		return f.Why
	case errors.As(err, &e):
		return e
	}
	text := cut(err.Error(), maxSaid)
	return &ops.Error{Code: "not_delivered", Message: text, Args: []any{text}, Err: err}
}

// The kinds of channels.
const (
	Mail     = "mail"
	WeCom    = "wecom"
	Feishu   = "feishu"
	DingTalk = "dingtalk"
	Webhook  = "webhook"
	Page     = "page" // nowhere: only the page of messages shows it
)

// Kinds returns the kinds of channels in the order pages list them.
func Kinds() []string { return []string{Mail, WeCom, Feishu, DingTalk, Webhook, Page} }

// Settings are what a person sets up. Secret is write-only: pages, logs,
// exports and backups never hold it in clear.
type Settings struct {
	Kind    string
	Address string   // robots and webhooks: where messages are posted; mail: host:port of the server
	Secret  string   // robots and webhooks: the key of the signature; mail: the password
	User    string   // mail: whom to sign in as; "" = nobody
	From    string   // mail: the sender
	To      []string // mail: the receivers
	TLS     string   // mail: starttls (default), tls, or none
}

// Check says what is wrong with the settings, field by field.
func (s Settings) Check() error {
	var wrong ops.Mistakes
	miss := func(field, value, message, hint string) {
		wrong = append(wrong, &ops.Error{Code: "bad_channel", Message: message, Hint: hint,
			Where: ops.Place{Column: field, Value: ops.Show(value)}, Args: []any{field}})
	}
	switch s.Kind {
	case Mail:
		if host, port, ok := strings.Cut(s.Address, ":"); !ok || host == "" || port == "" {
			miss("address", s.Address, "The mail server is not host:port.", "For example smtp.example.com:587.")
		}
		if s.TLS != "" && s.TLS != "starttls" && s.TLS != "tls" && s.TLS != "none" {
			miss("tls", s.TLS, "There is no such way to encrypt mail.", "Use starttls, tls or none.")
		}
		if _, err := mail.ParseAddress(s.From); err != nil {
			miss("from", s.From, "The sender is not a mail address.", "For example Daybreak <daybreak@example.com>.")
		}
		if len(s.To) == 0 {
			miss("to", "", "Nobody receives the mail.", "Give at least one address.")
		}
		for _, to := range s.To {
			if _, err := mail.ParseAddress(to); err != nil {
				miss("to", to, "A receiver is not a mail address.", "Separate addresses by commas.")
			}
		}
		if s.User == "" && s.Secret != "" {
			miss("user", "", "There is a password and nobody to sign in as.", "Give the name the mail server knows, or no password.")
		}
	case WeCom, Feishu, DingTalk, Webhook:
		u, err := url.Parse(s.Address)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
			miss("address", "", "The address is not one that can be posted to.", "Copy the whole webhook address, beginning with https://.")
		}
	case Page:
	default:
		miss("kind", s.Kind, "There is no such kind of channel.", "Use one of "+strings.Join(Kinds(), ", ")+".")
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// Open returns the channel of settings that Check has passed.
func Open(s Settings, d *Dialer) (Channel, error) {
	switch s.Kind {
	case Mail:
		return &mailer{settings: s, dialer: d}, nil
	case WeCom:
		return &wecom{poster: d.poster(), address: s.Address}, nil
	case Feishu:
		return &feishu{poster: d.poster(), address: s.Address, secret: s.Secret, now: d.Now}, nil
	case DingTalk:
		return &dingtalk{poster: d.poster(), address: s.Address, secret: s.Secret, now: d.Now}, nil
	case Webhook:
		return newWebhook(s, d)
	case Page:
		return page{}, nil
	}
	return nil, fmt.Errorf("there is no channel of kind %q", s.Kind)
}

// page is the channel of messages that are only shown on the page of messages.
type page struct{}

// Send implements Channel.
func (page) Send(context.Context, Message) error { return nil }

// Shows returns what may be shown of the settings: whom a mail goes to, the host
// of a robot or webhook.
func (s Settings) Shows() string {
	if s.Kind == Mail {
		return strings.Join(s.To, ", ")
	}
	u, err := url.Parse(s.Address)
	if err != nil {
		return ""
	}
	return u.Host
}

// AllowedSetting is the setting of the workspace that lists, by blanks, the
// private networks that messages may go to.
const AllowedSetting = "private_networks"

// ParseNetworks reads networks written as 10.1.2.0/24 or as single addresses.
func ParseNetworks(texts []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if a, single := netip.ParseAddr(text); single == nil {
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err != nil {
			return nil, &ops.Error{Code: "no_network", Message: "This is no network.", Hint: "Write it as 10.1.2.0/24.",
				Where: ops.Place{Column: "networks", Value: ops.Show(text)}, Err: err}
		}
		out = append(out, p)
	}
	return out, nil
}

// Pace returns how long at least lies between two messages of a kind: 20 a minute
// for WeCom and DingTalk, 100 a minute for Feishu.
func Pace(kind string) time.Duration {
	switch kind {
	case WeCom, DingTalk:
		return 3 * time.Second
	case Feishu:
		return 700 * time.Millisecond
	}
	return 0
}

// isFinal reports whether an error need not be tried again.
func isFinal(err error) bool {
	var f *Failure
	return errors.As(err, &f) && f.Final
}
