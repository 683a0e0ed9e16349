package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

//go:embed templates/*.html templates/member/*.html
var templateFiles embed.FS

// The directories of templates: those of colleagues' pages and those of pages
// for members, which have a layout of their own.
const (
	pagesOfColleagues = "templates"
	pagesOfMembers    = "templates/member"
)

// pages are the templates of all pages of a directory by name: NAME.html
// defines "content" and is shown inside layout.html; files that begin with an
// underscore define parts that any page may use.
type pages map[string]*template.Template

// newPages parses the templates. asset returns where a static file is served.
func newPages(dir string, asset func(string) (string, error)) (pages, error) {
	base := template.New("layout.html").Funcs(template.FuncMap{"asset": asset}).Option("missingkey=error")
	names, err := fs.Glob(templateFiles, dir+"/*.html")
	if err != nil {
		return nil, err
	}
	var own []string
	shared := []string{dir + "/layout.html"}
	for _, n := range names {
		switch {
		case strings.HasPrefix(path.Base(n), "_"):
			shared = append(shared, n)
		case path.Base(n) != "layout.html":
			own = append(own, n)
		}
	}
	if base, err = base.ParseFS(templateFiles, shared...); err != nil {
		return nil, err
	}
	out := pages{}
	for _, n := range own {
		t, err := base.Clone()
		if err == nil {
			t, err = t.ParseFS(templateFiles, n)
		}
		if err != nil {
			return nil, err
		}
		out[strings.TrimSuffix(path.Base(n), ".html")] = t
	}
	return out, nil
}

// render writes page name with view, which embeds shellView.
func (p pages) render(w io.Writer, name string, view any) error {
	t, ok := p[name]
	if !ok {
		return fmt.Errorf("no page %s", name)
	}
	return t.Execute(w, view)
}

// markup is what a template of ours has written: its texts are escaped already.
// Only part makes it, and cells, which escape for themselves.
type markup = template.HTML

// part returns what the template called part of page name makes of view.
func (p pages) part(name, part string, view any) (markup, error) {
	var b strings.Builder
	err := p[name].ExecuteTemplate(&b, part, view)
	return markup(b.String()), err
}

// sendPage answers with a page that is made anew each time, such as the result
// of a form; dashboards go through sendCached.
func (s *Server) sendPage(c echo.Context, status int, name string, view any) error {
	return sendRendered(c, status, s.pages, name, view)
}

func sendRendered(c echo.Context, status int, from pages, name string, view any) error {
	var b bytes.Buffer
	if err := from.render(&b, name, view); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}
