package frame

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync/atomic"

	"github.com/labstack/echo/v4"
)

// Pages are the templates of all pages of a directory by name: NAME.html
// defines "content" and is shown inside layout.html; files that begin with an
// underscore define parts that any page may use. Their line breaks and
// indentation are no part of the page: see unindented.
type Pages struct {
	files  fs.FS
	dir    string
	base   Base
	static Files
	parsed atomic.Pointer[edition]
}

// edition is what the files were when they were read.
type edition struct {
	number int64 // grows with each reading
	pages  map[string]*template.Template
}

// Files tells where static files are served.
type Files interface {
	// Path returns where a file is served.
	Path(file string) (string, error)
	// Needs returns where the modules are served that a script imports.
	Needs(script string) ([]string, error)
	// Edited tells whether templates and static files are being worked on, so
	// that pages are to follow.
	Edited() bool
}

// ParsePages parses the templates of a directory of files. They write addresses
// from the root of Daybreak, which browsers find at base.
func ParsePages(files fs.FS, dir string, base Base, static Files) (*Pages, error) {
	p := &Pages{files: files, dir: dir, base: base, static: static}
	return p, p.Reload()
}

// Reload parses the templates again. When one cannot be parsed, those read
// before stay.
func (p *Pages) Reload() error {
	base := template.New("layout.html").Option("missingkey=error").Funcs(template.FuncMap{
		"asset": p.static.Path, "needs": p.static.Needs, "edited": p.static.Edited,
	})
	names, err := fs.Glob(p.files, p.dir+"/*.html")
	if err != nil {
		return err
	}
	var own []string
	shared := []string{p.dir + "/layout.html"}
	for _, n := range names {
		switch {
		case strings.HasPrefix(path.Base(n), "_"):
			shared = append(shared, n)
		case path.Base(n) != "layout.html":
			own = append(own, n)
		}
	}
	if err := parseFiles(base, p.files, shared...); err != nil {
		return err
	}
	out := &edition{number: 1, pages: map[string]*template.Template{}}
	for _, n := range own {
		t, err := base.Clone()
		if err == nil {
			err = parseFiles(t, p.files, n)
		}
		if err != nil {
			return err
		}
		out.pages[strings.TrimSuffix(path.Base(n), ".html")] = t
	}
	if before := p.parsed.Load(); before != nil {
		out.number = before.number + 1
	}
	p.parsed.Store(out)
	return nil
}

// Edition tells the readings of the templates apart.
func (p *Pages) Edition() int64 { return p.parsed.Load().number }

// Write writes page name with view, which embeds the shell.
func (p *Pages) Write(w io.Writer, name string, view any) error {
	t, ok := p.parsed.Load().pages[name]
	if !ok {
		return fmt.Errorf("no page %s", name)
	}
	if p.base == "" {
		return t.Execute(w, view)
	}
	var b strings.Builder
	if err := t.Execute(&b, view); err != nil {
		return err
	}
	_, err := io.WriteString(w, p.base.page(b.String()))
	return err
}

// Markup is what a template of ours has written: its texts are escaped already.
// Only Part makes it, and cells, which escape for themselves.
type Markup = template.HTML

// Part returns what the template called part of page name makes of view.
func (p *Pages) Part(name, part string, view any) (Markup, error) {
	var b strings.Builder
	err := p.parsed.Load().pages[name].ExecuteTemplate(&b, part, view)
	return Markup(b.String()), err
}

// SendPage answers with a page that is made anew each time, such as the result
// of a form; dashboards go through SendCached.
func (x *Site) SendPage(c echo.Context, status int, name string, view any) error {
	return x.Pages.Send(c, status, name, view)
}

// Send answers with page name, made anew of view.
func (p *Pages) Send(c echo.Context, status int, name string, view any) error {
	var b bytes.Buffer
	if err := p.Write(&b, name, view); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}
