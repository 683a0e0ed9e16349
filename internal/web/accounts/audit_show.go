package accounts

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// auditPage is how many lines of the audit log a page holds.
const auditPage = 200

// auditView is the page of the audit log.
type auditView struct {
	frame.FormView
	Entries []auditEntryView
	Older   string
}

type auditEntryView struct {
	At, Actor, IP, Action, Object, Before, After string
}

// showAudit shows who did what, the newest first.
func (s *Section) showAudit(c echo.Context) error {
	var before int64
	if text := c.QueryParam("before"); text != "" {
		var err error
		if before, err = strconv.ParseInt(text, 10, 64); err != nil || before <= 0 {
			return echo.ErrNotFound
		}
	}
	all, err := s.Accounts.Audit(c.Request().Context(), auditPage+1, before)
	if err != nil {
		return err
	}
	v := auditView{FormView: s.FormView(c, "audit", nil)}
	v.Title = v.T.Account.Audit
	if len(all) > auditPage {
		all = all[:auditPage]
		v.Older = "/audit?before=" + strconv.FormatInt(all[auditPage-1].ID, 10)
	}
	for _, e := range all {
		v.Entries = append(v.Entries, auditEntryView{s.Moment(e.At), e.Actor.Name, e.Actor.IP, v.T.Account.Action(string(e.Action)),
			auditText(v.T, e.Object), auditText(v.T, e.Before), auditText(v.T, e.After)})
	}
	return s.SendPage(c, http.StatusOK, "audit", v)
}

// auditText writes what the log says in the reader's language, as far as it is
// words and not names.
func auditText(t *i18n.Messages, text string) string {
	var created, updated, id int64
	var record string
	if _, err := fmt.Sscanf(text, "%d created, %d updated", &created, &updated); err == nil {
		return fmt.Sprintf(t.Account.AuditImported, view.Whole(int(created)), view.Whole(int(updated)))
	}
	if _, err := fmt.Sscanf(text, "%d %s", &id, &record); err == nil {
		if _, ok := ops.RecordNamed(record); ok {
			return strings.Replace(text, record, t.Record(record), 1)
		}
	}
	switch ops.BatchState(text) {
	case ops.Live:
		return t.Import.Live
	case ops.Undone:
		return t.Import.Undone
	}
	return t.Account.Role(text)
}
