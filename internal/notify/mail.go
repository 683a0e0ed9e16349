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

// html writes the message as a mail is read: one column of tables, system fonts, styles in
// place, because mail programs drop style sheets and know little else.
func (m Message) html() string {
	const font = "font-family:'PingFang SC','Microsoft YaHei',-apple-system,'Segoe UI',Helvetica,Arial,sans-serif"
	e := html.EscapeString
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang="%s"><head><meta charset="utf-8"><title>%s</title></head>`, e(m.Lang), e(m.Title))
	fmt.Fprintf(&b, `<body style="margin:0;padding:24px 12px;background:#f4f6f9;%s;color:#121826">`, font)
	b.WriteString(`<table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" border="0" ` +
		`style="width:600px;max-width:100%;background:#ffffff;border-radius:10px">`)
	b.WriteString(`<tr><td style="padding:22px 24px 6px">`)
	if m.Above != "" {
		fmt.Fprintf(&b, `<div style="font-size:13px;line-height:20px;color:#5c6577">%s</div>`, e(m.Above))
	}
	fmt.Fprintf(&b, `<h1 style="margin:8px 0 4px;font-size:20px;line-height:30px;font-weight:bold;color:#121826">%s</h1></td></tr>`, e(m.Title))
	Block{Lines: m.Lines}.html(&b)
	for _, x := range m.Blocks {
		x.html(&b)
	}
	if m.Link != "" {
		fmt.Fprintf(&b, `<tr><td style="padding:20px 24px 6px"><a href="%s" style="display:inline-block;padding:10px 20px;background:#2456d6;color:#ffffff;`+
			`border-radius:8px;text-decoration:none;font-size:14px;line-height:20px;font-weight:bold">%s</a></td></tr>`, e(m.Link), e(orElse(m.LinkText, m.Link)))
	}
	b.WriteString(`<tr><td style="padding:10px 24px 22px;font-size:12px;line-height:19px;color:#5c6577">`)
	for i, l := range m.Foot {
		if i > 0 {
			b.WriteString(`<br>`)
		}
		b.WriteString(e(l.Text))
		if l.Link != "" {
			fmt.Fprintf(&b, ` <a href="%s" style="color:#1d47b3">%s</a>`, e(l.Link), e(orElse(l.LinkText, l.Link)))
		}
	}
	b.WriteString(`</td></tr></table></body></html>`)
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
