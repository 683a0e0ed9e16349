// Package naming is the part of the site about what things are called: names
// that mean the same thing, and the channels that campaigns belong to.
package naming

import (
	"context"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Section answers requests about names.
type Section struct {
	*frame.Site
	Book Book
}

// Book is where names are kept.
type Book struct {
	Merges  Merges
	Rules   Rules
	Refresh func(context.Context) error // makes the figures follow
}

// Merges keeps which names mean others. What contradicts those that hold has the
// codes merged_already and merge_circle, what no row says unknown_name.
type Merges interface {
	// All returns every merge, the latest first, those undone too.
	All(ctx context.Context) ([]ops.Merge, error)
	// Effect says what one would change.
	Effect(ctx context.Context, m ops.Merge) (ops.MergeEffect, error)
	Add(ctx context.Context, m ops.Merge) (ops.Merge, error)
	Undo(ctx context.Context, id int64, by string) (ops.Merge, error)
}

// New returns the section of a site.
func New(site *frame.Site, book Book) *Section { return &Section{Site: site, Book: book} }

// Routes are the pages about names, and their API.
func (s *Section) Routes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(frame.GET, "/names", ops.Editor, frame.MaxJSON, s.showNames),
		on(frame.POST, "/names", ops.Editor, frame.MaxJSON, s.mergeOnPage),
		on(frame.POST, "/names/:id/undo", ops.Editor, frame.MaxJSON, s.undoOnPage),
		on(frame.GET, "/unassigned", ops.Viewer, frame.MaxJSON, s.showUnassigned).Whole(),
		on(frame.POST, "/unassigned", ops.Editor, frame.MaxJSON, s.assign),
		on(frame.POST, "/channel-rules", ops.Editor, frame.MaxJSON, s.addRule),
		on(frame.POST, "/channel-rules/:id/undo", ops.Editor, frame.MaxJSON, s.undoRuleOnPage),
		on(frame.GET, "/api/v1/unassigned", ops.Viewer, frame.MaxJSON, s.listUnassigned).Whole(),
		on(frame.GET, "/api/v1/channel-rules", ops.Viewer, frame.MaxJSON, s.listRules).Whole(),
		on(frame.POST, "/api/v1/channel-rules", ops.Editor, frame.MaxJSON, s.createRule),
		on(frame.POST, "/api/v1/channel-rules/:id/undo", ops.Editor, frame.MaxJSON, s.undoRule),
		on(frame.GET, "/api/v1/merges", ops.Viewer, frame.MaxJSON, s.listMerges).Whole(),
		on(frame.POST, "/api/v1/merges", ops.Editor, frame.MaxJSON, s.createMerge),
		on(frame.POST, "/api/v1/merges/:id/undo", ops.Editor, frame.MaxJSON, s.undoMerge),
	}
}

// enter waits for a place among heavy questions and returns the context of the
// answer, with a deadline, and how to leave.
func (s *Section) enter(ctx context.Context) (context.Context, func(), error) {
	return s.Question(ctx, s.Gate, frame.QueryTimeout)
}
