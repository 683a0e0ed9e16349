package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "daybreak/"

// room is one package: what it may import of our own and of others, and what
// its tests may import besides. Standard packages are free to all; a library
// may be imported as a whole, sub-packages included.
type room struct {
	ours, libraries         []string
	testOurs, testLibraries []string
}

// rooms is the architecture. A package that is not listed fails the test: write
// its arrows down first.
func rooms() map[string]room {
	const (
		xtext   = "golang.org/x/text"
		xsync   = "golang.org/x/sync"
		txtar   = "golang.org/x/tools/txtar"
		rapid   = "pgregory.net/rapid"
		excel   = "github.com/xuri/excelize/v2"
		goYAML  = "github.com/goccy/go-yaml"
		mcpSDK  = "github.com/modelcontextprotocol/go-sdk"
		openAPI = "github.com/getkin/kin-openapi"
		cdp     = "github.com/chromedp"
	)
	return map[string]room{
		"internal/ops":  {testLibraries: []string{rapid}},
		"internal/calc": {libraries: []string{"gonum.org/v1/gonum"}, testLibraries: []string{rapid}},
		"internal/catalog": {ours: []string{"internal/ops", "internal/calc"}, libraries: []string{goYAML}, testOurs: []string{"dashboards", "internal/analysis"},
			testLibraries: []string{txtar}},
		"internal/ingest": {ours: []string{"internal/ops"}, libraries: []string{excel, xtext, goYAML, xsync, "golang.org/x/net/html"},
			testOurs: []string{"sample-data"}, testLibraries: []string{rapid, txtar}},
		"internal/store/sqlite/bulk": {},
		"internal/store/sqlite": {ours: []string{"internal/ops", "internal/engine", "internal/store/sqlite/bulk"},
			libraries: []string{"github.com/mattn/go-sqlite3", xsync,
				"golang.org/x/sys"}, testOurs: []string{"internal/ingest", "internal/engine/enginetest", "internal/engine/memory", "internal/engine/reference",
				"sample-data"}, testLibraries: []string{rapid}},
		"internal/engine": {ours: []string{"internal/ops"}},
		"internal/engine/only": {ours: []string{"internal/ops", "internal/engine"}, testOurs: []string{"internal/engine/memory", "internal/engine/enginetest"},
			testLibraries: []string{rapid}},
		"internal/engine/trace": {ours: []string{"internal/ops", "internal/engine"}, testOurs: []string{"internal/engine/memory", "internal/engine/enginetest"},
			testLibraries: []string{rapid}},
		"internal/engine/past": {ours: []string{"internal/ops", "internal/engine", "internal/engine/only"}},
		"internal/engine/few":  {ours: []string{"internal/ops", "internal/engine"}, testLibraries: []string{rapid}},
		"internal/engine/memory": {ours: []string{"internal/ops", "internal/engine"}, libraries: []string{xsync},
			testOurs: []string{"internal/engine/reference", "internal/engine/enginetest", "internal/ingest", "sample-data"}, testLibraries: []string{rapid}},
		"internal/engine/reference": {ours: []string{"internal/ops", "internal/engine"}, testOurs: []string{"internal/engine/enginetest"},
			testLibraries: []string{rapid}},
		"internal/engine/enginetest": {ours: []string{"internal/ops", "internal/ingest", "internal/engine"}, libraries: []string{txtar, rapid},
			testOurs: []string{"internal/engine/memory", "internal/engine/reference"}},
		"internal/ask":  {ours: []string{"internal/ops", "internal/engine", "internal/analysis"}},
		"internal/view": {ours: []string{"internal/ops", "internal/engine", "internal/analysis", "internal/ask", "internal/chart", "internal/i18n"}},
		"internal/analysis": {ours: []string{"internal/ops", "internal/calc", "internal/engine", "internal/engine/trace"}, testOurs: []string{"internal/engine/enginetest",
			"internal/engine/memory", "internal/engine/reference", "internal/catalog", "dashboards", "sample-data", "internal/ingest"}, testLibraries: []string{rapid}},
		"internal/assistant": {libraries: []string{mcpSDK, goYAML}},
		"internal/holiday":   {ours: []string{"internal/ops"}, libraries: []string{"github.com/6tail/lunar-go"}},
		"internal/loop": {ours: []string{"internal/ops", "internal/calc", "internal/engine", "internal/analysis"},
			testOurs: []string{"internal/engine/enginetest", "internal/engine/memory", "internal/catalog", "dashboards", "sample-data"}, testLibraries: []string{rapid}},
		"internal/monthly": {ours: []string{"internal/ops", "internal/engine", "internal/analysis", "internal/loop", "internal/tell", "internal/i18n", "internal/view",
			"internal/report"},
			testOurs: []string{"internal/engine/enginetest", "internal/engine/memory", "internal/catalog", "dashboards", "sample-data"}},
		"internal/ledger": {ours: []string{"internal/ops", "internal/engine", "internal/analysis"}, testOurs: []string{"internal/engine/enginetest",
			"internal/engine/memory", "internal/catalog", "dashboards"}, testLibraries: []string{rapid}},
		"internal/web/reports": {ours: []string{"internal/ops", "internal/analysis", "internal/ledger", "internal/loop", "internal/monthly", "internal/i18n",
			"internal/tell", "internal/view",
			"internal/report", "internal/web/frame"}, libraries: []string{"github.com/labstack/echo/v4"}},
		"internal/tell":     {ours: []string{"internal/ops", "internal/calc", "internal/i18n", "internal/loop", "internal/view"}},
		"internal/outgoing": {},
		"internal/notify": {ours: []string{"internal/ops", "internal/outgoing"},
			libraries:     []string{"github.com/wneessen/go-mail", "github.com/standard-webhooks/standard-webhooks"},
			testLibraries: []string{"github.com/emersion/go-smtp"}},
		"internal/web/messages": {ours: []string{"internal/ops", "internal/notify", "internal/i18n", "internal/web/frame"},
			libraries: []string{"github.com/labstack/echo/v4"}},
		"internal/lookout": {ours: []string{"internal/ops", "internal/analysis", "internal/loop", "internal/notify", "internal/i18n", "internal/view"},
			testOurs: []string{"internal/ingest", "internal/engine/enginetest", "internal/engine/memory", "internal/catalog", "internal/store/sqlite", "dashboards"}},
		"internal/subscribe": {ours: []string{"internal/ops", "internal/catalog", "internal/engine", "internal/engine/few", "internal/analysis", "internal/ask",
			"internal/loop", "internal/monthly", "internal/notify", "internal/i18n", "internal/view"},
			testOurs: []string{"internal/engine/enginetest", "internal/engine/memory", "internal/engine/only", "internal/store/sqlite",
				"internal/lookout", "dashboards"}},
		"internal/web/subscriptions": {ours: []string{"internal/ops", "internal/ask", "internal/i18n", "internal/notify", "internal/subscribe", "internal/view",
			"internal/web/frame"}, libraries: []string{"github.com/labstack/echo/v4"}},
		"internal/chart": {ours: []string{"internal/ops"}, libraries: []string{"github.com/go-echarts/go-echarts/v2", "github.com/boombuler/barcode"}},
		"internal/picture": {ours: []string{"internal/ops", "internal/chart", "internal/i18n", "internal/view"},
			libraries: []string{"github.com/srwiley/rasterx", "golang.org/x/image"}, testOurs: []string{"static"}},
		"internal/report": {ours: []string{"internal/ops"}, libraries: []string{excel}},
		"internal/i18n":   {ours: []string{"internal/ops"}, libraries: []string{xtext}},
		"internal/auth": {ours: []string{"internal/ops", "internal/outgoing"}, libraries: []string{"golang.org/x/crypto", "github.com/coreos/go-oidc/v3",
			"golang.org/x/oauth2"}},
		"internal/sample": {ours: []string{"internal/ops"}, testOurs: []string{"sample-data"}},
		"internal/api": {
			ours: []string{"internal/ops", "internal/calc", "internal/engine", "internal/analysis", "internal/ask", "internal/ledger", "internal/loop", "internal/monthly",
				"internal/report", "internal/web/frame"},
			libraries: []string{"github.com/labstack/echo/v4"}, testLibraries: []string{openAPI},
		},
		"internal/web": {
			ours: []string{"internal/api", "internal/assistant", "internal/ledger", "internal/loop", "internal/ops", "internal/calc", "internal/catalog", "internal/ingest", "internal/engine", "internal/engine/trace",
				"internal/analysis",
				"internal/ask", "internal/view", "internal/chart", "internal/report", "internal/i18n", "internal/auth", "internal/web/accounts", "internal/web/boards", "internal/web/community",
				"internal/web/importing", "internal/web/frame", "internal/web/messages", "internal/web/naming", "internal/web/persons", "internal/web/planning",
				"internal/web/reports", "internal/web/subscriptions", "internal/monthly", "internal/picture"},
			libraries: []string{"github.com/labstack/echo/v4", mcpSDK, xtext, xsync},
			testOurs: []string{"static", "dashboards", "sample-data", "internal/notify", "internal/engine/memory", "internal/engine/only", "internal/engine/past",
				"internal/engine/enginetest", "internal/store/sqlite"},
			testLibraries: []string{openAPI, cdp, goYAML, rapid},
		},
		"internal/web/accounts": {
			ours:      []string{"internal/ops", "internal/auth", "internal/ask", "internal/i18n", "internal/notify", "internal/view", "internal/web/frame"},
			libraries: []string{"github.com/labstack/echo/v4", "github.com/alexedwards/scs/v2"},
		},
		"internal/web/community": {
			ours: []string{"internal/ops", "internal/engine", "internal/analysis", "internal/ask", "internal/auth", "internal/chart", "internal/i18n", "internal/view",
				"internal/report", "internal/web/frame"},
			libraries: []string{"github.com/labstack/echo/v4", "github.com/arran4/golang-ical", xtext},
		},
		"internal/web/importing": {
			ours: []string{"internal/ops", "internal/engine", "internal/ingest", "internal/analysis", "internal/ask", "internal/i18n", "internal/report", "internal/view",
				"internal/web/frame"},
			libraries: []string{"github.com/labstack/echo/v4"},
		},
		"internal/web/boards": {ours: []string{"internal/ops", "internal/catalog", "internal/ask", "internal/i18n", "internal/web/frame"},
			libraries: []string{"github.com/labstack/echo/v4", "github.com/pmezard/go-difflib", xtext}},
		"internal/web/naming": {
			ours:      []string{"internal/ops", "internal/engine", "internal/analysis", "internal/ask", "internal/i18n", "internal/view", "internal/web/frame"},
			libraries: []string{"github.com/labstack/echo/v4"},
		},
		"internal/web/persons": {ours: []string{"internal/ops", "internal/engine", "internal/analysis", "internal/loop", "internal/ask", "internal/report",
			"internal/view", "internal/web/frame"}, libraries: []string{"github.com/labstack/echo/v4", "golang.org/x/text/unicode/norm"}},
		"internal/web/planning": {
			ours: []string{"internal/ops", "internal/calc", "internal/holiday", "internal/ingest", "internal/analysis", "internal/loop", "internal/ask",
				"internal/chart", "internal/view", "internal/report", "internal/tell",
				"internal/lookout", "internal/notify", "internal/web/frame"},
			libraries: []string{"github.com/labstack/echo/v4", xtext},
		},
		"internal/web/frame": {ours: []string{"internal/ops", "internal/engine", "internal/engine/few", "internal/engine/trace", "internal/analysis", "internal/ask", "internal/catalog", "internal/i18n",
			"internal/view"},
			libraries: []string{"github.com/labstack/echo/v4"}},
		"internal/arch": {},
		"cmd/daybreak": {
			ours: []string{"dashboards", "static", "sample-data", "internal/api", "internal/assistant", "internal/holiday", "internal/ops", "internal/analysis", "internal/ask",
				"internal/loop", "internal/catalog", "internal/ingest",
				"internal/engine",
				"internal/engine/memory", "internal/engine/only", "internal/engine/past", "internal/store/sqlite", "internal/auth", "internal/lookout", "internal/notify",
				"internal/subscribe", "internal/web/subscriptions", "internal/ledger",
				"internal/report", "internal/sample", "internal/i18n", "internal/monthly", "internal/view",
				"internal/web", "internal/web/messages", "internal/web/planning", "internal/web/reports",
				"internal/web/frame", "internal/web/importing", "internal/web/naming"},
			libraries: []string{"github.com/alecthomas/kong", mcpSDK, "golang.org/x/sys"}, testOurs: []string{"internal/i18n"}, testLibraries: []string{cdp, xtext},
		},
		"internal/mutate": {libraries: []string{goYAML}},
		"internal/vuln":   {ours: []string{"static"}, libraries: []string{goYAML, "github.com/mattn/go-sqlite3"}},
		"dashboards":      {},
		"static":          {},
		"sample-data": {testOurs: []string{"internal/ops", "internal/ingest", "internal/engine", "internal/engine/memory", "internal/store/sqlite",
			"internal/analysis", "internal/catalog", "dashboards"}},
	}
}

