// Package boards is the part of the site about the pages that users put together.
package boards

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"daybreak/internal/ask"
	"daybreak/internal/catalog"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Store keeps boards.
type Store interface {
	All(ctx context.Context) ([]ops.Board, error)
	Past(ctx context.Context, id int64) ([]ops.BoardPast, error)
	Add(ctx context.Context, b ops.Board) (ops.Board, error)
	Change(ctx context.Context, b ops.Board) (ops.Board, error)
	Remove(ctx context.Context, id, version int64) error
}

// Section answers requests about boards. They are pages of the catalog like those of
// files, so that everything that can be done with a page can be done with them.
type Section struct {
	*frame.Site
	Store Store

	mu   sync.Mutex
	kept *reading // nil: read again
}

// reading is every board as it was read against one state of the files.
type reading struct {
	digest string
	boards []board
}

// board is a board with its page, or with why it is none.
type board struct {
	ops.Board
	page  *ops.Page
	fault error
}

// Routes are the pages about boards.
func (s *Section) Routes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(frame.GET, "/boards", ops.Viewer, frame.MaxJSON, s.showBoards),
		on(frame.GET, "/boards/pin", ops.Viewer, frame.MaxJSON, s.showPin),
		on(frame.POST, "/boards/pin", ops.Viewer, frame.MaxJSON, s.pin),
		on(frame.GET, "/boards/:id", ops.Viewer, frame.MaxJSON, s.showBoard),
		on(frame.POST, "/boards/:id", ops.Viewer, frame.MaxJSON, s.changeBoard),
		on(frame.POST, "/boards/:id/file", ops.Viewer, 2*ops.MaxBoardFile, s.changeFile),
		on(frame.POST, "/boards/:id/restore", ops.Viewer, frame.MaxJSON, s.restore),
		on(frame.POST, "/boards/:id/remove", ops.Viewer, frame.MaxJSON, s.remove),
	}
}

// Pages returns the boards that p sees as pages, and what tells them from others. A
// board that does not fit the files any more is left out: its own page says why.
func (s *Section) Pages(ctx context.Context, c *ops.Catalog, p frame.Principal) (pages []*ops.Page, stamp string, err error) {
	all, err := s.read(ctx, c)
	if err != nil {
		return nil, "", err
	}
	var said strings.Builder
	for _, b := range all {
		if b.page != nil && b.SeenBy(p.User, p.Role) {
			pages = append(pages, b.page)
			fmt.Fprintf(&said, "%d:%d ", b.ID, b.Version)
		}
	}
	return pages, said.String(), nil
}

// read returns every board; those of before while nothing was written.
func (s *Section) read(ctx context.Context, c *ops.Catalog) ([]board, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept != nil && s.kept.digest == c.Digest {
		return s.kept.boards, nil
	}
	all, err := s.Store.All(ctx)
	if err != nil {
		return nil, err
	}
	now := &reading{digest: c.Digest}
	for _, b := range all {
		x := board{Board: b}
		if x.page, x.fault = catalog.Board(c, b.Page(), b.File, ask.PanelShapes()); x.fault == nil {
			x.page.Order = 1000
		}
		now.boards = append(now.boards, x)
	}
	s.kept = now
	return now.boards, nil
}

// Wrote forgets what was read: a board has changed.
func (s *Section) Wrote() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = nil
}
