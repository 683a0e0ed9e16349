package sample

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// checkIns counts the check-ins of each day of a story.
func checkIns(t *testing.T, o Options) map[string]int {
	t.Helper()
	dir := t.TempDir()
	if err := Write(dir, o); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "events.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, r := range rows[1:] {
		if r[2] == "check_in" {
			out[r[1][:len("2006-01-02")]]++
		}
	}
	return out
}

// A story that ends on another day has 200 days up to it, and the last one is
// as full as those before. On holidays two fifths fewer check in than in the
// same story without them, and as many as ever afterwards.
func TestStoryEndsOnAnotherDayAndKeepsHolidays(t *testing.T) {
	last := ops.DayOf(2026, time.November, 20)
	var off []ops.Holiday
	for d := ops.DayOf(2026, time.October, 1); d <= ops.DayOf(2026, time.October, 7); d++ {
		off = append(off, ops.Holiday{Region: "CN", Day: d, Name: "国庆节", Kind: ops.DayOff, Group: "国庆节"})
	}
	off = append(off, ops.Holiday{Region: "CN", Day: ops.DayOf(2026, time.October, 10), Name: "国庆节", Kind: ops.MakeUpDay})
	plain, kept := checkIns(t, Options{Last: last, Holidays: []ops.Holiday{}}), checkIns(t, Options{Last: last, Holidays: off})
	if n := len(kept); n != standardDays {
		t.Errorf("people check in on %d days", n)
	}
	if kept[last.String()] < 400 || kept[(last+1).String()] > 0 {
		t.Errorf("%d check in on the last day, %d on the one after", kept[last.String()], kept[(last+1).String()])
	}
	ratio := func(from, to ops.Day) float64 {
		a, b := 0, 0
		for d := from; d <= to; d++ {
			a, b = a+kept[d.String()], b+plain[d.String()]
		}
		return float64(a) / float64(b)
	}
	if r := ratio(off[0].Day, off[6].Day); r < .45 || r > .65 {
		t.Errorf("on holidays %.2f times as many check in", r)
	}
	if r := ratio(off[0].Day-14, off[0].Day-1); r != 1 {
		t.Errorf("before the holidays %.2f times as many check in", r)
	}
	if r := ratio(off[6].Day+1, off[6].Day+21); r != 1 {
		t.Errorf("after them %.2f times as many check in", r)
	}
}

// What was tried moves with the story: the hard sell stays on the day of a post
// that sells hard, the third of four, and on no holiday: 4 October is one, and of posts
// from 11 May on the third is that of the 25th.
func TestTriesMoveWithTheStory(t *testing.T) {
	plain, moved := Tries(Options{}), Tries(Options{Last: Last() + 20})
	for i, x := range plain {
		y := moved[i]
		if x.Metric == "followers_lost" {
			if x.Start.String() != "2026-09-04" || y.End != y.Start+1 || y.Start.String() != "2026-10-25" {
				t.Errorf("the hard sell lies on %s and on %s", x.Start, y.Start)
			}
			continue
		}
		if y.Start != x.Start+20 || y.End != x.End+20 {
			t.Errorf("%s lies on %s and on %s", x.Title, x.Start, y.Start)
		}
		if err := y.Check(); err != nil {
			t.Error(err)
		}
	}
}