// inspect returns what is wrong with the Go sources under root, one line each.
func inspect(root string, rooms map[string]room) ([]string, error) {
	var wrong []string
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); name != root && (base == "testdata" || base == "node_modules" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
				return fs.SkipDir
			}
			// A directory with a go.mod of its own is another module.
			if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil && name != root {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		found, err := inspectFile(name, filepath.ToSlash(rel), rooms)
		wrong = append(wrong, found...)
		return err
	})
	slices.Sort(wrong)
	return slices.Compact(wrong), err
}

func inspectFile(name, rel string, rooms map[string]room) ([]string, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	dir := path.Dir(rel)
	r, known := rooms[dir]
	if !known {
		return []string{dir + ": has no arrows written down in internal/arch"}, nil
	}
	test := strings.HasSuffix(rel, "_test.go")
	var wrong []string
	for _, spec := range file.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if target == "encoding/csv" && !test && dir != "internal/report" && dir != "internal/engine/enginetest" {
			wrong = append(wrong, fmt.Sprintf("%s:%d: only internal/report writes CSV", rel, set.Position(spec.Pos()).Line))
		}
		if !mayImport(r, dir, target, test) {
			wrong = append(wrong, fmt.Sprintf("%s:%d: must not import %s", rel, set.Position(spec.Pos()).Line, target))
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if what := forbidden(n, test); what != "" && !slices.Contains(escaped(), rel+": "+what) {
			wrong = append(wrong, fmt.Sprintf("%s:%d: %s", rel, set.Position(n.Pos()).Line, what))
		}
		return true
	})
	return wrong, nil
}

