package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The answers that sample-data/README.md claims were worked out by SQL over the
// CSV files; the running program gives the same.
func TestSampleAnswers(t *testing.T) {
	text, err := os.ReadFile("../../sample-data/README.md")
	if err != nil {
		t.Fatal(err)
	}
	base, stop := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--sample", "--sample-to", "2026-10-31", "--no-login")
	defer stop()
	lines := regexp.MustCompile("(?m)^\\| (.*) \\| `(.*)` \\| (.*) \\| ([0-9.]+) \\|$").FindAllStringSubmatch(string(text), -1)
	if len(lines) < 30 {
		t.Fatalf("only %d answers are claimed", len(lines))
	}
	for _, l := range lines {
		want, err := strconv.ParseFloat(l[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		code, body := fetch(t, "GET", base+l[2], "", nil)
		if code != 200 {
			t.Errorf("%s: %d %s", l[1], code, body)
			continue
		}
		got, err := figure(body, l[3])
		if err != nil || math.Abs(got-want) > 1e-6 {
			t.Errorf("%s %s is %v, want %v (%v)", l[1], l[3], got, want, err)
		}
	}
	assistantAsks(t, base)
}

// figure finds "cost" in the totals, "cost of zhihu" in the row of that
// channel, or "new" in the first bucket of a growth answer.
func figure(body, name string) (float64, error) {
	var a struct {
		Total struct{ Values map[string]float64 }
		Rows  []struct {
			By     map[string]string
			Values map[string]any
		}
		Buckets []map[string]any
	}
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		return 0, err
	}
	if len(a.Buckets) > 0 {
		return a.Buckets[0][name].(float64), nil
	}
	metric, channel, grouped := strings.Cut(name, " of ")
	if !grouped {
		return a.Total.Values[metric], nil
	}
	for _, r := range a.Rows {
		if r.By["channel"] == channel {
			return r.Values[metric].(float64), nil
		}
	}
	return math.NaN(), nil
}
