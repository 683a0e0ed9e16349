package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestKilledImport (I1) ends daybreak import by kill -9 at SQLite's calls: at
// every one that syncs, truncates or removes a file, in the middle of every
// some-th write, and after random times.
func TestKilledImport(t *testing.T) {
	w := newImportWorld(t)
	lib := buildShim(t)
	whole := lib.log(t)
	data := copyDir(t, w.base)
	p, _ := start(t, whole.env(0, "kill"), "import", "--data", data, w.second)
	if code, err := p.ended(20 * time.Second); code != 0 {
		t.Fatal(code, err, p.log)
	}
	calls := whole.calls(t)
	if strings.Count(calls, "s") < 4 || strings.Count(calls, "w") < 50 {
		t.Fatalf("SQLite's calls are not seen: %q", calls)
	}
	kept := map[bool]int{}
	killed := 0
	stride := max(1, strings.Count(calls, "w")/times(40, 1000))
	for i, kind := range calls {
		if kind == 'w' && i%stride != 0 {
			continue
		}
		data := copyDir(t, w.base)
		p, _ := start(t, lib.log(t).env(i+1, "kill"), "import", "--data", data, w.second)
		if code, err := p.ended(20 * time.Second); code != -1 || err != nil {
			t.Fatalf("not killed at call %d of %d: exit %d, %v %s", i+1, len(calls), code, err, p.log)
		}
		killed++
		kept[w.after(t, data, fmt.Sprintf("killed at call %d (%c) of %d", i+1, kind, len(calls)))]++
	}
	t.Logf("killed at %d of %d calls: %d times the old figures, %d times the new, never others", killed, len(calls), kept[false], kept[true])
	if kept[false] == 0 || kept[true] == 0 {
		t.Error("the kills were not spread over the import")
	}
	took := time.Second / 5
	random := rand.New(rand.NewPCG(1, 2))
	for range times(40, 2000) {
		data := copyDir(t, w.base)
		p, _ := start(t, nil, "import", "--data", data, w.second)
		time.Sleep(time.Duration(random.Int64N(int64(took))))
		p.kill()
		if _, err := os.Stat(filepath.Join(data, "daybreak.db")); err != nil {
			t.Fatal(err)
		}
		w.after(t, data, "killed at random")
	}
}

// TestKilledServerWhileImporting (I1) does the same to a server that is given
// the file by the API; what it answered must be so.
func TestKilledServerWhileImporting(t *testing.T) {
	w := newImportWorld(t)
	file, err := os.ReadFile(w.second)
	if err != nil {
		t.Fatal(err)
	}
	post := func(p *process) int {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, "POST", p.base+"/api/v1/imports?name=second.csv", bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "text/csv")
		resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
		if err != nil {
			return 0
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	lib := buildShim(t)
	whole := lib.log(t)
	p := served(t, whole.env(0, "kill"), "--no-login", "--data", copyDir(t, w.base))
	before := len(whole.calls(t))
	if code := post(p); code != 201 {
		t.Fatal(code, p.log)
	}
	after := len(whole.calls(t))
	p.kill()
	at := []int{before + 1, before + 2, after, after - 1}
	random := rand.New(rand.NewPCG(3, 4))
	for range times(12, 600) {
		at = append(at, before+1+random.IntN(after-before))
	}
	slices.Sort(at)
	answers := map[int]int{}
	for _, n := range at {
		data := copyDir(t, w.base)
		p := served(t, lib.log(t).env(n, "kill"), "--no-login", "--data", data)
		status := post(p)
		p.kill()
		answers[status]++
		if changed := w.after(t, data, fmt.Sprintf("killed at call %d of %d", n, after)); status == 201 && !changed {
			t.Errorf("killed at call %d: answered 201 and lost", n)
		}
	}
	t.Logf("answers before the kill (0: none): %v", answers)
}
