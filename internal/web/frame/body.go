package frame

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// SendBody answers 304 when the client has the ETag already set, else the
// packed body if there is one, else the plain one.
func SendBody(c echo.Context, contentType string, plain, packed []byte) error {
	h := c.Response().Header()
	if etag := h.Get("ETag"); etag != "" && etagMatches(c.Request(), etag) {
		return c.NoContent(http.StatusNotModified)
	}
	if packed != nil {
		h.Set("Content-Encoding", "gzip")
		return c.Blob(http.StatusOK, contentType, packed)
	}
	return c.Blob(http.StatusOK, contentType, plain)
}

func etagMatches(r *http.Request, etag string) bool {
	for v := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if v = strings.TrimSpace(v); strings.TrimPrefix(v, "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}

// AcceptsGzip reports whether the client takes gzip; "gzip;q=0" refuses it.
func AcceptsGzip(r *http.Request) bool {
	for v := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(v), ";")
		if strings.TrimSpace(name) == "gzip" {
			q = strings.ReplaceAll(q, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}

// Gzip packs b at a level of compress/gzip.
func Gzip(b []byte, level int) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, level)
	if err != nil {
		panic(err) // the level is a constant
	}
	w.Write(b) // a bytes.Buffer does not fail
	w.Close()
	return out.Bytes()
}
