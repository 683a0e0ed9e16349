package importing

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// maxPaste is how long a request with pasted cells may be: in a form each byte
// may take three.
const maxPaste = 6 << 20

// paste makes an upload of cells that were copied from a spreadsheet and goes on
// to its preview, as with any file. It has no name but its time: what was
// answered about other files tells nothing about it.
func (s *Section) paste(c echo.Context) error {
	text := c.FormValue("text")
	if strings.TrimSpace(text) == "" {
		return s.importFault(c, &ops.Error{Code: "nothing_pasted", Message: "Nothing was pasted.",
			Hint: "Copy the cells with their header in the spreadsheet, and paste them here."})
	}
	name := s.Clock().In(s.Calendar.Zone).Format("2006-01-02 15-04-05") + ".tsv"
	up, err := s.uploads.keep(strings.NewReader(strings.ReplaceAll(text, "\r\n", "\n")), name, frame.PrincipalOf(c).Name, ingest.MaxUpload)
	if err != nil {
		return s.importFault(c, err)
	}
	defer up.Close()
	return c.Redirect(http.StatusSeeOther, up.preview())
}
