package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/catalog"
	"daybreak/internal/i18n"
	"daybreak/internal/loop"
	"daybreak/internal/monthly"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
	"daybreak/internal/view"
	"daybreak/internal/web"
	"daybreak/internal/web/reports"
	"daybreak/static"
)

type reportCommand struct {
	dataFlags
	dashboardFlags
	Month   string `required:"" help:"Month the report is of, such as 2026-10." placeholder:"MONTH"`
	Lang    string `default:"zh" enum:"zh,en" help:"Language: zh or en."`
	PDF     bool   `name:"pdf" help:"Write a PDF, which an installed Chromium or Chrome prints."`
	Browser string `help:"The browser that prints, instead of the first one that is found." placeholder:"PATH"`
	Out     string `type:"path" help:"File to write instead of report-MONTH.html or .pdf here." placeholder:"FILE"`
}

// Run writes the report of a month: its latest edition, or where there is none
// what one by the template would say now. It changes nothing in the record.
func (c *reportCommand) Run(env *environment) error {
	month, err := ops.ParseMonth(c.Month)
	if err != nil {
		return err
	}
	if c.Out == "" { // of where the command was given, also when a server carries it out
		ending := ".html"
		if c.PDF {
			ending = ".pdf"
		}
		if c.Out, err = filepath.Abs("report-" + c.Month + ending); err != nil {
			return err
		}
	}
	if err := sqlite.RefuseOwn(c.Data, c.Out); err != nil {
		return err
	}
	if c.PDF {
		if c.Browser, err = findBrowser(c.Browser); err != nil {
			return err
		}
	}
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		page, err := c.page(ctx, env, w, month)
		if err != nil {
			return err
		}
		if c.PDF {
			if page, err = printPDF(ctx, c.Browser, page); err != nil {
				return err
			}
		}
		if err := replaceFile(c.Out, page); err != nil {
			return err
		}
		_, err = fmt.Fprintf(env.stdout, "wrote %s\n", c.Out)
		return err
	})
}

// page is the report as an HTML file.
func (c *reportCommand) page(ctx context.Context, env *environment, w *workspace, month ops.Day) ([]byte, error) {
	engine, err := w.engine(ctx)
	if err != nil {
		return nil, err
	}
	found, err := catalog.Load(c.files(), ask.PanelShapes())
	if err != nil {
		return nil, err
	}
	book := loop.Book{Tries: w.store.Tries(), Notes: w.store.Notes(), Plans: w.store.Plans(), Reports: w.store.Plans().Reports()}
	r, ok, err := book.Reports.Of(ctx, month)
	if err != nil {
		return nil, err
	}
	if !ok {
		r = monthly.Template(month)
	}
	var says *monthly.Content
	if r.IsFinal() {
		says, err = monthly.Thaw(r.Frozen)
	} else {
		data := analysis.Data{Snapshot: analysis.Shared(engine.Current()), Catalog: found, Calendar: w.calendar, Currency: w.currency, Plan: loop.Plan{Book: book}}
		var b monthly.Basis
		if b, err = monthly.Read(ctx, book, data, w.calendar.Day(env.clock())); err == nil {
			says, err = monthly.Make(ctx, b, r)
		}
	}
	if err != nil {
		return nil, err
	}
	lang := i18n.Lang(c.Lang)
	words := view.Writer{Lang: lang, T: i18n.In(lang), Currency: w.currency, Catalog: found}
	var out bytes.Buffer
	d, err := reports.NewDocument(ctx, book.Reports, words, r, says, r.Final.In(w.calendar.Zone).Format("2006-01-02 15:04"))
	if err != nil {
		return nil, err
	}
	err = web.WriteReport(&out, static.Files(), d)
	return out.Bytes(), err
}

// printTimeout is how long a browser may take to print.
const printTimeout = 60 * time.Second

// findBrowser returns the browser that is named, or the first one installed.
func findBrowser(named string) (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}
	if named != "" {
		names = []string{named}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &ops.Error{Code: "no_browser", Message: "A PDF is printed by Chromium or Chrome, and none is installed.",
		Hint: "Install one, name it with --browser, or leave --pdf out and print the HTML file from any browser."}
}

// printPDF has a browser print a page. The page holds no script and names nothing
// outside of itself.
func printPDF(ctx context.Context, browser string, page []byte) ([]byte, error) {
	dir, err := os.MkdirTemp("", "daybreak-report-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	from, to := filepath.Join(dir, "report.html"), filepath.Join(dir, "report.pdf")
	if err := os.WriteFile(from, page, 0o600); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, printTimeout)
	defer cancel()
	args := []string{"--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--user-data-dir=" + filepath.Join(dir, "profile"),
		"--no-pdf-header-footer", "--print-to-pdf=" + to}
	if os.Geteuid() == 0 { // its sandbox refuses the superuser
		args = append(args, "--no-sandbox")
	}
	said, err := exec.CommandContext(ctx, browser, append(args, "file://"+filepath.ToSlash(from))...).CombinedOutput()
	if err == nil {
		var out []byte
		if out, err = os.ReadFile(to); err == nil {
			return out, nil
		}
	}
	return nil, &ops.Error{Code: "print_failed", Message: fmt.Sprintf("%s did not print the report: %s.", browser, lastLine(said)),
		Hint: "Leave --pdf out and print the HTML file from any browser.", Args: []any{browser}, Err: err}
}

// lastLine is the last line of what a program said.
func lastLine(said []byte) string {
	lines := bytes.Split(bytes.TrimSpace(said), []byte("\n"))
	return ops.Show(string(lines[len(lines)-1]))
}

// replaceFile writes a file whole, or leaves what is there.
func replaceFile(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".daybreak-report-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
