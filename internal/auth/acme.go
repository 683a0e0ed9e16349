package auth

import (
	"crypto/tls"
	"net/http"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"daybreak/internal/outgoing"
)

// Certificates returns TLS settings that get certificates for host, and for no
// other name, from Let's Encrypt and keep them in dir. The authority checks by
// connecting to port 443 of host.
func Certificates(host, dir string) *tls.Config {
	m := &autocert.Manager{Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(dir), HostPolicy: autocert.HostWhitelist(host),
		Client: &acme.Client{DirectoryURL: autocert.DefaultACMEDirectory,
			HTTPClient: &http.Client{Transport: outgoing.Dialer{}.Transport(), Timeout: time.Minute}}}
	cfg := m.TLSConfig()
	cfg.MinVersion = tls.VersionTLS12
	return cfg
}
