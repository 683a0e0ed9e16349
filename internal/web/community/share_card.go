package community

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/chart"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// The share card is a picture in units of its own, as wide as it is on a phone.
const (
	cardWidth, cardHeight = 640, 400
	cardCell, cardGap     = 34, 8
	cardRow               = 7
)

// shareCard sends the picture by which a member tells of its challenge: how far it is, its
// days, and the code by which others join.
func (s *Section) shareCard(c echo.Context) error {
	x, err := s.memberChallenge(c)
	if err != nil {
		return err
	}
	token, _, ok := s.linkOf(c, x.ID)
	if !ok {
		return frame.NoSuchLink()
	}
	p, err := s.participantOf(c.Request().Context(), x, token, s.Clock())
	if err != nil {
		return err
	}
	address := s.Absolute(c, memberPage(x))
	if token.Invite != "" {
		address = s.invitation(c, x, token.Invite)
	}
	code, err := chart.QR(address)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "image/svg+xml", []byte(cardOf(&i18n.In(frame.Language(c)).Evening, x, &p, code)))
}

// cardOf draws the card.
func cardOf(t *i18n.Evening, x ops.Challenge, p *participant, code chart.QRCode) string {
	var b strings.Builder
	text := func(x, y, size int, weight, said string) {
		fmt.Fprintf(&b, `<text x="%d" y="%d" font-size="%d" font-weight="%s">`, x, y, size, weight)
		_ = xml.EscapeText(&b, []byte(said)) // a builder takes everything
		b.WriteString("</text>")
	}
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" fill="#fff">`, cardWidth,
		cardHeight, cardWidth, cardHeight)
	b.WriteString(`<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#14295c"/><stop offset=".6" stop-color="#2456d6"/>` +
		`<stop offset="1" stop-color="#b0612f"/></linearGradient></defs><rect width="100%" height="100%" rx="24" fill="url(#g)"/>`)
	text(36, 62, 24, "400", x.Heading())
	text(36, 124, 54, "700", fmt.Sprintf(t.CardDay, max(1, min(int(p.today-p.challenge.Start)+1, x.Length))))
	text(36, 164, 22, "400", fmt.Sprintf(t.CardStreak, p.token.Name, p.progress.Current))
	shown := p.progress.Days[max(0, min(len(p.progress.Days)-3*cardRow, int(p.today-p.challenge.Start)/cardRow*cardRow-cardRow)):]
	for i, mark := range shown[:min(len(shown), 3*cardRow)] {
		fill, opacity := "#fff", ".22"
		switch mark {
		case ops.Done, ops.MadeUp:
			fill, opacity = "#ffd487", "1"
		}
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d" rx="7" fill="%s" fill-opacity="%s"/>`, 36+i%cardRow*(cardCell+cardGap),
			196+i/cardRow*(cardCell+cardGap), cardCell, cardCell, fill, opacity)
	}
	text(36, 366, 20, "400", t.CardScan)
	fmt.Fprintf(&b, `<svg x="440" y="176" width="164" height="164" viewBox="0 0 %d %d"><rect width="100%%" height="100%%" rx="2"/>`, code.Size, code.Size)
	fmt.Fprintf(&b, `<path fill="#111" d="%s"/></svg></svg>`, code.Path)
	return b.String()
}