// closed are packages of libraries that nothing imports, with the reason.
func closed() map[string]string {
	return map[string]string{
		// GO-2026-6872, GO-2026-6875: its rate limiter and its reverse proxy
		// believe headers that anybody can send.
		"github.com/labstack/echo/v4/middleware": "believes addresses that clients make up",
	}
}

func mayImport(r room, dir, target string, test bool) bool {
	if _, ok := closed()[target]; ok {
		return false
	}
	if own, ok := strings.CutPrefix(target, module); ok {
		return own == dir || slices.Contains(r.ours, own) || test && slices.Contains(r.testOurs, own)
	}
	if first, _, _ := strings.Cut(target, "/"); !strings.Contains(first, ".") {
		return true
	}
	within := func(libraries []string) bool {
		return slices.ContainsFunc(libraries, func(l string) bool { return target == l || strings.HasPrefix(target, l+"/") })
	}
	return within(r.libraries) || test && within(r.testLibraries)
}

// escaped are the places that may call a text markup: what a template made, and
// cells of tables and charts inside pages, which escape for themselves.
func escaped() []string {
	const off = ": template.HTML switches escaping off"
	return []string{"internal/web/frame/page.go" + off, "internal/view/markup.go" + off, "internal/picture/inline.go" + off}
}

// forbidden names the forbidden call that n is, or returns "".
func forbidden(n ast.Node, test bool) string {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		from, _ := n.X.(*ast.Ident)
		if from == nil {
			return ""
		}
		switch full := from.Name + "." + n.Sel.Name; full {
		case "template.HTML", "template.JS", "template.CSS", "template.URL", "template.JSStr", "template.HTMLAttr", "template.Srcset":
			return full + " switches escaping off"
		case "http.DefaultClient", "http.DefaultServeMux", "http.Get", "http.Post":
			if !test {
				return full + " has no time-out and may reach anything"
			}
		}
	case *ast.CallExpr:
		method, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			return ""
		}
		switch method.Sel.Name {
		case "Render", "RenderContent", "RenderSnippet":
			return method.Sel.Name + " of a chart runs what names contain"
		case "GetRows", "GetCols":
			return method.Sel.Name + " of a workbook has no bounds"
		case "Static", "File", "Inline", "Attachment":
			if id, ok := method.X.(*ast.Ident); ok && (id.Name == "e" || id.Name == "c" || id.Name == "echo") {
				return method.Sel.Name + " serves files by path"
			}
		case "Add":
			if len(n.Args) == 1 && isDay(n.Args[0]) {
				return "a day is not always 24 hours: use ops.Calendar"
			}
		case "Query", "QueryContext", "QueryRow", "QueryRowContext", "Exec", "ExecContext", "Prepare", "PrepareContext":
			for _, arg := range n.Args {
				if !test && isSprintf(arg) {
					return "SQL made by Sprintf: bind values"
				}
			}
		}
	}
	return ""
}

