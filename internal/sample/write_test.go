package sample

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	sampledata "daybreak/sample-data"
)

// The committed files are what the program writes, and small.
func TestCommittedFilesAreTheStory(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, Options{}); err != nil {
		t.Fatal(err)
	}
	total := 0
	names, err := fs.Glob(sampledata.Files, "*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		want, err := sampledata.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the program writes: run `daybreak sample --out sample-data`", name)
		}
		total += len(want)
	}
	if written, _ := filepath.Glob(filepath.Join(dir, "*.csv")); len(written) != len(names) {
		t.Errorf("%d files written, %d committed", len(written), len(names))
	}
	if total >= 8<<20 {
		t.Errorf("the sample data has %d bytes, 8 MB is the limit", total)
	}
}

// Fewer than 1 in 10 applicants of the beta programme qualify.
func TestBetaIsHardToGetInto(t *testing.T) {
	f, err := sampledata.Files.Open("events.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for _, r := range rows[1:] {
		n[r[2]]++
	}
	if n["apply"] < 300 || n["qualify"] == 0 || n["qualify"]*10 >= n["apply"] {
		t.Errorf("%d applied, %d qualified", n["apply"], n["qualify"])
	}
}

func TestBigStorySplitsFiles(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, Options{Members: 60_000, Days: 365}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"events-001.csv", "events-002.csv", "members.csv"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "events.csv")); err == nil {
		t.Error("events.csv was left beside its parts")
	}
}

func TestRefusesSizes(t *testing.T) {
	for _, o := range []Options{{Members: -1}, {Days: 5}, {Members: 20_000_000}} {
		if err := Write(t.TempDir(), o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}

// The challenge that the sample data knows is the last one its members enrol
// in, from the day they do.
func TestLastChallengeIsTheOneMembersAreIn(t *testing.T) {
	f, err := sampledata.Files.Open("events.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var day, name string
	for _, r := range rows[1:] {
		if r[2] == "enrol" && r[1] > day {
			day, name = r[1], r[4]
		}
	}
	if c := LastChallenge(Last()); c.Name != name || c.Start.String() != day[:len("2006-01-02")] {
		t.Errorf("the challenge %s from %s, members enrol in %s on %s", c.Name, c.Start, name, day)
	}
	if err := LastChallenge(Last()).Check(); err != nil {
		t.Error(err)
	}
}
