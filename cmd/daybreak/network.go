package main

import (
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/web"
)

// networkFlags say who can reach the server, and how.
type networkFlags struct {
	Listen      string   `default:"127.0.0.1:8080" help:"Address to listen on. One that others can reach needs --tls-cert and --tls-key, --acme or --behind-proxy."`
	Host        []string `help:"Host name under which browsers open Daybreak; may be repeated." placeholder:"NAME"`
	TLSCert     string   `name:"tls-cert" type:"path" help:"Certificate chain of the host, PEM." placeholder:"FILE"`
	TLSKey      string   `name:"tls-key" type:"path" help:"Private key of the certificate, PEM." placeholder:"FILE"`
	ACME        string   `name:"acme" help:"Get certificates for this host from Let's Encrypt; listen on port 443." placeholder:"HOST"`
	BehindProxy []string `help:"Network of the proxy that encrypts and that all requests come through; only its X-Forwarded-For is believed." placeholder:"CIDR"`
	BasePath    string   `help:"Path under which browsers find Daybreak where a proxy passes it a part of a host only, such as /dash." placeholder:"PATH"`
	NoLogin     bool     `help:"Everybody who reaches the address is an administrator. Only for a loopback address."`
}

// network is what the flags ask for.
type network struct {
	tls      *tls.Config // nil: plain HTTP
	https    bool        // as browsers see it
	proxies  []*net.IPNet
	names    []string // host names; none: this machine
	base     string   // path under which browsers find the server; "" for all of the host
	loopback bool     // only this machine can reach the server
}

// check refuses what would let others listen in, or in without signing in.
// certificates is where those of ACME are kept.
func (f networkFlags) check(certificates string) (*network, error) {
	host, _, err := net.SplitHostPort(f.Listen)
	if err != nil {
		return nil, &ops.Error{Code: "bad_address", Message: fmt.Sprintf("%s is not an address to listen on.", ops.Show(f.Listen)),
			Hint: "Write it as 127.0.0.1:8080.", Args: []any{ops.Show(f.Listen)}}
	}
	ip := net.ParseIP(host)
	loopback := host == "localhost" || ip != nil && ip.IsLoopback()
	ways := count(f.TLSCert != "" || f.TLSKey != "", f.ACME != "", len(f.BehindProxy) > 0)
	n := &network{names: f.Host, base: f.BasePath, loopback: loopback && ways == 0 && len(f.Host) == 0}
	switch {
	case ways > 1:
		return nil, &ops.Error{Code: "bad_network", Message: "--tls-cert, --acme and --behind-proxy are three ways to the same end.", Hint: "Choose one."}
	case f.NoLogin && (!loopback || ways > 0 || len(f.Host) > 0):
		return nil, &ops.Error{Code: "not_loopback", Message: "Without sign-in everybody who reaches the address is an administrator.",
			Hint: "Use --no-login only with a loopback address such as 127.0.0.1:8080, and for nobody else.", Args: []any{ops.Show(f.Listen)}}
	case !loopback && ways == 0:
		return nil, &ops.Error{Code: "not_loopback", Message: fmt.Sprintf("Others could reach %s, and there is no encryption.", ops.Show(f.Listen)),
			Hint: "Give --tls-cert and --tls-key, --acme or --behind-proxy, or listen on a loopback address such as 127.0.0.1:8080.", Args: []any{ops.Show(f.Listen)}}
	}
	switch {
	case f.ACME != "":
		n.https, n.tls = true, auth.Certificates(f.ACME, certificates)
		n.names = append(n.names, f.ACME)
	case f.TLSCert != "" || f.TLSKey != "":
		pair, err := tls.LoadX509KeyPair(f.TLSCert, f.TLSKey)
		if err != nil {
			return nil, &ops.Error{Code: "bad_certificate", Message: fmt.Sprintf("The certificate cannot be used: %s.", err),
				Hint: "Give --tls-cert and --tls-key, both as PEM files.", Err: err}
		}
		if err := checkKeyFile(f.TLSKey); err != nil {
			return nil, err
		}
		n.https, n.tls = true, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	}
	if n.tls != nil {
		n.tls.CipherSuites = cipherSuites()
	}
	for _, name := range n.names {
		if err := checkHostName(name); err != nil {
			return nil, err
		}
	}
	if err := checkBasePath(n.base); err != nil {
		return nil, err
	}
	for _, text := range f.BehindProxy {
		_, cidr, err := net.ParseCIDR(text)
		if err != nil {
			return nil, &ops.Error{Code: "bad_network", Message: fmt.Sprintf("%s is not a network.", ops.Show(text)),
				Hint: "Write it as 10.0.0.0/8, or 127.0.0.1/32 for this machine.", Args: []any{ops.Show(text)}}
		}
		n.https, n.proxies = true, append(n.proxies, cidr)
	}
	if len(n.names) == 0 && (!loopback || len(n.proxies) > 0) {
		return nil, &ops.Error{Code: "host_missing", Message: "Others will open Daybreak under a host name, and no other is answered.",
			Hint: "Name it with --host, as dash.example.com."}
	}
	return n, nil
}

