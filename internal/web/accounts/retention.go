package accounts

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// Retention lets data that names persons go after its time.
type Retention interface {
	Periods(ctx context.Context) (ops.Periods, error)
	// Going counts what would go the next night.
	Going(ctx context.Context, p ops.Periods) (ops.Lapsing, error)
	// SetPeriods keeps periods if as much would go by them as the caller was told.
	SetPeriods(ctx context.Context, p ops.Periods, going int) error
}

// Backups lists the backups that are kept, the earliest first.
type Backups interface {
	Backups(ctx context.Context) ([]ops.Backup, error)
}

// retentionView is the page that says how long data is kept.
type retentionView struct {
	frame.FormView
	Kinds     []dataKindView
	Fixed     []view.Fact // what always goes, and when
	Looked    bool        // the periods are not those that hold, and wait to be confirmed
	Going     int
	GoingText string
	Backups   []view.Fact
}

type dataKindView struct {
	Name, Label, Hint, Days, Going string
}

func kindView(t *i18n.Retention, kind ops.DataKind) dataKindView {
	v := dataKindView{Name: string(kind)}
	switch kind {
	case ops.DataMembers:
		v.Label, v.Hint = t.Members, t.MembersHint
	case ops.DataContacts:
		v.Label, v.Hint = t.Contacts, t.ContactsHint
	case ops.DataAudit:
		v.Label, v.Hint = t.Audit, t.AuditHint
	case ops.DataMessages:
		v.Label, v.Hint = t.Messages, t.MessagesHint
	}
	return v
}

// readPeriods reads the periods of values: of those left out ones that hold stay.
func readPeriods(now ops.Periods, values url.Values) (ops.Periods, error) {
	out := ops.Periods{}
	for _, kind := range ops.DataKinds() {
		days := now[kind]
		if values.Has(string(kind)) {
			var err error
			if days, err = ops.ReadPeriod(kind, values.Get(string(kind))); err != nil {
				return nil, err
			}
		}
		if days > 0 {
			out[kind] = days
		}
	}
	return out, nil
}

// askedPeriods returns the periods that hold, and those the address asks about.
func (s *Section) askedPeriods(c echo.Context) (now, asked ops.Periods, err error) {
	if now, err = s.Retention.Periods(c.Request().Context()); err != nil {
		return nil, nil, err
	}
	values := c.QueryParams()
	for name, all := range values {
		if name != "lang" && name != "done" && !isDataKind(name) {
			return nil, nil, &ops.Error{Code: "unknown_parameter", Message: fmt.Sprintf("There is no parameter %s here.", ops.Show(name)),
				Where: ops.Place{Column: ops.Show(name)}, Args: []any{ops.Show(name)}}
		}
		if len(all) != 1 {
			return nil, nil, &ops.Error{Code: "bad_parameter", Message: "A parameter stands there several times.", Where: ops.Place{Column: ops.Show(name)},
				Args: []any{ops.Show(name)}}
		}
	}
	asked, err = readPeriods(now, values)
	return now, asked, err
}

func isDataKind(name string) bool {
	for _, kind := range ops.DataKinds() {
		if name == string(kind) {
			return true
		}
	}
	return false
}

// showRetention says how long data is kept, and of periods in the address what would go.
func (s *Section) showRetention(c echo.Context) error {
	now, asked, err := s.askedPeriods(c)
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.retentionPage(c, status, fault, now, now)
		})
	}
	return s.retentionPage(c, http.StatusOK, nil, now, asked)
}

func (s *Section) retentionPage(c echo.Context, status int, fault *ops.Error, now, asked ops.Periods) error {
	ctx, leave, err := s.Question(c.Request().Context(), s.Gate, frame.QueryTimeout)
	if err != nil {
		return err
	}
	defer leave()
	going, err := s.Retention.Going(ctx, asked)
	if err != nil {
		return frame.Ended(ctx, err)
	}
	backups, err := s.Backups.Backups(ctx)
	if err != nil {
		return err
	}
	v := retentionView{FormView: s.FormView(c, "data-retention", fault), Going: going.Total(), GoingText: view.Whole(going.Total())}
	t := &v.T.Retention
	v.Title = t.Title
	for _, kind := range ops.DataKinds() {
		k := kindView(t, kind)
		if days := asked[kind]; days > 0 {
			k.Days, k.Going = strconv.Itoa(days), view.Whole(going[kind])
		}
		v.Looked = v.Looked || asked[kind] != now[kind]
		v.Kinds = append(v.Kinds, k)
	}
	v.Fixed = []view.Fact{{Value: t.Sessions, Text: t.SessionsHint}, {Value: t.Browsers, Text: t.BrowsersHint}, {Value: t.Uploads, Text: t.UploadsHint},
		{Value: t.Refused, Text: t.RefusedHint}}
	for _, b := range backups {
		v.Backups = append(v.Backups, view.Fact{Value: b.Name, Text: fmt.Sprintf(v.T.Member.ForgetExpires, s.Moment(b.Expires))})
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return s.SendPage(c, status, "retention", v)
}

// setRetention keeps the periods of the form, once the administrator has confirmed them.
func (s *Section) setRetention(c echo.Context) error {
	form, err := frame.ReadForm(c, "members", "contacts", "audit", "messages", "going", "confirm")
	if err != nil {
		return err
	}
	now, err := s.Retention.Periods(c.Request().Context())
	if err != nil {
		return err
	}
	asked, err := readPeriods(now, form)
	if err != nil {
		asked = now
	} else if err = s.confirm(c, form); err == nil {
		err = s.keepPeriods(c, asked, form.Get("going"))
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.retentionPage(c, status, fault, now, asked)
		})
	}
	return c.Redirect(http.StatusSeeOther, "/data-retention?done=1")
}

func (s *Section) keepPeriods(c echo.Context, p ops.Periods, going string) error {
	n, err := strconv.Atoi(going)
	if err != nil {
		n = -1 // nothing was looked at
	}
	return s.Retention.SetPeriods(frame.ActAs(c, frame.PrincipalOf(c).Name), p, n)
}
