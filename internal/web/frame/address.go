package frame

import (
	"net/url"
	"strings"
)

// LocalPath returns back if it is an address on this server, else the start
// page: a redirect must not lead elsewhere.
func LocalPath(back string) string {
	u, err := url.Parse(back)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\\r\n\t") {
		return "/"
	}
	return u.RequestURI()
}
