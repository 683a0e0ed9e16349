package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"sync/atomic"

	"daybreak/internal/web/frame"

	"github.com/labstack/echo/v4"
)

// assets are the static files by the name they are served under, which holds
// the hash of their content: a name never means two contents, so browsers may
// keep them for good.
type assets struct {
	dir    fs.FS
	edited bool // the files change while they are served
	set    atomic.Pointer[assetSet]
}

// assetSet is what the files were when they were read.
type assetSet struct {
	served map[string]*asset
	names  map[string]string // file name → path
}

type asset struct {
	contentType string
	etag        string
	plain       []byte
	packed      func() []byte // gzip, made when first wanted; nil for what is compressed already
}

// assetPath is where static files are served.
const assetPath = "/static/"

// assetType returns the content type of files that are served, or "".
func assetType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".woff2":
		return "font/woff2"
	case ".webmanifest":
		return "application/manifest+json"
	}
	return ""
}

// newAssets reads the files at the top of dir.
func newAssets(dir fs.FS, edited bool) (*assets, error) {
	a := &assets{dir: dir, edited: edited}
	return a, a.reload()
}

// reload reads the files again. When they cannot be read, those from before
// stay.
func (a *assets) reload() error {
	set, err := readAssets(a.dir)
	if err == nil {
		a.set.Store(set)
	}
	return err
}

// Path returns where the file is served. A file that does not exist is an
// error, so a template with a wrong name fails its test.
func (a *assets) Path(file string) (string, error) { return a.set.Load().path(file) }

// Needs returns where the modules are served that a script cannot start
// without, so that a page asks for all of them at once.
func (a *assets) Needs(file string) ([]string, error) { return a.set.Load().needs(file) }

// Edited implements frame.Files.
func (a *assets) Edited() bool { return a.edited }

// readAssets reads the files at the top of dir. Names in url() of a style sheet
// and in imports of a script are replaced by the names served, beside which they
// lie, wherever that is.
func readAssets(dir fs.FS) (*assetSet, error) {
	a := &assetSet{served: map[string]*asset{}, names: map[string]string{}}
	names, err := assetNames(dir)
	if err != nil {
		return nil, fmt.Errorf("read the static files: %w", err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, fmt.Errorf("read the static files: %w", err)
		}
		switch path.Ext(name) {
		case ".css":
			b = a.rewriteURLs(b)
		case ".js":
			b = a.rewriteImports(b)
		}
		a.add(name, b)
	}
	return a, nil
}

// assetNames returns the files at the top of dir that are served, each after
// those whose names its content holds: scripts after what they import, style
// sheets last.
func assetNames(dir fs.FS) ([]string, error) {
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return nil, err
	}
	scripts, err := byImport(dir)
	if err != nil {
		return nil, err
	}
	var sheets []string
	for _, e := range entries {
		switch ext := path.Ext(e.Name()); {
		case e.IsDir() || assetType(e.Name()) == "" || ext == ".js":
		case ext == ".css":
			sheets = append(sheets, e.Name())
		default:
			scripts = append(scripts, e.Name())
		}
	}
	return append(scripts, sheets...), nil
}

// add serves a file under its name with the hash of its content.
func (a *assetSet) add(file string, content []byte) {
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:6])
	ext := path.Ext(file)
	name := strings.TrimSuffix(file, ext) + "." + hash + ext
	f := &asset{contentType: assetType(file), etag: `"` + hash + `"`, plain: content}
	if ext != ".png" && ext != ".woff2" {
		f.packed = sync.OnceValue(func() []byte { return frame.Gzip(content, gzip.BestCompression) })
	}
	a.served[name] = f
	a.names[file] = assetPath + name
}

func (a *assetSet) rewriteURLs(css []byte) []byte {
	for file, served := range a.names {
		for _, quote := range []string{"", `"`, "'"} {
			css = bytes.ReplaceAll(css, []byte("url("+quote+file+quote+")"), []byte("url("+quote+path.Base(served)+quote+")"))
		}
	}
	return css
}

func (a *assetSet) path(file string) (string, error) {
	p, ok := a.names[file]
	if !ok {
		return "", fmt.Errorf("no static file %s", file)
	}
	return p, nil
}

// showAsset serves one static file by its exact name.
func (s *Server) showAsset(c echo.Context) error {
	f, ok := s.assets.set.Load().served[c.Param("file")]
	if !ok {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", f.etag)
	if f.packed == nil {
		return frame.SendBody(c, f.contentType, f.plain, nil)
	}
	h.Set("Vary", "Accept-Encoding")
	if !frame.AcceptsGzip(c.Request()) {
		return frame.SendBody(c, f.contentType, f.plain, nil)
	}
	return frame.SendBody(c, f.contentType, nil, f.packed())
}
