package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// How many pages can follow the day under way at a time: of all, and of one
// person, or, without sign-in, of one address.
const (
	maxStreams = 200
	ownStreams = 20
)

// How often a stream of check-ins does what.
const (
	streamLooks  = 250 * time.Millisecond // for newer figures
	streamChecks = time.Second            // whether who listens still may
	streamBeats  = 15 * time.Second       // a comment, so that proxies keep the connection
	streamWrites = 10 * time.Second       // may take at most
)

// streamCheckIns sends, as server-sent events, what the panels of a page have
// to say about the day under way: at once and whenever it changes. The address
// is that of the page with its name as the parameter page. An event "live" is a
// JSON object of texts by panel; a panel with nothing under way has "".
func (s *Server) streamCheckIns(c echo.Context) error {
	q := maps.Clone(c.QueryParams())
	name := q.Get("page")
	q.Del("page")
	params, err := frame.PageParams(q)
	if err != nil {
		return frame.BadRequest(err)
	}
	follow := follower{page: name, params: params, lang: frame.Language(c)}
	ctx := c.Request().Context()
	last, err := s.news.text(ctx, s, c, follow)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // a proxy is to pass events on at once
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	leave, err := s.streams.Enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	control := http.NewResponseController(c.Response())
	if err := control.SetReadDeadline(time.Time{}); err != nil { // of the whole request; nothing more is read
		return err
	}
	send := func(format string, args ...any) error {
		if err := control.SetWriteDeadline(time.Now().Add(streamWrites)); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(c.Response(), format, args...); err != nil {
			return err
		}
		if err := control.Flush(); err != nil {
			return err
		}
		return control.SetWriteDeadline(time.Time{}) // HTTP/2 ends a stream whose deadline passes, also between writes
	}
	const event = "event: live\ndata: %s\n\n"
	if err := send(event, last); err != nil {
		return nil // whoever listened is gone
	}
	look, check, beat := time.NewTicker(streamLooks), time.NewTicker(streamChecks), time.NewTicker(streamBeats)
	defer look.Stop()
	defer check.Stop()
	defer beat.Stop()
	for err == nil {
		select {
		case <-ctx.Done():
			return nil
		case <-s.Stopping.Done():
			return nil
		case <-beat.C:
			err = send(":\n\n")
		case <-check.C:
			if may, err := s.accounts.StillViews(c); err != nil || !may {
				return err
			}
		case <-look.C:
			now, failed := s.news.text(ctx, s, c, follow)
			if failed != nil {
				return failed
			}
			if !bytes.Equal(now, last) {
				last, err = now, send(event, now)
			}
		}
	}
	return nil // whoever listened is gone
}

// follower is what a stream follows.
type follower struct {
	page   string
	params analysis.Params
	lang   i18n.Lang
}

// news keeps what there is to tell about the day under way, by follower, as of
// one version of the figures and the catalog: those who look at the same page
// are told the same.
type news struct {
	mu      sync.Mutex
	version int64
	digest  string
	texts   map[string][]byte
}

// text returns the data of an event.
func (n *news) text(ctx context.Context, s *Server, c echo.Context, f follower) ([]byte, error) {
	d := s.Data(c)
	page, ok := d.Catalog.Page(f.page)
	if !ok {
		return nil, frame.BadRequest(&ops.Error{Code: "unknown_page", Message: "There is no such page.", Where: ops.Place{Column: "page", Value: ops.Show(f.page)}})
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if v := d.Snapshot.Version(); v != n.version || d.Catalog.Digest != n.digest || n.texts == nil {
		n.version, n.digest, n.texts = v, d.Catalog.Digest, map[string][]byte{}
	}
	key := fmt.Sprintf("%s?%s %s %t", f.page, f.params.Query().Encode(), f.lang, frame.PrincipalOf(c).Role.SeesMembers())
	if saved, ok := n.texts[key]; ok {
		return saved, nil
	}
	scope, err := d.Resolve(f.params, d.PageScope(page))
	if err != nil {
		return nil, frame.BadRequest(err)
	}
	w := view.Writer{Lang: f.lang, T: i18n.In(f.lang), Currency: s.Currency, Catalog: d.Catalog}
	texts := map[string]string{}
	for _, p := range page.Panels {
		if p.Type != "checkins_today" {
			continue
		}
		a := s.askPanel(ctx, d, scope, p)
		if today, ok := a.result.(*analysis.Today); ok {
			texts[p.ID] = w.UnderWay(today)
		} else if a.transient {
			return nil, a.fault
		}
	}
	saved, err := json.Marshal(texts)
	if err == nil {
		n.texts[key] = saved
	}
	return saved, err
}
