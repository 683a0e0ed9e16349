package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed accepted.yaml
var acceptedYAML []byte

// list is accepted.yaml.
type list struct {
	Accepted []acceptance `yaml:"accepted"`
	Outside  []outside    `yaml:"outside"`
}

// acceptance is one vulnerability that called code has and that does no harm.
type acceptance struct {
	ID     string `yaml:"id"`
	Day    string `yaml:"day"` // when it was accepted, 2026-11-30
	Reason string `yaml:"reason"`
}

// outside is a work that Go's database knows nothing of. Notes were read up to
// and with its Version: a newer one asks for reading them again.
type outside struct {
	Name    string `yaml:"name"`
	Version string `yaml:"version"`
	Day     string `yaml:"day"` // when the notes were last read
	Notes   string `yaml:"notes"`
	Holes   []hole `yaml:"holes"`
}

// hole is a vulnerability of such a work, and the first version without it.
type hole struct {
	What  string `yaml:"what"`
	Fixed string `yaml:"fixed"`
}

func readList() (list, error) {
	var l list
	if err := yaml.UnmarshalWithOptions(acceptedYAML, &l, yaml.Strict()); err != nil {
		return l, fmt.Errorf("accepted.yaml: %w", err)
	}
	for _, a := range l.Accepted {
		if a.ID == "" || a.Day == "" || a.Reason == "" {
			return l, fmt.Errorf("accepted.yaml: %q needs an id, a day and a reason", a.ID)
		}
	}
	for _, o := range l.Outside {
		if o.Name == "" || o.Version == "" || o.Day == "" || o.Notes == "" {
			return l, fmt.Errorf("accepted.yaml: %q needs a name, a version, a day and the address of its notes", o.Name)
		}
	}
	return l, nil
}

// compare holds what was found in called code against the list: what is not in
// it is wrong, and so is an entry for what is no longer found.
func (l list) compare(found map[string]string) []string {
	var wrong []string
	for id, where := range found {
		if !slices.ContainsFunc(l.Accepted, func(a acceptance) bool { return a.ID == id }) {
			wrong = append(wrong, fmt.Sprintf("%s is in called code: %s", id, where))
		}
	}
	for _, a := range l.Accepted {
		if _, ok := found[a.ID]; !ok {
			wrong = append(wrong, a.ID+" is accepted, but no longer in called code: take it out of accepted.yaml")
		}
	}
	return wrong
}

// outdated holds the versions that are built in against the list.
func (l list) outdated(built map[string]string) []string {
	var wrong []string
	for name, version := range built {
		i := slices.IndexFunc(l.Outside, func(o outside) bool { return o.Name == name })
		if i < 0 {
			wrong = append(wrong, name+" is built in, but accepted.yaml does not name it")
			continue
		}
		if o := l.Outside[i]; o.Version != version {
			wrong = append(wrong, fmt.Sprintf("%s %s is built in, its notes were read up to %s: read them (%s) and write that down in accepted.yaml",
				name, version, o.Version, o.Notes))
		}
	}
	for _, o := range l.Outside {
		version, ok := built[o.Name]
		if !ok {
			wrong = append(wrong, o.Name+" is in accepted.yaml, but not built in")
			continue
		}
		for _, h := range o.Holes {
			if older(version, h.Fixed) {
				wrong = append(wrong, fmt.Sprintf("%s %s is older than %s: %s", o.Name, version, h.Fixed, h.What))
			}
		}
	}
	return wrong
}

// older reports whether version a is before b, part by part. A part that is no
// number counts as the oldest.
func older(a, b string) bool {
	numbers := func(version string) []int {
		var out []int
		for part := range strings.SplitSeq(version, ".") {
			n, err := strconv.Atoi(part)
			if err != nil {
				n = -1
			}
			out = append(out, n)
		}
		return out
	}
	return slices.Compare(numbers(a), numbers(b)) < 0
}
