package web

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
)

// How often edits are looked for, and told to the pages that are open.
const (
	editLooks = 150 * time.Millisecond
	editBeats = 15 * time.Second
)

// sources returns the templates and the static files: those of the checkout
// that is worked on, else those built in.
func (c *Config) sources() (templates, static fs.FS, err error) {
	if c.Checkout == nil {
		return templateFiles, c.Assets, nil
	}
	if templates, err = fs.Sub(c.Checkout, "internal/web"); err == nil {
		static, err = fs.Sub(c.Checkout, "static")
	}
	return templates, static, err
}

// edits follows a checkout that is worked on.
type edits struct {
	log      *slog.Logger
	checkout fs.FS
	reload   []func() error
	last     atomic.Int64 // when what is shown was read
}

// watch reads templates and static files again when one has changed, until ctx
// ends. What cannot be read is told in the log, and what was shown before
// stays.
func (x *edits) watch(ctx context.Context) {
	x.last.Store(time.Now().UnixNano())
	look := time.NewTicker(editLooks)
	defer look.Stop()
	before := x.state()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		now := x.state()
		if now == before {
			continue
		}
		before = now
		if err := x.read(); err != nil {
			x.log.Error("the edit is not shown", "error", err)
			continue
		}
		x.last.Store(time.Now().UnixNano())
	}
}

func (x *edits) read() error {
	for _, reload := range x.reload {
		if err := reload(); err != nil {
			return err
		}
	}
	return nil
}

// state says which files there are, how long, and when they were written.
func (x *edits) state() string {
	var b strings.Builder
	for _, dir := range []string{"internal/web/templates", "static"} {
		err := fs.WalkDir(x.checkout, dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "build" {
				return fs.SkipDir
			}
			info, err := d.Info()
			if err == nil && !d.IsDir() {
				fmt.Fprintln(&b, path, info.Size(), info.ModTime().UnixNano())
			}
			return err
		})
		if err != nil { // a file that is being replaced; the next look sees it whole
			fmt.Fprintln(&b, err)
		}
	}
	return b.String()
}

// streamEdits tells a page, as server-sent events, when what it shows was read:
// at once and after each edit.
func (s *Server) streamEdits(c echo.Context) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/event-stream")
	h.Set("Cache-Control", "no-store")
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	control := http.NewResponseController(c.Response())
	if err := control.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	look, beat := time.NewTicker(editLooks), time.NewTicker(editBeats)
	defer look.Stop()
	defer beat.Stop()
	var told int64
	for {
		text := ""
		if last := s.edits.last.Load(); last != told {
			told, text = last, fmt.Sprintf("data: %d\n\n", last)
		}
		select {
		case <-c.Request().Context().Done():
			return nil
		case <-s.Stopping.Done():
			return nil
		case <-beat.C:
			text += ":\n\n"
		case <-look.C:
		}
		if text == "" {
			continue
		}
		if err := control.SetWriteDeadline(time.Now().Add(streamWrites)); err != nil {
			return err
		}
		if _, err := fmt.Fprint(c.Response(), text); err != nil {
			return nil // the page is gone
		}
		if err := control.Flush(); err != nil {
			return nil
		}
	}
}
