package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// started runs the server and returns its address, what it has told on stderr
// so far, and what ends it.
func started(t *testing.T, args ...string) (base string, told *safeBuffer, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	told = &safeBuffer{}
	done := make(chan error, 1)
	go func() {
		err := run(ctx, append([]string{"serve"}, args...), noEnv, w, told)
		w.CloseWithError(io.EOF)
		done <- err
	}()
	stop = func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the server ended with %v", err)
		}
		done <- nil
	}
	t.Cleanup(stop)
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "Daybreak is at "); ok {
			go io.Copy(io.Discard, r)
			return at, told, stop
		}
	}
	t.Fatalf("the server did not start: %s", told)
	return "", nil, nil
}

var setUpLink = regexp.MustCompile(`(?m)^Set-up: (\S+)/setup#(\S+)$`)

// browser is a client that keeps cookies and does not follow redirects.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := client()
	c.Jar = jar
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return c
}

func submit(t *testing.T, c *http.Client, base, path string, fields url.Values) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+path, strings.NewReader(fields.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", base)
	req.Header.Set("Accept", "text/html")
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// S5 at the command line: the link is printed once at each start until there
// is an administrator, and only the last one works.
func TestSetUpLink(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	args := []string{"--data", data, "--listen", "127.0.0.1:0"}
	_, told, stop := started(t, args...)
	first := setUpLink.FindAllStringSubmatch(told.String(), -1)
	stop()
	base, told, stop := started(t, args...)
	second := setUpLink.FindAllStringSubmatch(told.String(), -1)
	if len(first) != 1 || len(second) != 1 || first[0][2] == second[0][2] || len(second[0][2]) != 43 || second[0][1] != base {
		t.Fatalf("links %q and %q", first, second)
	}
	fields := url.Values{"code": {first[0][2]}, "name": {"ada"}, "password": {"a good long sentence"}, "again": {"a good long sentence"}}
	c := browser(t)
	if code, _ := submit(t, c, base, "/setup", fields); code != http.StatusForbidden {
		t.Errorf("the link of an earlier start: %d", code)
	}
	fields.Set("code", second[0][2])
	if code, body := submit(t, c, base, "/setup", fields); code != http.StatusSeeOther {
		t.Fatalf("%d %s", code, body)
	}
	if code, _ := submit(t, browser(t), base, "/setup", fields); code != http.StatusNotFound {
		t.Errorf("the set-up page is still there: %d", code)
	}
	if n := strings.Count(told.String(), second[0][2]); n != 1 {
		t.Errorf("the code is told %d times", n)
	}
	stop()
	for _, name := range []string{"daybreak.db", "daybreak.db-wal"} {
		if strings.Contains(readAll(t, filepath.Join(data, name)), second[0][2]) {
			t.Errorf("%s holds the code itself", name)
		}
	}
	base, told, _ = started(t, args...)
	if setUpLink.MatchString(told.String()) {
		t.Errorf("a link although there is an administrator: %s", told)
	}
	if code, _ := submit(t, browser(t), base, "/login", url.Values{"name": {"ada"}, "password": {"a good long sentence"},
		"next": {"/"}}); code != http.StatusSeeOther {
		t.Errorf("sign in after a restart: %d", code)
	}
}

func TestUsersAtTheCommandLine(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	secret := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(secret, []byte("a good long sentence\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must := func(args ...string) string {
		t.Helper()
		code, out, errs := runs(t, append(args, "--data", data)...)
		if code != 0 {
			t.Fatalf("%v: %d %s", args, code, errs)
		}
		return strings.TrimSpace(out)
	}
	must("user", "add", "ada", "--role", "admin", "--password-file", secret)
	made := must("user", "add", "bo")
	if len(made) < 20 {
		t.Errorf("the password that was made is %q", made)
	}
	for _, bad := range [][]string{
		{"user", "add", "ADA"}, {"user", "password", "cy"}, {"user", "remove", "cy"}, {"user", "remove", "ada"},
		{"token", "revoke", "9"}, {"token", "create", "--role", "viewer", "--days=-1"}, {"token", "create", "--role", "viewer", "--name", ""},
	} {
		if code, _, errs := runs(t, append(bad, "--data", data)...); code != 78 || errs == "" {
			t.Errorf("%v: %d %s", bad, code, errs)
		}
	}
	if list := must("user", "list"); list != "ada\tadmin\tlast signed in never\nbo\tviewer\tlast signed in never" {
		t.Errorf("users: %q", list)
	}
	renewed := must("user", "password", "bo")
	token := must("token", "create", "--role", "viewer", "--name", "cron", "--days", "7")
	if list := must("token", "list"); !strings.HasPrefix(list, "1\tcron\tviewer\tby command line\texpires 2") || strings.Contains(list, token) {
		t.Errorf("tokens: %q", list)
	}
	must("token", "create", "--role", "check_in", "--name", "app")
	if list := must("token", "list"); !strings.Contains(list, "2\tapp\tcheck_in\tby command line") {
		t.Errorf("tokens: %q", list)
	}
	rescued := must("reset-admin", "--name", "rescue")
	base, told, stop := started(t, "--data", data, "--listen", "127.0.0.1:0")
	for password, want := range map[string]int{made: 401, renewed: 303} {
		if code, _ := submit(t, browser(t), base, "/login", url.Values{"name": {"bo"}, "password": {password}, "next": {"/"}}); code != want {
			t.Errorf("bo signs in with %q: %d, want %d", password, code, want)
		}
	}
	if code, _ := submit(t, browser(t), base, "/login", url.Values{"name": {"rescue"}, "password": {rescued}, "next": {"/"}}); code != 303 {
		t.Errorf("after reset-admin: %d", code)
	}
	stop()
	for _, s := range []string{made, renewed, rescued, token, "a good long sentence"} {
		if strings.Contains(told.String(), s) {
			t.Errorf("the log holds %q", s)
		}
	}
	must("token", "revoke", "1")
	must("user", "remove", "ada")
	if code, _, _ := runs(t, "user", "remove", "rescue", "--data", data); code != 78 {
		t.Error("the last administrator was removed")
	}
}

// certificate writes a certificate of its own for 127.0.0.1 and
// dash.example.com.
func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "dash.example.com"}, DNSNames: []string{"dash.example.com"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0,
			1)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(parsed)
	return cert, key, pool
}

