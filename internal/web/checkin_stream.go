package web

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// How many streams there can be at a time: of all, and of one person, or, without
// sign-in, of one address. A browser has one for all its tabs. And how many pages
// one stream can follow.
const (
	maxStreams  = 200
	ownStreams  = 20
	maxFollowed = 50
)

// How often a stream of check-ins does what.
const (
	streamLooks  = 250 * time.Millisecond // for newer figures
	streamChecks = time.Second            // whether who listens still may
	streamBeats  = 15 * time.Second       // a comment, so that proxies keep the connection
	streamWrites = 10 * time.Second       // may take at most
)

// redirectStream leads from the address that the stream had to its own.
func redirectStream(c echo.Context) error {
	return c.Redirect(http.StatusPermanentRedirect, ask.Href(view.StreamPath, c.QueryParams()))
}

// streamCheckIns sends, as server-sent events, what the panels of pages have to
// say about the day under way: at once and whenever it changes. Each parameter
// "of" is the address of a page, as /checkins?f.channel=zhihu. An event "live" is
// a JSON object of that address and of texts by panel; a panel with nothing under
// way has "". An event "refused" tells once what is wrong with an address, which
// is not followed: the others are.
func (s *Server) streamCheckIns(c echo.Context) error {
	followed, err := followersIn(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	told, err := s.tell(ctx, c, followed)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(followed, func(f *follower) bool { return !f.over }) {
		return followed[0].fault
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
	send := func(text string) error {
		if err := control.SetWriteDeadline(time.Now().Add(streamWrites)); err != nil {
			return err
		}
		if _, err := io.WriteString(c.Response(), text); err != nil {
			return err
		}
		if err := control.Flush(); err != nil {
			return err
		}
		return control.SetWriteDeadline(time.Time{}) // HTTP/2 ends a stream whose deadline passes, also between writes
	}
	look, check, beat := time.NewTicker(streamLooks), time.NewTicker(streamChecks), time.NewTicker(streamBeats)
	defer look.Stop()
	defer check.Stop()
	defer beat.Stop()
	for {
		if told != "" {
			if err := send(told); err != nil {
				return nil // whoever listened is gone
			}
		}
		told = ""
		select {
		case <-ctx.Done():
			return nil
		case <-s.Stopping.Done():
			return nil
		case <-beat.C:
			told = ":\n\n"
		case <-check.C:
			if may, err := s.accounts.StillViews(c); err != nil || !may {
				return err
			}
		case <-look.C:
			if err := s.SeeAnew(c); err != nil {
				return err
			}
			if told, err = s.tell(ctx, c, followed); err != nil {
				return err
			}
		}
	}
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
func (n *news) text(ctx context.Context, s *Server, c echo.Context, f *follower) ([]byte, error) {
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
	key := fmt.Sprintf("%s?%s %s %t %s", f.page, f.params.Query().Encode(), f.lang, frame.PrincipalOf(c).Role.SeesMembers(), frame.RowsOf(c).Text())
	if saved, ok := n.texts[key]; ok {
		return saved, nil
	}
	scope, err := d.Resolve(f.params, d.PageScope(page))
	if err != nil {
		return nil, frame.BadRequest(err)
	}
	w := view.NewWriter(f.lang, s.Currency, d)
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
