package accounts

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
)

// A browser that has signed in keeps a note of it, which proves that whoever
// uses it once knew the password. It lets nobody in: it keeps the attempts of
// others from counting for its own. It ends with the password.

// knownFor is how long a browser stays known.
const knownFor = 180 * 24 * time.Hour

const knownCookie = "known"

// rememberBrowser notes in the browser that it has signed in as u.
func (s *Section) rememberBrowser(c echo.Context, u ops.User) {
	until := s.Clock().Add(knownFor)
	note := fmt.Sprintf("%d.%d.%s", u.ID, until.Unix(), rand.Text())
	c.SetCookie(&http.Cookie{Name: knownCookie, Value: note + "." + sealed(note, u), Path: s.CookiePath("/login"), MaxAge: int(knownFor.Seconds()),
		HttpOnly: true, Secure: s.HTTPS, SameSite: http.SameSiteLaxMode})
}

// knownBrowser returns which browser it is that has signed in as u before.
func (s *Section) knownBrowser(c echo.Context, u ops.User) (id string, ok bool) {
	cookie, err := c.Cookie(knownCookie)
	if err != nil || u.ID == 0 || u.Password == "" {
		return "", false
	}
	at := strings.LastIndexByte(cookie.Value, '.')
	if at < 0 {
		return "", false
	}
	note, seal := cookie.Value[:at], cookie.Value[at+1:]
	parts := strings.Split(note, ".")
	if len(parts) != 3 || parts[0] != strconv.FormatInt(u.ID, 10) || !hmac.Equal([]byte(seal), []byte(sealed(note, u))) {
		return "", false
	}
	until, err := strconv.ParseInt(parts[1], 10, 64)
	return parts[2], err == nil && s.Clock().Unix() < until
}

// sealed is what only the server can add to a note about u, and only as long as
// the password stays: its hash, which nobody else knows, is the key.
func sealed(note string, u ops.User) string {
	mac := hmac.New(sha256.New, []byte("known browser\x00"+u.Password))
	mac.Write([]byte(note))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