func TestServeWithTLS(t *testing.T) {
	cert, key, pool := certificate(t)
	data := filepath.Join(t.TempDir(), "data")
	if code, _, errs := runs(t, "reset-admin", "--data", data); code != 0 {
		t.Fatal(errs)
	}
	base, _, _ := started(t, "--data", data, "--listen", "0.0.0.0:0", "--tls-cert", cert, "--tls-key", key, "--host", "dash.example.com")
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" || u.Hostname() != "dash.example.com" {
		t.Fatal(base, err)
	}
	c := browser(t)
	c.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, "127.0.0.1:"+u.Port())
		}}
	resp, err := c.Get(base + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	for id, want := range map[uint16]bool{
		tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: true, tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA: false, tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA: false,
	} {
		old := &tls.Config{RootCAs: pool, ServerName: "dash.example.com", MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{id}}
		conn, err := tls.Dial("tcp", "127.0.0.1:"+u.Port(), old)
		if err == nil {
			conn.Close()
		}
		if (err == nil) != want {
			t.Errorf("TLS 1.2 with %s: %v", tls.CipherSuiteName(id), err)
		}
	}
	if resp.StatusCode != 200 || resp.ProtoMajor != 2 || resp.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s %s %v", resp.Status, resp.Proto, resp.Header)
	}
	for _, host := range []string{"127.0.0.2", "evil.example", "dash.example.com.evil.example"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/healthz", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		resp, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusMisdirectedRequest {
			t.Errorf("as %s: %s", host, resp.Status)
		}
	}
}

