package web

import (
	"bufio"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"time"
)

// soak skips a test that takes long unless it is asked for.
func soak(t *testing.T) {
	t.Helper()
	if os.Getenv("DAYBREAK_SOAK") == "" {
		t.Skip("set DAYBREAK_SOAK=1 for tests that take long")
	}
}

// TestAStreamOutlivesTheLimitOfAWrite keeps a stream open over HTTP/2, where a
// deadline that passes ends it, for longer than one write may take.
func TestAStreamOutlivesTheLimitOfAWrite(t *testing.T) {
	soak(t)
	s := realServer(t)
	server := httptest.NewUnstartedServer(s)
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/stream?of=%2Fcheckins", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = s.hosts[0]
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.ProtoMajor != 2 {
		t.Fatal(resp.Proto)
	}
	ended := make(chan error, 1)
	go func() {
		lines := bufio.NewScanner(resp.Body)
		for lines.Scan() {
		}
		ended <- lines.Err()
	}()
	select {
	case err := <-ended:
		t.Errorf("the stream ended: %v", err)
	case <-time.After(streamWrites + 2*time.Second):
	}
}

// TestLoginTakesTheSameTimeForUnknownUsers signs in with wrong passwords as
// somebody who is there and as somebody who is not, mixed, and finds no
// difference in the times (S14).
func TestLoginTakesTheSameTimeForUnknownUsers(t *testing.T) {
	soak(t)
	const tries = 200
	x := newSite(t, nil)
	x.user(t, "ada", Admin)
	v := x.visitor(t)
	took := map[string][]float64{}
	var text [2]string
	order := rand.New(rand.NewPCG(1, 2)).Perm(2 * tries) // in turn, every other would meet the garbage collector
	for _, i := range order {
		x.now = x.now.Add(15 * time.Minute) // so that no attempt is refused
		name := []string{"ada", "bob"}[i%2]
		began := time.Now()
		w := v.post("/login", "name", name, "password", "a wrong long sentence")
		took[name] = append(took[name], time.Since(began).Seconds())
		if w.Code != http.StatusUnauthorized {
			t.Fatalf("%s: %d", name, w.Code)
		}
		text[i%2] = w.Body.String()
	}
	if len(text[0]) != len(text[1]) { // the names are equally long
		t.Error("the answers differ")
	}
	known, unknown := took["ada"], took["bob"]
	p := mannWhitney(known, unknown)
	slices.Sort(known)
	slices.Sort(unknown)
	a, b := known[tries/2], unknown[tries/2]
	t.Logf("medians %.1f ms and %.1f ms, p = %.3f", 1000*a, 1000*b, p)
	if p < 0.01 {
		t.Error("it shows in the time who is there")
	}
}

// mannWhitney returns the two-sided p value that a and b, neither of them
// small, come from one distribution (normal approximation).
func mannWhitney(a, b []float64) float64 {
	u := 0.0
	for _, x := range a {
		for _, y := range b {
			if x > y {
				u++
			} else if x == y {
				u += .5
			}
		}
	}
	n, m := float64(len(a)), float64(len(b))
	z := (u - n*m/2) / math.Sqrt(n*m*(n+m+1)/12)
	return math.Erfc(math.Abs(z) / math.Sqrt2)
}

// TestMannWhitney checks the control of the test above: times that differ by a
// tenth are told apart, those that do not are not.
func TestMannWhitney(t *testing.T) {
	var a, b, c []float64
	for i := range 200 {
		spread := float64(i%20) / 200 // ±5 %
		a, b, c = append(a, 1+spread), append(b, 1+spread), append(c, 1.1+spread)
	}
	if p := mannWhitney(a, b); p < .9 {
		t.Errorf("the same times: p = %v", p)
	}
	if p := mannWhitney(a, c); p > 1e-6 {
		t.Errorf("a tenth apart: p = %v", p)
	}
}
