package web

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// waitingPanels are the folded panels of a page, which are neither asked nor sent
// before a reader unfolds them.
type waitingPanels struct {
	Href  string
	Count int
}

// shownPanels returns the panels of a page that its address shows, those that were
// folded apart. What cannot be changed shows all.
func shownPanels(b view.Page) (unfolded, folded []*ops.Panel) {
	for _, p := range b.Layout.Panels {
		switch {
		case !p.Folded:
			unfolded = append(unfolded, p)
		case b.Fixed || b.View.Params.Unfold:
			folded = append(folded, p)
		}
	}
	return unfolded, folded
}

// drawPanels asks panels side by side and writes them. Its error is of the context:
// nobody waits for the page any more.
func (s *Server) drawPanels(ctx context.Context, b view.Page, panels []*ops.Panel) ([]frame.Markup, []answered, error) {
	drawn := make([]frame.Markup, len(panels))
	failures := make([]error, len(panels))
	views := make([]view.Panel, len(panels))
	answers := s.ask(ctx, b.Data, b.View, panels, b.Questions, func(i int, a *answered) {
		if ctx.Err() != nil {
			return
		}
		if views[i] = s.viewPanel(ctx, b, panels[i], a); views[i].Chart == nil {
			drawn[i], failures[i] = s.drawPanel(views[i])
		}
	})
	s.drawFirst(b, views)
	for i, v := range views {
		if v.Chart != nil && ctx.Err() == nil {
			drawn[i], failures[i] = s.drawPanel(v)
		}
	}
	return drawn, answers, errors.Join(append(failures, ctx.Err())...)
}

// drawFirst draws the first chart of a page, so that it is seen before any script
// has come.
func (s *Server) drawFirst(b view.Page, views []view.Panel) {
	i := slices.IndexFunc(views, func(v view.Panel) bool { return v.Chart != nil })
	if i < 0 {
		return
	}
	first, err := s.pictures.Inline(views[i].Chart, b.Writer)
	if err != nil {
		s.Log.Error("the first chart is left to the browser", "panel", views[i].ID, "error", err)
	}
	views[i].Chart.First = first
}

// drawPanel writes a panel.
func (s *Server) drawPanel(v view.Panel) (_ frame.Markup, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return s.Pages.Part("dashboard", "panel", v)
}
