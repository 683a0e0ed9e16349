package accounts

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// sessionLife is how long a session lasts at most; the store ends it earlier
// when it is not used for 12 hours.
const sessionLife = 7 * 24 * time.Hour

// sessionKey is the only value of a session: an ops.Session.
const sessionKey = "session"

// newSessions returns the manager of sessions. The store sees only the hash of
// a session's secret.
func newSessions(keep Sessions, site *frame.Site) *scs.SessionManager {
	m := scs.New()
	m.Lifetime = sessionLife
	m.Store = sessionStore{keep}
	m.Codec = sessionCodec{}
	m.HashTokenInStore = true
	m.Cookie = scs.SessionCookie{Name: site.CookieName("sid"), Path: site.CookiePath("/"), HttpOnly: true, Secure: site.HTTPS, SameSite: http.SameSiteLaxMode,
		Persist: true}
	return m
}

// sessionCodec turns a session into bytes and back.
type sessionCodec struct{}

func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	x, _ := values[sessionKey].(ops.Session)
	x.Expires = deadline
	return json.Marshal(x)
}

func (sessionCodec) Decode(b []byte) (time.Time, map[string]any, error) {
	var x ops.Session
	err := json.Unmarshal(b, &x)
	return x.Expires, map[string]any{sessionKey: x}, err
}

// sessionStore keeps what scs gives it as rows one can list. It implements
// scs.CtxStore.
type sessionStore struct{ keep Sessions }

func (s sessionStore) FindCtx(ctx context.Context, hash string) ([]byte, bool, error) {
	x, ok, err := s.keep.Session(ctx, hash)
	if err != nil || !ok {
		return nil, false, err
	}
	b, err := json.Marshal(x)
	return b, true, err
}

func (s sessionStore) CommitCtx(ctx context.Context, hash string, b []byte, _ time.Time) error {
	var x ops.Session
	if err := json.Unmarshal(b, &x); err != nil {
		return err
	}
	return s.keep.AddSession(ctx, hash, x)
}

func (s sessionStore) DeleteCtx(ctx context.Context, hash string) error {
	return s.keep.DropSession(ctx, hash)
}

func (s sessionStore) Find(hash string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), hash)
}

func (s sessionStore) Commit(hash string, b []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), hash, b, expires)
}

func (s sessionStore) Delete(hash string) error { return s.DeleteCtx(context.Background(), hash) }

// session returns the principal of the request's session cookie, nobody when
// there is none that holds. When the user's role has changed, the session gets
// a new secret.
func (d *door) session(c echo.Context) (frame.Principal, error) {
	cookie, err := c.Request().Cookie(d.sessions.Cookie.Name)
	if err != nil {
		return frame.Principal{}, nil
	}
	ctx, x, u, err := d.signedIn(c.Request().Context(), cookie.Value)
	if err != nil {
		return frame.Principal{}, err
	}
	c.SetRequest(c.Request().WithContext(ctx))
	if u.ID == 0 {
		return frame.Principal{}, nil
	}
	if c.Path() != view.StreamPath { // which browsers open again by themselves
		d.Accounts.UseSession(ctx, x)
	}
	if u.Role != x.Role {
		if err := d.startSession(c, u); err != nil {
			return frame.Principal{}, err
		}
	}
	return frame.Principal{Name: u.Name, Role: u.Role, User: u.ID, Session: x.ID, Rows: d.RowsOfKey(u.Rows, ops.RowRule{})}, nil
}

// signedIn returns the session of a secret, and its user, whose ID is 0 when
// there is none that holds. The context returned has the session's data.
func (d *door) signedIn(ctx context.Context, secret string) (context.Context, ops.Session, ops.User, error) {
	loaded, err := d.sessions.Load(ctx, secret)
	if err != nil {
		return ctx, ops.Session{}, ops.User{}, err
	}
	x, ok := d.sessions.Get(loaded, sessionKey).(ops.Session)
	if !ok {
		return loaded, ops.Session{}, ops.User{}, nil
	}
	u, ok, err := d.Accounts.User(loaded, x.User)
	if !ok {
		u = ops.User{}
	}
	return loaded, x, u, err
}

// startSession signs the browser in as u under a new secret.
func (d *door) startSession(c echo.Context, u ops.User) error {
	ctx, err := d.sessions.Load(c.Request().Context(), "")
	if err == nil {
		err = d.sessions.RenewToken(ctx)
	}
	if err != nil {
		return err
	}
	c.SetRequest(c.Request().WithContext(ctx))
	d.sessions.Put(ctx, sessionKey, ops.Session{User: u.ID, Role: u.Role, IP: c.RealIP(), Agent: ops.Show(c.Request().UserAgent())})
	token, expires, err := d.sessions.Commit(ctx)
	if err != nil {
		return err
	}
	d.sessions.WriteSessionCookie(ctx, c.Response(), token, expires)
	return nil
}

// endSession signs the browser out.
func (d *door) endSession(c echo.Context) error {
	ctx, err := d.sessions.Load(c.Request().Context(), "")
	if err == nil {
		err = d.sessions.Destroy(ctx)
	}
	if err != nil {
		return err
	}
	d.sessions.WriteSessionCookie(ctx, c.Response(), "", time.Time{})
	return nil
}
