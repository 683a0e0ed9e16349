package notify

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// post is a mail server on loopback that keeps what it takes.
type post struct {
	mu     sync.Mutex
	taken  []string
	refuse error // at RCPT
	slow   time.Duration
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return &postSession{p}, nil }

type postSession struct{ post *post }

func (s *postSession) Mail(string, *smtp.MailOptions) error { return nil }
func (s *postSession) Rcpt(string, *smtp.RcptOptions) error { return s.post.refuse }
func (s *postSession) Reset()                               {}
func (s *postSession) Logout() error                        { return nil }
func (s *postSession) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	time.Sleep(s.post.slow)
	s.post.mu.Lock()
	defer s.post.mu.Unlock()
	s.post.taken = append(s.post.taken, string(b))
	return err
}

func serve(t *testing.T, p *post, secure bool) string {
	t.Helper()
	s := smtp.NewServer(p)
	s.Domain = "localhost"
	s.AllowInsecureAuth = true
	if secure {
		s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate(t)}}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return l.Addr().String()
}

func certificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func letters(t *testing.T, address, encryption string) Channel {
	return open(t, Settings{Kind: Mail, Address: address, From: "Daybreak <daybreak@example.com>", To: []string{"lin@example.com"}, TLS: encryption})
}

func TestMail(t *testing.T) {
	p := &post{}
	c := letters(t, serve(t, p, false), "none")
	if err := c.Send(t.Context(), brief()); err != nil {
		t.Fatal(err)
	}
	got, err := mail.ReadMessage(strings.NewReader(p.taken[0]))
	if err != nil {
		t.Fatal(err)
	}
	if id := got.Header.Get("Message-ID"); id != "<msg_1@daybreak>" {
		t.Errorf("Message-ID %q", id)
	}
	for _, want := range []string{"text/plain", "text/html", "multipart/alternative"} {
		if !strings.Contains(p.taken[0], want) {
			t.Errorf("the mail has no %s", want)
		}
	}
}

// Without a certificate that is trusted nothing is sent in clear instead.
func TestMailIsNotSentInClear(t *testing.T) {
	p := &post{}
	for address, encryption := range map[string]string{serve(t, p, false): "starttls", serve(t, p, true): "starttls"} {
		if err := letters(t, address, encryption).Send(t.Context(), brief()); err == nil || isFinal(err) {
			t.Errorf("sent without encryption that holds: %v", err)
		}
	}
	if len(p.taken) > 0 {
		t.Error("a mail was taken")
	}
}

// Grey-listing (451) is worth another try, a receiver that does not exist
// (550) is not.
func TestRefusedMail(t *testing.T) {
	for _, want := range []struct {
		code  int
		final bool
	}{{451, false}, {550, true}} {
		p := &post{refuse: &smtp.SMTPError{Code: want.code, EnhancedCode: smtp.EnhancedCodeNotSet, Message: "no"}}
		err := letters(t, serve(t, p, false), "none").Send(t.Context(), brief())
		var f *Failure
		if !errors.As(err, &f) || f.Final != want.final || f.Why.Code != "mail_refused" {
			t.Errorf("%d: %v", want.code, err)
		}
	}
	// Nor is a server that may not be reached.
	c, err := Open(Settings{Kind: Mail, Address: "10.1.2.3:25", From: "a@example.com", To: []string{"b@example.com"}}, &Dialer{Now: loopback().Now})
	if err != nil {
		t.Fatal(err)
	}
	var f *Failure
	if err := c.Send(t.Context(), brief()); !errors.As(err, &f) || !f.Final || f.Why.Code != "private_address" {
		t.Errorf("a private address: %v", err)
	}
}

func TestSettingsAreChecked(t *testing.T) {
	for name, s := range map[string]Settings{
		"kind": {Kind: "pigeon"}, "address": {Kind: WeCom, Address: "qyapi.weixin.qq.com"},
		"port": {Kind: Mail, Address: "smtp.example.com", From: "a@b.c", To: []string{"a@b.c"}},
		"from": {Kind: Mail, Address: "h:25", From: "nobody", To: []string{"a@b.c"}}, "to": {Kind: Mail, Address: "h:25", From: "a@b.c"},
		"receiver":        {Kind: Mail, Address: "h:25", From: "a@b.c", To: []string{"x"}},
		"password":        {Kind: Mail, Address: "h:25", From: "a@b.c", To: []string{"a@b.c"}, Secret: "x"},
		"name in address": {Kind: Webhook, Address: "https://u:p@example.com/"},
	} {
		if s.Check() == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
