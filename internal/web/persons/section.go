// Package persons is the room of what is held of single members: all of it as a file,
// and that it is forgotten.
package persons

import (
	"context"

	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Persons keeps what is held of single members. A member it never heard of is an
// *ops.Error with code unknown_member.
type Persons interface {
	// Held returns everything that is held about a member.
	Held(ctx context.Context, member string) (ops.Held, error)
	// Called returns what is known of some members; who has no names is left out.
	Called(ctx context.Context, members []string) (map[string]ops.Attributes, error)
	// Find returns up to most members whose id, name or nickname has the text in it, or,
	// if reach says so, whose contact has.
	Find(ctx context.Context, text string, reach bool, most int) ([]string, error)
	// Forget puts a tombstone in the place of a member, everywhere.
	Forget(ctx context.Context, member string) (ops.Forgotten, error)
	// Backups lists the backups that are kept, the earliest first.
	Backups(ctx context.Context) ([]ops.Backup, error)
}

// Section is the room.
type Section struct {
	*frame.Site
	Persons   Persons
	FollowUps loop.FollowUps // what was done for members; nil: nothing is kept
	Keeps     loop.Care      // writes it
	Tries     loop.Tries     // whose cost a talk may be
}

// Routes are the routes of the room.
func (s *Section) Routes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(frame.GET, "/members/:member/export", ops.Editor, frame.MaxJSON, s.export),
		on(frame.GET, "/api/v1/members/:member/export", ops.Editor, frame.MaxJSON, s.export),
		on(frame.POST, "/members/:member/follow-ups", ops.Editor, frame.MaxJSON, s.addCare),
		on(frame.POST, "/members/:member/moves", ops.Editor, frame.MaxJSON, s.move),
		on(frame.POST, "/follow-ups/:id/undo", ops.Editor, frame.MaxJSON, s.undoCare),
		on(frame.GET, "/members/:member/forget", ops.Admin, frame.MaxJSON, s.showForget),
		on(frame.POST, "/members/:member/forget", ops.Admin, frame.MaxJSON, s.forgetByForm),
		on(frame.POST, "/api/v1/members/:member/forget", ops.Admin, frame.MaxJSON, s.forgetByProgram),
	}
}
