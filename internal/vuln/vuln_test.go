package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// What is built in has no hole that its notes name, and its notes were read.
func TestNothingBuiltInIsOutdated(t *testing.T) {
	l, err := readList()
	if err != nil {
		t.Fatal(err)
	}
	built, err := builtVersions()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range l.outdated(built) {
		t.Error(w)
	}
}

func TestOutdatedWorksAreNamed(t *testing.T) {
	l := list{Outside: []outside{{Name: "X", Version: "1.10.0", Notes: "n", Holes: []hole{{"old hole", "1.9.9"}, {"new hole", "1.10.1"}}}}}
	for version, want := range map[string]string{
		"1.10.0": "X 1.10.0 is older than 1.10.1: new hole",
		"1.9.8": "X 1.9.8 is built in, its notes were read up to 1.10.0: read them (n) and write that down in accepted.yaml|" +
			"X 1.9.8 is older than 1.9.9: old hole|X 1.9.8 is older than 1.10.1: new hole",
		"2.0.0": "X 2.0.0 is built in, its notes were read up to 1.10.0: read them (n) and write that down in accepted.yaml",
	} {
		if got := strings.Join(l.outdated(map[string]string{"X": version}), "|"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", version, got, want)
		}
	}
	if got := l.outdated(map[string]string{"Y": "1"}); len(got) != 2 {
		t.Errorf("one that is not named and one that is not built in: %q", got)
	}
}

// Only what is called counts; what is called and not accepted, and what is
// accepted and no longer called, are both wrong.
func TestCalledCodeIsHeldAgainstTheList(t *testing.T) {
	found, err := calledIn(strings.NewReader(`{"config":{}}
{"finding":{"osv":"GO-1","trace":[{"module":"m","version":"v1"}]}}
{"finding":{"osv":"GO-2","trace":[{"module":"m","version":"v1","package":"m/p"}]}}
{"finding":{"osv":"GO-3","fixed_version":"v2","trace":[{"module":"m","version":"v1","package":"m/p","function":"F","receiver":"T"}]}}
{"finding":{"osv":"GO-4","trace":[{"module":"m","version":"v1","package":"m/p","function":"G"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"GO-3": "m/p.T.F of m@v1, fixed in v2", "GO-4": "m/p.G of m@v1"}
	if !reflect.DeepEqual(found, want) {
		t.Fatalf("called: %v, want %v", found, want)
	}
	l := list{Accepted: []acceptance{{ID: "GO-4"}, {ID: "GO-5"}}}
	wrong := strings.Join(l.compare(found), "|")
	if want := "GO-3 is in called code: m/p.T.F of m@v1, fixed in v2|GO-5 is accepted, but no longer in called code: take it out of accepted.yaml"; wrong != want {
		t.Errorf("wrong: %s\nwant %s", wrong, want)
	}
	if _, err := calledIn(strings.NewReader("")); err == nil {
		t.Error("no answer of govulncheck counts as none found")
	}
}

// The database is written as govulncheck reads it.
func TestPreparedDatabase(t *testing.T) {
	from, dir := t.TempDir(), t.TempDir()
	report := `{"id":"GO-2026-0001","aliases":["CVE-1"],"affected":[{"package":{"name":"b.example/m"},"ranges":[{"events":[{"introduced":"0"},{"fixed":"1.2.0"},{"introduced":"1.3.0"},{"fixed":"1.3.4"}]}]},{"package":{"name":"a.example/m"}}]}`
	if err := os.WriteFile(filepath.Join(from, "GO-2026-0001.json"), []byte(report), 0o600); err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 5, 23, 49, 57, 0, time.UTC)
	if err := prepare(from, dir, day); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"index/db.json": `{"modified":"2026-11-05T23:49:57Z"}`,
		"index/modules.json": `[{"path":"a.example/m","vulns":[{"id":"GO-2026-0001","modified":"2026-11-05T23:49:57Z"}]},` +
			`{"path":"b.example/m","vulns":[{"id":"GO-2026-0001","modified":"2026-11-05T23:49:57Z","fixed":"1.3.4"}]}]`,
		"index/vulns.json":     `[{"id":"GO-2026-0001","modified":"2026-11-05T23:49:57Z","aliases":["CVE-1"]}]`,
		"ID/GO-2026-0001.json": report,
	} {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !json.Valid(got) || string(got) != want {
			t.Errorf("%s: %s %v\nwant %s", name, got, err, want)
		}
	}
	if err := prepare(t.TempDir(), t.TempDir(), day); err == nil {
		t.Error("a folder without reports counts as a database in which nothing is known")
	}
}