func TestAddressesThatOthersCanReachNeedEncryption(t *testing.T) {
	cert, key, _ := certificate(t)
	data, open := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "open.pem")
	secret, err := os.ReadFile(key)
	must(t, err)
	must(t, os.WriteFile(open, secret, 0o644))
	for _, x := range []struct{ args, say string }{
		{"--listen 0.0.0.0:0", "no encryption"},
		{"--listen :0", "no encryption"},
		{"--listen 192.0.2.1:0", "no encryption"},
		{"--listen 0.0.0.0:0 --host dash.example.com", "no encryption"},
		{"--listen 0.0.0.0:0 --tls-cert " + cert, "certificate"},
		{"--listen 0.0.0.0:0 --tls-cert " + key + " --tls-key " + cert, "certificate"},
		{"--listen 0.0.0.0:0 --tls-cert " + cert + " --tls-key " + key, "--host"},
		{"--listen 0.0.0.0:0 --tls-cert " + cert + " --tls-key " + open + " --host dash.example.com", "Others can read the private key"},
		{"--listen 0.0.0.0:0 --tls-cert " + cert + " --tls-key " + key + " --host dash.example.com:8443", "not the name of a host"},
		{"--listen 0.0.0.0:0 --tls-cert " + cert + " --tls-key " + key + " --host https://dash.example.com", "not the name of a host"},
		{"--listen 0.0.0.0:0 --behind-proxy 10.0.0.0/8 --host dash.example.com/dash", "not the name of a host"},
		{"--listen 0.0.0.0:0 --acme dash.example.com:443", "not the name of a host"},
		{"--listen 0.0.0.0:0 --behind-proxy 10.0.0.0/8", "--host"},
		{"--listen 127.0.0.1:0 --behind-proxy 127.0.0.1/32", "--host"},
		{"--listen 0.0.0.0:0 --behind-proxy 10.0.0.0 --host dash.example.com", "not a network"},
		{"--listen 0.0.0.0:0 --behind-proxy 10.0.0.0/8 --acme dash.example.com", "three ways"},
		{"--listen 127.0.0.1:0 --no-login --behind-proxy 127.0.0.1/32 --host dash.example.com", "administrator"},
		{"--listen 127.0.0.1:0 --no-login --host dash.example.com", "administrator"},
		{"--listen 0.0.0.0:0 --no-login --tls-cert " + cert + " --tls-key " + key + " --host dash.example.com", "administrator"},
	} {
		code, _, errs := runs(t, append([]string{"serve", "--data", data}, strings.Fields(x.args)...)...)
		if code != 78 || !strings.Contains(errs, x.say) {
			t.Errorf("%s: %d %q, want 78 and …%s…", x.args, code, errs, x.say)
		}
	}
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Errorf("a refused start made the data directory: %v", err)
	}
	f := networkFlags{Listen: "0.0.0.0:443", ACME: "dash.example.com"}
	n, err := f.check(t.TempDir())
	if err != nil || !n.https || n.tls == nil || n.address(&net.TCPAddr{IP: net.IPv4zero, Port: 443}) != "https://dash.example.com" {
		t.Fatalf("%+v %v", n, err)
	}
	if _, err := n.tls.GetCertificate(&tls.ClientHelloInfo{ServerName: "evil.example"}); err == nil {
		t.Error("a certificate for another host")
	}
}

// A password file with Windows line ends is the same password.
func TestPasswordFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(name, []byte("a good long sentence\r\nmore\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	env := &environment{ctx: t.Context(), stdout: &out, stderr: io.Discard}
	hash, shown, err := passwordFlags{name}.password(env, "ada")
	if err != nil || shown != "" || !strings.HasPrefix(hash, "$argon2id$") {
		t.Errorf("%q %q %v", hash, shown, err)
	}
	if _, _, err := (passwordFlags{name}).password(env, "a good long sentence"); err == nil {
		t.Error("the name was taken as password")
	}
}
