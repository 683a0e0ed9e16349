package importing

import (
	"fmt"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// sourceView is one source of data, which an editor may retire or take back.
type sourceView struct {
	Record, Source, Part string // as the form sends them
	Name, Through, Age   string
	Retired              string // who said so, and when; "" for nobody
	May                  bool
}

// sources lists the sources, the latest behind first.
func (s *Section) sources(c echo.Context, w view.Writer, d analysis.Data) []sourceView {
	var out []sourceView
	for _, x := range analysis.FreshnessOfParts(d, s.Calendar.Day(s.Clock())) {
		v := sourceView{Record: x.Record, Source: x.Name, Part: x.Part, Name: sourceName(w, x), Through: w.Day(x.Through),
			May: frame.PrincipalOf(c).Role >= ops.Editor}
		switch {
		case x.Retired():
			v.Retired = fmt.Sprintf(w.T.Import.RetiredBy, x.RetiredBy, s.Moment(x.RetiredAt))
		case x.Age > 1:
			v.Age = fmt.Sprintf(w.T.Shell.DaysAgo, x.Age)
		}
		out = append(out, v)
	}
	return out
}

func sourceName(w view.Writer, x analysis.SourceState) string {
	if x.Name == "" {
		return w.T.Record(x.Record)
	}
	return fmt.Sprintf(w.T.Notes.Of, w.T.Record(x.Record), w.Source(x.Name, x.Parts))
}

// holeView is days missing inside a daily stream, which an editor may say were
// quiet.
type holeView struct {
	Record, Source, Part, From, To string // as the form sends them
	Text                           string
	May                            bool
}

// holes lists the days missing inside daily streams.
func (s *Section) holes(c echo.Context, w view.Writer, d analysis.Data) []holeView {
	var out []holeView
	for _, h := range d.Holes("") {
		out = append(out, holeView{Record: h.Record, Source: h.Source, Part: h.Part, From: h.Days.From.String(), To: h.Days.Last().String(),
			Text: w.NoteText(h.Note(h.Days)),
			May:  frame.PrincipalOf(c).Role >= ops.Editor})
	}
	return out
}
