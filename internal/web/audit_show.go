package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

// auditPage is how many lines of the audit log a page holds.
const auditPage = 200

// auditView is the page of the audit log.
type auditView struct {
	accountView
	Entries []auditEntryView
	Older   string
}

type auditEntryView struct {
	At, Actor, IP, Action, Object, Before, After string
}

// showAudit shows who did what, the newest first.
func (s *Server) showAudit(c echo.Context) error {
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
	v := auditView{accountView: s.newAccountView(c, "audit", nil)}
	v.Title = v.T.Account.Audit
	if len(all) > auditPage {
		all = all[:auditPage]
		v.Older = "/audit?before=" + strconv.FormatInt(all[auditPage-1].ID, 10)
	}
	for _, e := range all {
		v.Entries = append(v.Entries, auditEntryView{s.moment(e.At), e.Actor.Name, e.Actor.IP, v.T.Account.Action(string(e.Action)), e.Object, e.Before, e.After})
	}
	return s.sendPage(c, http.StatusOK, "audit", v)
}
