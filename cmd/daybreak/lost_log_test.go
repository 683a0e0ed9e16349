package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestLostLog (D10) turns a bit in the log of a killed server, which SQLite
// takes for the end of the log without a word: the next start says how many
// changes are missing, in its log, its metrics and on every page.
func TestLostLog(t *testing.T) {
	const members = 50
	w := newCheckInWorld(t, members)
	mark := filepath.Join(w.data, "daybreak.mark")
	p := served(t, nil, "--no-login", "--data", w.data)
	l := line{host: strings.TrimPrefix(p.base, "http://")}
	for m := range members {
		if a := l.checkIn(m, w.tokens[m]); a.status != http.StatusCreated {
			t.Fatalf("%+v", a)
		}
	}
	l.close()
	stored, err := os.ReadFile(mark)
	for began := time.Now(); time.Since(began) < 5*time.Second; time.Sleep(100 * time.Millisecond) {
		b, err2 := os.ReadFile(mark)
		if err2 == nil && err == nil && len(stored) > 0 && string(b) == string(stored) {
			break // it has come to rest
		}
		stored, err = b, err2
		time.Sleep(1500 * time.Millisecond)
	}
	must(t, err)
	p.kill()
	version, err := strconv.Atoi(strings.TrimSpace(string(stored)))
	must(t, err)
	lost := regexp.MustCompile(`daybreak_lost_changes (\d+)`)
	missing := func() int {
		t.Helper()
		p = served(t, nil, "--no-login", "--data", w.data)
		_, body := fetch(t, "GET", p.base+"/internal/metrics", "", nil)
		found := lost.FindStringSubmatch(body)
		if found == nil {
			t.Fatalf("no metric: %s", body)
		}
		n, err := strconv.Atoi(found[1])
		must(t, err)
		return n
	}
	sound := copyDir(t, w.data)
	if n := missing(); n != 0 {
		t.Errorf("%d changes are missing after kill -9", n)
	}
	p.kill()
	w.data = sound
	wal := filepath.Join(w.data, "daybreak.db-wal")
	b, err := os.ReadFile(wal)
	must(t, err)
	written := bytes.TrimRight(b, "\x00") // behind it is room
	b[len(written)/2] ^= 1
	must(t, os.WriteFile(wal, b, 0o600))
	n := missing()
	if n <= 0 || n >= version {
		t.Errorf("%d of %d changes are missing", n, version)
	}
	if there := len(w.there(t)); there == members {
		t.Error("nothing is lost")
	}
	for _, lang := range []string{"en", "zh"} {
		if _, body := fetch(t, "GET", p.base+"/overview?lang="+lang, "", nil); !strings.Contains(body, strconv.Itoa(n)) || !strings.Contains(body, "note bad") {
			t.Errorf("the page in %s does not tell", lang)
		}
	}
	if !strings.Contains(p.log.String(), "are not there") {
		t.Errorf("the log does not tell: %s", p.log)
	}
}
