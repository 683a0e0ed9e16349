package accounts

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// retentionAnswer says how long data is kept, and how much would go the next night.
type retentionAnswer struct {
	Days    map[ops.DataKind]*int `json:"days"` // null is for ever
	Tonight struct {
		Gone  map[ops.DataKind]int `json:"gone"`
		Total int                  `json:"total"`
	} `json:"tonight"`
	Backups []keptBackup `json:"backups"`
}

type keptBackup struct {
	Name    string `json:"name"`
	Expires string `json:"expires"`
}

// retentionForPrograms answers with the periods that hold, or those of the address.
func (s *Section) retentionForPrograms(c echo.Context) error {
	_, asked, err := s.askedPeriods(c)
	if err != nil {
		return frame.BadRequest(err)
	}
	return s.answerRetention(c, asked)
}

func (s *Section) answerRetention(c echo.Context, p ops.Periods) error {
	ctx, leave, err := s.Question(c.Request().Context(), s.Gate, frame.QueryTimeout)
	if err != nil {
		return err
	}
	defer leave()
	going, err := s.Retention.Going(ctx, p)
	if err != nil {
		return frame.Ended(ctx, err)
	}
	backups, err := s.Backups.Backups(ctx)
	if err != nil {
		return err
	}
	out := retentionAnswer{Days: map[ops.DataKind]*int{}, Backups: []keptBackup{}}
	out.Tonight.Gone, out.Tonight.Total = map[ops.DataKind]int{}, going.Total()
	for _, kind := range ops.DataKinds() {
		out.Days[kind], out.Tonight.Gone[kind] = nil, going[kind]
		if days := p[kind]; days > 0 {
			out.Days[kind] = &days
		}
	}
	for _, b := range backups {
		out.Backups = append(out.Backups, keptBackup{b.Name, frame.Instant(b.Expires)})
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(http.StatusOK, out)
}

// retentionBody is what a program sends: all periods, null for ever, and the total it was
// told.
type retentionBody struct {
	Members  *int `json:"members"`
	Contacts *int `json:"contacts"`
	Audit    *int `json:"audit"`
	Messages *int `json:"messages"`
	Going    *int `json:"going"`
}

// setRetentionByProgram keeps the periods of the body.
func (s *Section) setRetentionByProgram(c echo.Context) error {
	var b retentionBody
	if err := frame.DecodeJSON(c, &b); err != nil {
		return err
	}
	if b.Going == nil {
		return &ops.Error{Code: "going_missing", Message: "The total that would go the next night is missing.",
			Hint: "Ask GET /api/v1/data-retention with these periods, and send its tonight.total as going.", Where: ops.Place{Column: "going"}}
	}
	p := ops.Periods{}
	for kind, days := range map[ops.DataKind]*int{ops.DataMembers: b.Members, ops.DataContacts: b.Contacts, ops.DataAudit: b.Audit, ops.DataMessages: b.Messages} {
		if days != nil {
			p[kind] = *days
		}
	}
	if err := s.Retention.SetPeriods(frame.ActAs(c, frame.PrincipalOf(c).Name), p, *b.Going); err != nil {
		return err
	}
	return s.answerRetention(c, p)
}
