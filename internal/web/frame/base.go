package frame

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// Base is the path under which browsers find Daybreak where a proxy passes it a
// part of a host only, such as /dash; "" is the whole host.
//
// Inside, every address begins at the root of Daybreak: /overview. Under takes
// the base off what comes in. Pages.Write, Leave, Absolute and CookiePath are
// all there is to put it before what goes out.
type Base string

// At returns the address as browsers ask for it. What is not an address from
// the root, such as one elsewhere, stays.
func (b Base) At(address string) string {
	if b == "" || !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
		return address
	}
	return string(b) + address
}

// Under returns the request as if Daybreak had the host to itself. A proxy may
// have taken the base off already.
func (b Base) Under(r *http.Request) *http.Request {
	path, under := strings.CutPrefix(r.URL.Path, string(b))
	if b == "" || !under || path != "" && path[0] != '/' {
		return r
	}
	raw, under := strings.CutPrefix(r.URL.RawPath, string(b))
	if !under && raw != "" {
		return r // the base itself is escaped: nobody writes it so
	}
	out := *r
	out.URL = new(url.URL)
	*out.URL = *r.URL
	out.URL.Path, out.URL.RawPath = path, raw
	if path == "" {
		out.URL.Path = "/"
	}
	return &out
}

// Leave has redirects lead under the base.
func (b Base) Leave(next echo.HandlerFunc) echo.HandlerFunc {
	if b == "" {
		return next
	}
	return func(c echo.Context) error {
		c.Response().Before(func() {
			h := c.Response().Header()
			if to := h.Get(echo.HeaderLocation); to != "" {
				h.Set(echo.HeaderLocation, b.At(to))
			}
		})
		return next(c)
	}
}

// addressed are the attributes of our templates that hold addresses; action is the
// end of formaction, too. A test walks all pages and finds what is missing.
var addressed = []string{"href", "src", "action", "data-follow", "data-note", "data-try"}

// page returns a page whose addresses lead under the base. In markup a quotation
// mark is part of a tag: in texts and values it is escaped.
func (b Base) page(markup string) string {
	var pairs []string
	for _, name := range addressed {
		pairs = append(pairs, name+`="//`, name+`="//`, name+`="/`, name+`="`+string(b)+"/")
	}
	return strings.NewReplacer(pairs...).Replace(markup)
}

// Absolute returns the whole address of a path, as people and programs outside
// are given it, under the host that the request names.
func (x *Site) Absolute(c echo.Context, path string) string {
	return x.Scheme() + "://" + c.Request().Host + x.Base.At(path)
}

// CookiePath is the Path of a cookie that browsers are to send to path and what
// lies below it.
func (x *Site) CookiePath(path string) string {
	if x.Base != "" && path == "/" {
		return string(x.Base)
	}
	return x.Base.At(path)
}

// CookieName returns the name of a cookie that holds a secret. Over HTTPS
// browsers take a name with __Host- only from this very host and for all of it;
// on a part of a host, where others may live, __Secure- is what there is.
func (x *Site) CookieName(name string) string {
	switch {
	case !x.HTTPS:
		return name
	case x.Base != "":
		return "__Secure-" + name
	}
	return "__Host-" + name
}
