package importing

import (
	"cmp"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// Inbox is the watched folder, as far as the import page needs it.
type Inbox interface {
	// Parked lists the files that cannot be imported without a person.
	Parked() []Parked
	// Open opens a parked file. One that is gone is an *ops.Error with code
	// unknown_upload.
	Open(name string) (io.ReadCloser, error)
}

// Parked is a file of the watched folder, when it was parked and why.
type Parked struct {
	Name string
	At   time.Time
	Why  *ops.Error
}

type parkedView struct{ File, Time, Message string }

func (s *Section) parked(w view.Writer) []parkedView {
	if s.Inbox == nil {
		return nil
	}
	all := s.Inbox.Parked()
	slices.SortFunc(all, func(a, b Parked) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Name, b.Name)) })
	var out []parkedView
	for _, p := range all {
		out = append(out, parkedView{p.Name, p.At.In(s.Calendar.Zone).Format("2006-01-02 15:04"), w.Fault(p.Why).Message})
	}
	return out
}

// takeParked makes an upload of a parked file and goes on to its preview. The
// file stays where it is until it is imported.
func (s *Section) takeParked(c echo.Context) error {
	gone := &ops.Error{Code: "unknown_upload", Message: "This file is not in the watched folder any more.", Hint: "Choose the file itself."}
	if s.Inbox == nil {
		return gone
	}
	name := c.FormValue("name")
	f, err := s.Inbox.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	up, err := s.uploads.keep(f, name, frame.PrincipalOf(c).Name, ingest.MaxUpload)
	if err != nil {
		return s.importFault(c, err)
	}
	up.Close()
	return c.Redirect(http.StatusSeeOther, up.preview())
}
