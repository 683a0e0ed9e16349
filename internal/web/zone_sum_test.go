package web

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// T2: in months with days of 23 and 25 hours, of 24½, and one whose day never
// was, every check-in counts on the day of its local calendar, and the days add
// up to the range.
func TestDaysAddUpWhereClocksChange(t *testing.T) {
	sweep(t)
	for zone, month := range map[string]string{
		"Europe/Berlin": "2026-03", "America/New_York": "2025-11", "Africa/Cairo": "2026-04", "Asia/Beirut": "2026-03", "America/Havana": "2026-03",
		"Australia/Lord_Howe": "2026-04", "Asia/Kathmandu": "2026-05", "Pacific/Apia": "2011-12",
	} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		first, err := time.Parse("2006-01", month)
		if err != nil {
			t.Fatal(err)
		}
		last := first.AddDate(0, 1, -1)
		var file strings.Builder
		file.WriteString("key,member,at,event\n")
		want, total, n := map[string]int{}, 0, 0
		random := rand.New(rand.NewPCG(1, uint64(len(zone))))
		add := func(at time.Time) {
			fmt.Fprintf(&file, "%[1]d,m%[1]d,%[2]s,check_in\n", n, at.UTC().Format(time.RFC3339))
			n++
			y, m, d := at.In(place).Date()
			day := fmt.Sprintf("%04d-%02d-%02d", y, m, d)
			want[day]++
			if strings.HasPrefix(day, month) {
				total++
			}
		}
		for at := first.Add(-36 * time.Hour); at.Before(last.Add(60 * time.Hour)); at = at.Add(30 * time.Minute) {
			add(at)
			add(at.Add(time.Duration(random.IntN(1800)) * time.Second))
		}
		x := newSiteIn(t, place, nil)
		token := x.token(t, "program", Editor)
		if w := x.api(t, "POST", "/api/v1/imports?name=events.csv", token, "text/csv", file.String()); w.Code != http.StatusCreated {
			t.Fatalf("%s: %d %s", zone, w.Code, w.Body)
		}
		ask := func(grain string) [][]string {
			t.Helper()
			w := x.api(t, "GET", "/api/v1/metrics?metrics=check_ins&from="+first.Format(time.DateOnly)+"&to="+last.Format(time.DateOnly)+"&format=csv"+grain, token,
				"", "")
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
			if w.Code != http.StatusOK || err != nil || len(rows) < 2 {
				t.Fatalf("%s: %d %v %s", zone, w.Code, err, w.Body)
			}
			return rows[1:]
		}
		days := ask("&grain=day")
		if len(days) != last.Day() {
			t.Errorf("%s: %d days", zone, len(days))
		}
		sum := 0
		for _, row := range days {
			n, err := strconv.Atoi(row[len(row)-1])
			if err != nil || n != want[row[0]] {
				t.Errorf("%s on %s: %q, want %d", zone, row[0], row, want[row[0]])
			}
			sum += n
		}
		if whole := ask(""); whole[0][len(whole[0])-1] != strconv.Itoa(total) || sum != total {
			t.Errorf("%s: the days add up to %d, the range is %q, want %d", zone, sum, whole[0], total)
		}
	}
}