// isDay reports whether e is 24*time.Hour, in either order.
func isDay(e ast.Expr) bool {
	b, ok := e.(*ast.BinaryExpr)
	if !ok || b.Op != token.MUL {
		return false
	}
	is := func(x ast.Expr, text string) bool {
		switch x := x.(type) {
		case *ast.BasicLit:
			return x.Value == text
		case *ast.SelectorExpr:
			id, ok := x.X.(*ast.Ident)
			return ok && id.Name+"."+x.Sel.Name == text
		}
		return false
	}
	return is(b.X, "24") && is(b.Y, "time.Hour") || is(b.X, "time.Hour") && is(b.Y, "24")
}

func isSprintf(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := f.X.(*ast.Ident)
	if !ok || id.Name != "fmt" || !strings.HasPrefix(f.Sel.Name, "Sprint") {
		return false
	}
	format, ok := call.Args[0].(*ast.BasicLit)
	return !ok || !strings.HasPrefix(format.Value[1:], "PRAGMA ") // a pragma takes no bound values
}

func TestArrowsHold(t *testing.T) {
	wrong, err := inspect(filepath.Join("..", ".."), rooms())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		t.Error(w)
	}
}

// TestViolationsAreFound plants one violation of each kind.
func TestViolationsAreFound(t *testing.T) {
	got, err := inspect(filepath.Join("testdata", "violation"), map[string]room{
		"internal/ops":  {},
		"internal/web":  {ours: []string{"internal/ops"}, libraries: []string{"github.com/labstack/echo/v4"}, testLibraries: []string{"github.com/chromedp"}},
		"internal/gone": {},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"internal/ops/ops.go:4: must not import daybreak/internal/web",
		"internal/ops/ops.go:5: must not import github.com/labstack/echo/v4",
		"internal/unlisted: has no arrows written down in internal/arch",
		"internal/web/web.go:11: must not import github.com/chromedp/chromedp",
		"internal/web/web.go:13: must not import github.com/labstack/echo/v4/middleware",
		"internal/web/web.go:17: template.HTML switches escaping off",
		"internal/web/web.go:18: http.DefaultClient has no time-out and may reach anything",
		"internal/web/web.go:19: a day is not always 24 hours: use ops.Calendar",
		"internal/web/web.go:20: a day is not always 24 hours: use ops.Calendar",
		"internal/web/web.go:21: SQL made by Sprintf: bind values",
		"internal/web/web.go:22: Render of a chart runs what names contain",
		"internal/web/web.go:23: GetRows of a workbook has no bounds",
		"internal/web/web.go:24: Static serves files by path",
	}
	if !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
