package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/ask"
	"daybreak/internal/catalog"
	"daybreak/internal/ops"
	"daybreak/internal/sample"
	"daybreak/internal/web"
	"daybreak/static"
)

// The size of the record that pages are rendered from.
const (
	pageRows    = 1_000_000
	pageMembers = 50_000 // a year of about 20 check-ins each
)

// figures are a catalog that does not change.
type figures struct{ *ops.Catalog }

func (f figures) Current() (*ops.Catalog, ops.Mistakes) { return f.Catalog, nil }

// declarations are not wanted here.
type declarations struct{}

func (declarations) Declare(context.Context, string, string, ops.Day, string) error {
	return errors.ErrUnsupported
}

func (declarations) Retire(context.Context, string, string, bool, string) error {
	return errors.ErrUnsupported
}

func (declarations) Quiet(context.Context, string, string, string, ops.Range, string) error {
	return errors.ErrUnsupported
}

// benchPages renders every page through the web server's handler, in process,
// each time for other days, and then the same page again.
func benchPages(ctx context.Context, dir string) (err error) {
	files, _, err := writeKeywordDays(dir, pageRows)
	if err != nil {
		return err
	}
	story := filepath.Join(dir, fmt.Sprintf("story-%d-%d", pageMembers, factDays))
	if err := sample.Write(story, sample.Options{Members: pageMembers, Days: factDays}); err != nil {
		return err
	}
	told, err := filepath.Glob(filepath.Join(story, "*.csv"))
	if err != nil {
		return err
	}
	db, err := openDaybreak(ctx, filepath.Join(dir, "daybreak-pages"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	rows, _, err := db.importFiles(ctx, append(files, told...))
	if err != nil {
		return err
	}
	if _, err := db.refresh(ctx); err != nil {
		return err
	}
	found, err := catalog.Load(dashboards.Files, ask.PanelShapes())
	if err != nil {
		return err
	}
	address := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
	server, err := web.New(web.Config{
		Snapshots: db.engine, Catalog: figures{found}, Importer: db.importer, Watermarks: declarations{}, Uploads: filepath.Join(dir, "uploads"),
		Calendar: db.calendar, Currency: "CNY", NoLogin: true, Hosts: web.LocalHosts(address), Assets: static.Files(),
	})
	if err != nil {
		return err
	}
	ask := func(url, etag string) (*httptest.ResponseRecorder, time.Duration, error) {
		r := httptest.NewRequest(http.MethodGet, "http://"+address.String()+url, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		if etag != "" {
			r.Header.Set("If-None-Match", etag)
		}
		w := httptest.NewRecorder()
		start := time.Now()
		server.ServeHTTP(w, r)
		took := time.Since(start)
		if want := map[bool]int{false: http.StatusOK, true: http.StatusNotModified}[etag != ""]; w.Code != want {
			return nil, 0, fmt.Errorf("%s: %d instead of %d: %.300s", url, w.Code, want, w.Body)
		}
		return w, took, nil
	}
	fmt.Printf("## Pages, server time: %d rows, of them %d rows about a year of %d members; heap %d MB\n\n", rows, rows-pageRows, pageMembers, heap())
	fmt.Println("| page, 90 days against the 90 before | fresh p50 | fresh p95 | fresh, processor time | again p50 | again p95 | 304 p95 " +
		"|\n|---|---|---|---|---|---|---|")
	last := db.engine.Current().Days("spend").Last()
	for _, page := range found.Pages {
		var fresh, again, unchanged []time.Duration
		var used time.Duration // processor time of the fresh ones
		for n := range 42 {
			to := last - ops.Day(n*2)
			url := fmt.Sprintf("/%s?from=%v&to=%v&compare=previous", page.Name, to-89, to)
			before := processorTime(syscall.RUSAGE_SELF)
			first, took, err := ask(url, "")
			if err != nil {
				return err
			}
			if n < 2 {
				continue // what is worked out once for a version
			}
			used += processorTime(syscall.RUSAGE_SELF) - before
			fresh = append(fresh, took)
			for range 5 {
				if _, took, err = ask(url, ""); err != nil {
					return err
				}
				again = append(again, took)
				if _, took, err = ask(url, first.Header().Get("ETag")); err != nil {
					return err
				}
				unchanged = append(unchanged, took)
			}
		}
		fmt.Printf("| %s | %s | %s | %s | %s | %s | %s |\n", page.Name, ms(median(fresh)), ms(late(fresh)), ms(used/time.Duration(len(fresh))), ms(median(again)),
			ms(late(again)), ms(late(unchanged)))
	}
	fmt.Println()
	return nil
}

// late returns the 95th percentile.
func late(t []time.Duration) time.Duration {
	slices.Sort(t)
	return t[len(t)*95/100]
}
