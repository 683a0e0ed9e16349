package importing

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ingest"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// mappingsView is the page of what is remembered about exports.
type mappingsView struct {
	frame.Shell
	Forgotten bool
	Mappings  []mappingView
}

type mappingView struct {
	Name, Kind, Fields, Answers string
	By, Time, Forget, Label     string
}

// showMappings lists the remembered mappings, the latest first.
func (s *Section) showMappings(c echo.Context) error {
	all, err := s.Importer.Remembered(c.Request().Context())
	if err != nil {
		return err
	}
	s.RememberLanguage(c)
	v := mappingsView{Shell: s.Shell(c, s.Data(c), "", "import", nil), Forgotten: c.QueryParam("forgotten") == "1"}
	v.Title = v.T.Wizard.Memory
	w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
	for _, r := range all {
		m := mappingOf(w, &r.Mapping)
		m.By, m.Time = r.By, r.At.In(s.Calendar.Zone).Format("2006-01-02 15:04")
		v.Mappings = append(v.Mappings, m)
	}
	return s.SendPage(c, http.StatusOK, "mappings", v)
}

// mappingOf writes a remembered mapping.
func mappingOf(w view.Writer, m *ingest.Mapping) mappingView {
	t := &w.T.Wizard
	v := mappingView{Name: presetLabel(w, m.Preset), Kind: w.T.Record(m.Record), Forget: "/mappings/" + m.Fingerprint + "/forget"}
	if v.Name == "" {
		v.Name = v.Kind
	}
	var fields, answers []string
	for _, a := range m.Columns {
		if a.Use == ingest.UseField {
			fields = append(fields, a.Header+" → "+t.FieldName(a.Field))
		}
	}
	for f, a := range m.Answers {
		answers = append(answers, t.FieldName(f)+": "+t.Option(f, a))
	}
	for _, file := range m.Files {
		for f, a := range file.Answers {
			answers = append(answers, t.FieldName(f)+": "+a)
		}
	}
	slices.Sort(answers)
	answers = slices.Compact(answers)
	v.Fields, v.Answers = strings.Join(fields, w.T.Notes.Separator), strings.Join(answers, w.T.Notes.Separator)
	v.Label = t.Forget + ": " + v.Name
	return v
}

// presetLabel returns what a kind of export is called; "" for the generic ones.
func presetLabel(w view.Writer, name string) string {
	for _, p := range ingest.Presets() {
		if p.Name == name && !p.Generic {
			return w.Label(p.Called())
		}
	}
	return ""
}

// forgetMapping drops a remembered mapping: the next file of its kind is read
// as if it were the first.
func (s *Section) forgetMapping(c echo.Context) error {
	if err := s.Importer.Forget(c.Request().Context(), c.Param("fingerprint")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/mappings?forgotten=1")
}
