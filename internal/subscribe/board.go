package subscribe

import (
	"context"

	"daybreak/internal/analysis"
	"daybreak/internal/catalog"
	"daybreak/internal/ops"
)

// Boards yields the boards of everybody.
type Boards interface {
	All(ctx context.Context) ([]ops.Board, error)
}

// boards adds the boards that a user sees to a catalog. One that does not fit the files
// any more is no page, as on the site.
func (s *Sender) boards(ctx context.Context, c *ops.Catalog, u ops.User) (*ops.Catalog, error) {
	all, err := s.Boards.All(ctx)
	if err != nil {
		return nil, err
	}
	var pages []*ops.Page
	for _, b := range all {
		if !b.SeenBy(u.ID, u.Role) {
			continue
		}
		if page, fault := catalog.Board(c, b.Page(), b.File, analysis.PanelShapes()); fault == nil {
			pages = append(pages, page)
		}
	}
	return c.Adding(pages, ""), nil
}