func count(all ...bool) int {
	n := 0
	for _, b := range all {
		if b {
			n++
		}
	}
	return n
}

// cipherSuites are those of TLS 1.2 that encrypt and authenticate in one go; TLS
// 1.3 has no others.
func cipherSuites() []uint16 {
	var out []uint16
	for _, s := range tls.CipherSuites() {
		if strings.Contains(s.Name, "_GCM_") || strings.Contains(s.Name, "CHACHA20") {
			out = append(out, s.ID)
		}
	}
	return out
}

// checkKeyFile refuses a private key that others can read.
func checkKeyFile(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return nil // loading it says what is wrong
	}
	if m := info.Mode().Perm(); m&0o077 != 0 {
		return &ops.Error{Code: "key_permissions", Message: fmt.Sprintf("Others can read the private key %s: its mode is %04o.", path, m),
			Hint: "Run: chmod 600 " + path, Args: []any{path, fmt.Sprintf("%04o", m)}}
	}
	return nil
}

// checkHostName refuses what cannot be the name or address of a host, such as
// one with a port or a scheme: browsers could not open it.
func checkHostName(name string) error {
	if net.ParseIP(strings.Trim(name, "[]")) != nil {
		return nil
	}
	wrong := name == "" || len(name) > 253 || strings.Trim(name, ".") != name
	for label := range strings.SplitSeq(name, ".") {
		wrong = wrong || label == "" || len(label) > 63
	}
	wrong = wrong || strings.ContainsFunc(name, func(r rune) bool {
		return r != '-' && r != '.' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
	if wrong {
		return &ops.Error{Code: "bad_host", Message: fmt.Sprintf("%s is not the name of a host.", ops.Show(name)),
			Hint: "Write it without scheme, port and path: dash.example.com. The port is that of --listen.", Args: []any{ops.Show(name)}}
	}
	return nil
}

// checkBasePath refuses what is not a path that browsers and proxies write in
// one way only.
func checkBasePath(path string) error {
	if path == "" {
		return nil
	}
	wrong := path[0] != '/' || len(path) > 200
	for part := range strings.SplitSeq(path[1:], "/") {
		wrong = wrong || strings.Trim(part, ".") == "" || strings.ContainsFunc(part, func(r rune) bool {
			return !strings.ContainsRune("-._~", r) && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
		})
	}
	if wrong {
		return &ops.Error{Code: "bad_base_path", Message: fmt.Sprintf("%s is not a path to be found under.", ops.Show(path)),
			Hint: "Write it as /dash: a slash, then letters, digits, - . _ ~, and no slash at the end.", Args: []any{ops.Show(path)}}
	}
	return nil
}

// hosts returns the Host headers to answer on a listener.
func (n *network) hosts(addr net.Addr) []string {
	out := web.LocalHosts(addr)
	_, port, _ := net.SplitHostPort(addr.String())
	for _, name := range n.names {
		name = strings.ToLower(name)
		out = append(out, name, net.JoinHostPort(name, port))
	}
	return out
}

// address returns where browsers find the server on a listener.
func (n *network) address(addr net.Addr) string { return n.origin(addr) + n.base }

func (n *network) origin(addr net.Addr) string {
	switch {
	case !n.https:
		return "http://" + addr.String()
	case len(n.proxies) > 0:
		return "https://" + n.names[0]
	case len(n.names) == 0:
		return "https://" + addr.String()
	}
	if _, port, _ := net.SplitHostPort(addr.String()); port != "443" {
		return "https://" + net.JoinHostPort(n.names[0], port)
	}
	return "https://" + n.names[0]
}

// listen opens the address.
func (n *network) listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, &ops.Error{Code: "cannot_listen", Message: fmt.Sprintf("The address %s cannot be opened.", address),
			Hint: "Is another program using it? Choose another with --listen.", Err: err, Args: []any{address}}
	}
	if n.tls != nil {
		return tls.NewListener(l, n.tls), nil
	}
	return l, nil
}

// certificatesIn is where a data directory keeps certificates.
func certificatesIn(data string) string { return filepath.Join(data, "acme") }
