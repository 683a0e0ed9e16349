package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

const (
	live   = "https://vuln.go.dev"
	pinned = "golang.org/x/vulndb@v0.0.0-20261105234957-e22db6528018"
)

// database is where govulncheck reads, and of which day the data are.
type database struct{ url, source, day string }

// open returns the live database where it answers within five seconds, and
// else the pinned one, prepared in dir.
func open(ctx context.Context, dir string) (database, error) {
	if day, err := liveDay(ctx, live); err == nil {
		return database{url: live, source: live, day: day.Format(time.DateOnly)}, nil
	}
	module, day, err := download(ctx)
	if err != nil {
		return database{}, fmt.Errorf("neither %s nor the module %s can be had: %w", live, pinned, err)
	}
	if err := prepare(filepath.Join(module, "data", "osv"), dir, day); err != nil {
		return database{}, err
	}
	return database{url: (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir)}).String(), source: pinned, day: day.Format(time.DateOnly)}, nil
}

// liveDay returns when the database at an address was last changed.
func liveDay(ctx context.Context, address string) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/index/db.json", nil)
	if err != nil {
		return time.Time{}, err
	}
	resp, err := (&http.Client{}).Do(req)
	if err != nil {
		return time.Time{}, err
	}
	defer resp.Body.Close()
	var meta struct{ Modified time.Time }
	if resp.StatusCode != http.StatusOK {
		return time.Time{}, fmt.Errorf("%s: %s", address, resp.Status)
	}
	if err := json.NewDecoder(http.MaxBytesReader(nil, resp.Body, 1<<16)).Decode(&meta); err != nil {
		return time.Time{}, err
	}
	return meta.Modified, nil
}

// download has the go command fetch the pinned module, which it checks against
// the checksum database, and returns where it lies and when it was made.
func download(ctx context.Context) (dir string, made time.Time, err error) {
	tmp, err := os.MkdirTemp("", "vulndb")
	if err != nil {
		return "", made, err
	}
	defer os.RemoveAll(tmp)
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", pinned)
	cmd.Dir, cmd.Stderr = tmp, os.Stderr // outside of the module, whose go.mod does not name it
	out, err := cmd.Output()
	if err != nil {
		return "", made, err
	}
	var m struct{ Dir, Info string }
	if err := json.Unmarshal(out, &m); err != nil {
		return "", made, err
	}
	b, err := os.ReadFile(m.Info)
	if err != nil {
		return "", made, err
	}
	var info struct{ Time time.Time }
	err = json.Unmarshal(b, &info)
	return m.Dir, info.Time, err
}

// entry is what the indexes need of a report in the format OSV.
type entry struct {
	ID       string   `json:"id"`
	Aliases  []string `json:"aliases"`
	Affected []struct {
		Module struct {
			Name string `json:"name"`
		} `json:"package"`
		Ranges []struct {
			Events []struct {
				Fixed string `json:"fixed"`
			} `json:"events"`
		} `json:"ranges"`
	} `json:"affected"`
}

// lastFixed is the version with the last fix of one affected module, or "".
func (e entry) lastFixed(module int) string {
	fixed := ""
	for _, r := range e.Affected[module].Ranges {
		for _, event := range r.Events {
			fixed = cmp.Or(event.Fixed, fixed)
		}
	}
	return fixed
}

type (
	vulnOfModule struct {
		ID       string    `json:"id"`
		Modified time.Time `json:"modified"`
		Fixed    string    `json:"fixed,omitempty"`
	}
	moduleIndex struct {
		Path  string         `json:"path"`
		Vulns []vulnOfModule `json:"vulns"`
	}
	vulnIndex struct {
		ID       string    `json:"id"`
		Modified time.Time `json:"modified"`
		Aliases  []string  `json:"aliases,omitempty"`
	}
)

// prepare writes the reports in from into dir as govulncheck reads them:
// ID/*.json, and index/{db,modules,vulns}.json.
func prepare(from, dir string, day time.Time) error {
	names, err := filepath.Glob(filepath.Join(from, "GO-*.json"))
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fmt.Errorf("%s has no reports", from)
	}
	for _, sub := range []string{"ID", "index"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return err
		}
	}
	modules := map[string]*moduleIndex{}
	vulns := []vulnIndex{}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var e entry
		if err := json.Unmarshal(b, &e); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, "ID", e.ID+".json"), b, 0o600); err != nil {
			return err
		}
		vulns = append(vulns, vulnIndex{ID: e.ID, Modified: day, Aliases: e.Aliases})
		for i, a := range e.Affected {
			m := modules[a.Module.Name]
			if m == nil {
				m = &moduleIndex{Path: a.Module.Name}
				modules[a.Module.Name] = m
			}
			m.Vulns = append(m.Vulns, vulnOfModule{ID: e.ID, Modified: day, Fixed: e.lastFixed(i)})
		}
	}
	sorted := make([]*moduleIndex, 0, len(modules))
	for _, m := range modules {
		sorted = append(sorted, m)
	}
	slices.SortFunc(sorted, func(a, b *moduleIndex) int { return cmp.Compare(a.Path, b.Path) })
	for name, v := range map[string]any{"db": map[string]any{"modified": day}, "modules": sorted, "vulns": vulns} {
		b, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "index", name+".json"), b, 0o600); err != nil {
			return err
		}
	}
	return nil
}
