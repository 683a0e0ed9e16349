package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed testdata/faults.yaml
var faultsYAML []byte

// fault is one line of a source made wrong, and the test that is to notice.
type fault struct {
	Name    string `yaml:"name"`    // what is broken, in words
	Promise string `yaml:"promise"` // of RELIABILITY, or of an issue
	File    string `yaml:"file"`
	Is      string `yaml:"is"` // occurs once in the file
	Becomes string `yaml:"becomes"`
	Package string `yaml:"package"`
	Run     string `yaml:"run"` // of go test
}

// verdict is what became of a planted fault.
type verdict string

const (
	noticed    verdict = "noticed"
	unnoticed  verdict = "NOT NOTICED"
	notBuilt   verdict = "NOT BUILT"   // says nothing about the test
	nothingRan verdict = "NO TEST RAN" // neither does this
)

func readFaults() ([]fault, error) {
	var list []fault
	if err := yaml.UnmarshalWithOptions(faultsYAML, &list, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("faults.yaml: %w", err)
	}
	for _, f := range list {
		if f.Name == "" || f.Promise == "" || f.File == "" || f.Is == "" || f.Package == "" || f.Run == "" {
			return nil, fmt.Errorf("faults.yaml: %q is not whole", f.Name)
		}
	}
	return list, nil
}

// broken returns the source of the file with the fault in it.
func (f fault) broken(root string) ([]byte, error) {
	b, err := os.ReadFile(filepath.Join(root, f.File))
	if err != nil {
		return nil, err
	}
	if n := strings.Count(string(b), f.Is); n != 1 {
		return nil, fmt.Errorf("%s: %q is %d times in %s, want once", f.Name, f.Is, n, f.File)
	}
	return []byte(strings.Replace(string(b), f.Is, f.Becomes, 1)), nil
}

// plant runs the test against the sources under root with the fault in them.
func (f fault) plant(ctx context.Context, root string) (verdict, error) {
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	source, err := f.broken(root)
	if err != nil {
		return "", err
	}
	at, err := filepath.Abs(filepath.Join(root, f.File))
	if err != nil {
		return "", err
	}
	instead, overlay := filepath.Join(dir, "broken.go"), filepath.Join(dir, "overlay.json")
	replaced, err := json.Marshal(map[string]map[string]string{"Replace": {at: instead}})
	if err != nil {
		return "", err
	}
	for name, b := range map[string][]byte{instead: source, overlay: replaced} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			return "", err
		}
	}
	cmd := exec.CommandContext(ctx, "go", "test", "-count=1", "-vet=off", "-timeout=5m", "-overlay="+overlay, "-run="+f.Run, f.Package)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	return judge(string(out), err), ctx.Err()
}

// judge says what the output of a test means.
func judge(out string, err error) verdict {
	var failed *exec.ExitError
	switch {
	case strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]"):
		return notBuilt
	case strings.Contains(out, "no tests to run"):
		return nothingRan
	case err == nil:
		return unnoticed
	case errors.As(err, &failed) && (strings.Contains(out, "--- FAIL") || strings.Contains(out, "panic:")):
		return noticed
	}
	return notBuilt
}
