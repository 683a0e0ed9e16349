package main

import (
	"encoding/json"
	"html"
	"io"
	"math"
	"net/http"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Every difference of a metric on every page leads to why it came about, and what is
// said there is the same difference: its parts by group and by member add up to it.
func TestEveryDifferenceIsExplained(t *testing.T) {
	if testing.Short() {
		t.Skip("asks for hundreds of pages")
	}
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--sample", "--sample-to", "2026-10-31", "--no-login")
	get := func(path string) (int, string) {
		t.Helper()
		r, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(b)
	}
	link := regexp.MustCompile(`<a class="delta[^"]*" href="([^"]+)"[^>]*>(.*?)</a>`)
	plain := regexp.MustCompile(`(?s)(<td[^>]*>|<span class="kpi-v">)\s*<span class="delta`)
	table := regexp.MustCompile(`href="(/api/v1/change\?[^"]+)"`)
	asked, states, groups := map[string]bool{}, 0, 0
	for _, page := range []string{"overview", "channels", "checkins", "community", "content", "funnel", "growth", "pipeline", "products", "retention", "search", "synergy"} {
		for _, query := range []string{"", "&compare=weekdays&range=7d", "&compare=month&f.channel=search-ads"} {
			status, body := get("/" + page + "?more=1&lang=en" + query)
			if status != http.StatusOK {
				t.Fatalf("%s %s: %d", page, query, status)
			}
			// Of metrics of channels with spend a day alone cannot be asked for.
			if plain.MatchString(body) && page != "search" && page != "funnel" && page != "overview" {
				t.Errorf("%s %s: a table has a difference that leads nowhere", page, query)
			}
			for _, m := range link.FindAllStringSubmatch(body, -1) {
				href := html.UnescapeString(m[1])
				if asked[href] {
					continue
				}
				asked[href] = true
				status, why := get(href + "&lang=en")
				found := table.FindStringSubmatch(why)
				if status != http.StatusOK || found == nil {
					t.Errorf("%s %s leads to %s: %d", page, query, href, status)
					continue
				}
				_, answer := get(strings.Replace(html.UnescapeString(found[1]), "format=csv", "format=json", 1))
				s, g := sameDifference(t, href, m[2], answer)
				states, groups = states+s, groups+g
			}
		}
	}
	if len(asked) < 100 || states < 20 || groups < 50 {
		t.Errorf("only %d differences, %d by member, %d by group", len(asked), states, groups)
	}
}

// sameDifference compares a difference as a page writes it with the answer to why.
func sameDifference(t *testing.T, href, text, answer string) (states, groups int) {
	t.Helper()
	type figure any
	var a struct {
		Unit                string
		Now, Before, Change figure
		Exact               bool
		Parts               []struct{ Part figure }
		Rest                figure
		Factors             []struct{ Part float64 }
		States              []struct{ Part figure }
	}
	if err := json.Unmarshal([]byte(answer), &a); err != nil {
		t.Errorf("%s: %v in %.200s", href, err, answer)
		return 0, 0
	}
	number := func(x figure) float64 {
		n, ok := x.(float64)
		if !ok {
			return math.NaN()
		}
		return n
	}
	change, before := number(a.Change), number(a.Before)
	shown := regexp.MustCompile(`[\d.,]+`).FindString(regexp.MustCompile(`<[^>]+>`).ReplaceAllString(strings.SplitN(text, `<span class="sr"> Why`, 2)[0], ""))
	want, err := strconv.ParseFloat(strings.ReplaceAll(shown, ",", ""), 64)
	size := 100 * math.Abs(change/before)
	if a.Unit == "percent" {
		size = 100 * math.Abs(change)
	}
	if err != nil || !(math.Abs(size-want) <= .0501+want/1000) {
		t.Errorf("%s: the page says %q (%v), why says %v of %v", href, shown, want, change, before)
	}
	sum := 0.0
	for _, s := range a.States {
		sum += number(s.Part)
	}
	if len(a.States) > 0 && !(math.Abs(sum-change) < 1e-6) {
		t.Errorf("%s: by member %v, in all %v", href, sum, change)
	}
	if !a.Exact {
		return len(a.States), 0
	}
	sum = 0
	for _, p := range a.Parts {
		if len(a.Factors) == 0 {
			sum += number(p.Part)
		}
	}
	for _, f := range a.Factors {
		sum += f.Part
	}
	if !(math.Abs(sum-change) < 1e-6*math.Max(1, math.Abs(change))) {
		t.Errorf("%s: the parts come to %v, in all %v", href, sum, change)
	}
	return len(a.States), 1
}
