package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// message is what is used of a line of govulncheck's JSON.
type message struct {
	Finding *struct {
		OSV          string `json:"osv"`
		FixedVersion string `json:"fixed_version"`
		Trace        []struct {
			Module   string `json:"module"`
			Version  string `json:"version"`
			Package  string `json:"package"`
			Function string `json:"function"`
			Receiver string `json:"receiver"`
		} `json:"trace"`
	} `json:"finding"`
}

// scan runs govulncheck over the whole module and returns the vulnerabilities
// of code that is called, with one place where it is.
func scan(ctx context.Context, db string) (map[string]string, error) {
	cmd := exec.CommandContext(ctx, "go", "tool", "govulncheck", "-db", db, "-format", "json", "./...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("govulncheck: %w", err)
	}
	return calledIn(bytes.NewReader(out))
}

// calledIn picks from messages those of functions that are called; a module or
// package that is only required has no function in its trace.
func calledIn(r io.Reader) (map[string]string, error) {
	found, messages := map[string]string{}, 0
	for d := json.NewDecoder(r); ; messages++ {
		var m message
		err := d.Decode(&m)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if m.Finding == nil || len(m.Finding.Trace) == 0 || m.Finding.Trace[0].Function == "" {
			continue
		}
		at := m.Finding.Trace[0]
		name := at.Function
		if at.Receiver != "" {
			name = at.Receiver + "." + name
		}
		where := fmt.Sprintf("%s.%s of %s@%s", at.Package, name, at.Module, at.Version)
		if m.Finding.FixedVersion != "" {
			where += ", fixed in " + m.Finding.FixedVersion
		}
		found[m.Finding.OSV] = where
	}
	if messages == 0 {
		return nil, errors.New("govulncheck said nothing")
	}
	return found, nil
}
