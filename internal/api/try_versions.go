package api

import (
	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// versionAnswer is one version of a try: what it said, and who made it.
type versionAnswer struct {
	tryBody
	Altered   bool         `json:"altered"`
	Decision  ops.Decision `json:"decision"`
	Sentence  string       `json:"sentence"`
	Next      int64        `json:"next_try"`
	ChangedBy string       `json:"changed_by"`
	ChangedAt string       `json:"changed_at"`
}

type versionsAnswer struct {
	Versions []versionAnswer `json:"versions"`
}

// answerVersions answers what a try was and is, the first version first.
func (s *Section) answerVersions(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	all, err := s.Book.Tries.Versions(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return echo.ErrNotFound
	}
	out := versionsAnswer{}
	for _, t := range all {
		out.Versions = append(out.Versions, versionAnswer{s.bodyOf(t), t.Altered, t.Decision, t.Sentence, t.Next, t.ChangedBy, instantText(t.Changed)})
	}
	c.Response().Header().Set("Cache-Control", "private, no-cache")
	return c.JSON(200, out)
}
