package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestSecretsStayOutOfTheLog (S13): a token, a cookie, a password and the path
// of a share link are sent in every place a client may put them, good and bad;
// none is in the log, which does have a line for every request.
func TestSecretsStayOutOfTheLog(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	code, out, errs := runs(t, "token", "create", "--data", data, "--role", "editor")
	if code != 0 {
		t.Fatal(errs)
	}
	token := strings.TrimSpace(out)
	p := served(t, nil, "--data", data)
	const canary = "canary7Q2X5Z"
	requests := 0
	for _, method := range []string{"GET", "POST"} {
		for _, path := range []string{"/api/v1/sources", "/api/v1/imports", "/overview", "/s/" + canary, "/setup", "/login", "/nowhere/" + canary,
			"/api/v1/sources?token=" + canary, "/overview?f.channel=" + canary} {
			for _, bearer := range []string{token, canary} {
				fetch(t, method, p.base+path, "application/x-www-form-urlencoded", strings.NewReader("password="+canary+"&name="+canary),
					"Authorization", "Bearer "+bearer, "Cookie", "sid="+canary+"; __Host-sid="+canary, "X-Forwarded-For", canary)
				requests++
			}
		}
	}
	if code, err := stopped(p); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	log := p.log.String()
	if n := strings.Count(log, `"msg":"request"`); n < requests {
		t.Errorf("%d lines for %d requests", n, requests)
	}
	for _, line := range strings.Split(log, "\n") {
		if strings.Contains(line, canary) || strings.Contains(line, token) {
			t.Errorf("the log tells: %s", line)
		}
	}
}
