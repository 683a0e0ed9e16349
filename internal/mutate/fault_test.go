package main

import (
	"errors"
	"os/exec"
	"testing"
)

// Every fault can still be planted: its line is where the list says.
func TestFaultsCanBePlanted(t *testing.T) {
	faults, err := readFaults()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range faults {
		if names[f.Name] {
			t.Errorf("%s is there twice", f.Name)
		}
		names[f.Name] = true
		if _, err := f.broken("../.."); err != nil {
			t.Error(err)
		}
	}
	if len(faults) < 40 {
		t.Errorf("%d faults, want 40", len(faults))
	}
}

func TestJudgement(t *testing.T) {
	failed := errors.Join(&exec.ExitError{})
	for _, c := range []struct {
		out  string
		err  error
		want verdict
	}{
		{"ok  \tx\t0.1s", nil, unnoticed},
		{"ok  \tx\t0.1s [no tests to run]", nil, nothingRan},
		{"--- FAIL: TestX (0.00s)\nFAIL", failed, noticed},
		{"panic: test timed out", failed, noticed},
		{"FAIL\tx [build failed]", failed, notBuilt},
		{"go: no such package", failed, notBuilt},
	} {
		if got := judge(c.out, c.err); got != c.want {
			t.Errorf("%q: %s, want %s", c.out, got, c.want)
		}
	}
}
