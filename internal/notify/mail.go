package notify

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net"
	"strconv"
	"strings"

	mail "github.com/wneessen/go-mail"

	"daybreak/internal/ops"
)

// mailer sends mail by SMTP, as text and as HTML.
type mailer struct {
	settings Settings
	dialer   *Dialer
}

// Send implements Channel.
func (c *mailer) Send(ctx context.Context, m Message) error {
	message, err := c.message(m)
	if err != nil {
		return Final(err)
	}
	client, err := c.client()
	if err != nil {
		return Final(err)
	}
	ctx, done := context.WithTimeout(ctx, sendTimeout)
	defer done()
	return failureOf(client.DialAndSendWithContext(ctx, message))
}

func (c *mailer) client() (*mail.Client, error) {
	host, portText, err := net.SplitHostPort(c.settings.Address)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return nil, err
	}
	options := []mail.Option{mail.WithPort(port), mail.WithTimeout(sendTimeout), mail.WithDialContextFunc(c.dialer.to().DialContext), mail.WithoutNoop()}
	switch c.settings.TLS {
	case "tls":
		options = append(options, mail.WithSSL())
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if c.settings.User != "" {
		options = append(options, mail.WithUsername(c.settings.User), mail.WithPassword(c.settings.Secret), mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover))
	}
	return mail.NewClient(host, options...)
}

// message writes the mail. Its id is that of the message, so that a reader who
// gets it twice sees it once.
func (c *mailer) message(m Message) (*mail.Msg, error) {
	out := mail.NewMsg()
	if err := out.From(c.settings.From); err != nil {
		return nil, err
	}
	if err := out.To(c.settings.To...); err != nil {
		return nil, err
	}
	out.Subject(m.Title)
	out.SetDateWithValue(c.dialer.Now())
	out.SetMessageIDWithValue(m.ID + "@daybreak")
	out.SetGenHeader("Auto-Submitted", "auto-generated")
	out.SetBodyString(mail.TypeTextPlain, m.Plain())
	out.AddAlternativeString(mail.TypeTextHTML, m.html())
	return out, nil
}

// html writes the message as a mail is read: one column, system fonts, styles in
// place, because mail programs drop style sheets.
func (m Message) html() string {
	const font = "font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif"
	e := html.EscapeString
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang="%s"><body style="margin:0;padding:24px;background:#f4f6f9;%s;color:#172033">`, e(m.Lang), font)
	b.WriteString(`<div style="max-width:600px;margin:0 auto;padding:24px;background:#fff;border:1px solid #e3e7ee;border-radius:10px">`)
	fmt.Fprintf(&b, `<h1 style="margin:0 0 16px;font-size:20px;line-height:1.4">%s</h1>`, e(m.Title))
	for _, l := range m.Lines {
		weight := ""
		if l.Emphasis {
			weight = ";font-weight:600"
		}
		fmt.Fprintf(&b, `<p style="margin:0 0 12px;font-size:15px;line-height:1.6%s">%s`, weight, e(l.Text))
		if l.Link != "" {
			fmt.Fprintf(&b, ` <a href="%s" style="color:#2456d6">%s</a>`, e(l.Link), e(orElse(l.LinkText, l.Link)))
		}
		b.WriteString(`</p>`)
	}
	if m.Link != "" {
		fmt.Fprintf(&b, `<p style="margin:20px 0 0"><a href="%s" style="display:inline-block;padding:9px 16px;background:#2456d6;color:#fff;`+
			`border-radius:8px;text-decoration:none;font-size:15px">%s</a></p>`, e(m.Link), e(orElse(m.LinkText, m.Link)))
	}
	b.WriteString(`</div></body></html>`)
	return b.String()
}

// failureOf says whether a mail that was not taken is worth another try: what
// the server calls permanent (5xx) is not.
func failureOf(err error) error {
	var send *mail.SendError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &send):
		text := cut(err.Error(), maxSaid)
		return &Failure{Final: !send.IsTemp() && send.ErrorCode() >= 500,
			Why: &ops.Error{Code: "mail_refused", Message: "The mail server refused it: " + text, Args: []any{text}}}
	}
	return unreached(err)
}
