package ops_test

import (
	"slices"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// Marks are written ✓ done, + made up, × missed, z rest, ? still open, . to come.
func TestChallengeProgress(t *testing.T) {
	start := ops.DayOf(2026, time.September, 7) // a Monday
	for _, x := range []struct {
		name         string
		made         string // what the member did, one letter a day: c check-in, m make-up
		open, today  int    // days after the first
		makeUp       int
		rest         []time.Weekday
		marks        string
		current      int
		longest      int
		strict       int // current
		longStrict   int
		done, missed int
	}{
		{name: "before the first day", made: "", open: -1, today: -1, marks: "..........", current: 0},
		{name: "the first morning", made: "", open: 0, today: 0, marks: "?.........", current: 0},
		{name: "four days, one more to do today", made: "cccc", open: 4, today: 4, marks: "✓✓✓✓?.....", current: 4, longest: 4, strict: 4, longStrict: 4, done: 4},
		{name: "yesterday is still open", made: "ccc", open: 3, today: 4, marks: "✓✓✓??.....", current: 3, longest: 3, strict: 3, longStrict: 3, done: 3},
		{name: "a day missed, none to make up", made: "cc.c", open: 4, today: 4, marks: "✓✓×✓?.....", current: 1, longest: 2, strict: 1, longStrict: 2, done: 3,
			missed: 1},
		{name: "a day missed and not made up yet", made: "cc.c", open: 4, today: 4, makeUp: 2, marks: "✓✓×✓?.....", current: 1, longest: 2, strict: 1,
			longStrict: 2, done: 3, missed: 1},
		{name: "the day made up joins the runs", made: "ccmc", open: 4, today: 4, makeUp: 2, marks: "✓✓+✓?.....", current: 4, longest: 4, strict: 1, longStrict: 2,
			done: 3},
		{name: "a run does not end with a day made up", made: "ccm", open: 3, today: 3, makeUp: 2, marks: "✓✓+?......", current: 2, longest: 2, strict: 0,
			longStrict: 2, done: 2},
		{name: "beyond the quota", made: "mmcmc", open: 5, today: 5, makeUp: 2, marks: "++✓×✓?....", current: 1, longest: 1, strict: 1, longStrict: 1, done: 2,
			missed: 1},
		// September 12 and 13 are the weekend.
		{name: "rest days bridge", made: "ccccc..cc", open: 9, today: 9, rest: []time.Weekday{time.Saturday, time.Sunday}, marks: "✓✓✓✓✓zz✓✓?", current: 7,
			longest: 7, strict: 7, longStrict: 7, done: 7},
		{name: "a check-in on a rest day counts", made: "cccccc.c", open: 8, today: 8, rest: []time.Weekday{time.Saturday, time.Sunday}, marks: "✓✓✓✓✓✓z✓?.",
			current: 7, longest: 7, strict: 7, longStrict: 7, done: 7},
		{name: "a rest day starts no run", made: "....m..c", open: 8, today: 8, makeUp: 1, rest: []time.Weekday{time.Saturday, time.Sunday}, marks: "××××+zz✓?.",
			current: 1, longest: 1, strict: 1, longStrict: 1, done: 1, missed: 4},
		{name: "over", made: "cccccccccc", open: 12, today: 12, marks: "✓✓✓✓✓✓✓✓✓✓", current: 10, longest: 10, strict: 10, longStrict: 10, done: 10},
	} {
		c := ops.Challenge{Start: start, Length: 10, MakeUp: x.makeUp, Rest: x.rest}
		done, made := map[ops.Day]bool{start - 1: true}, map[ops.Day]bool{}
		for i, r := range x.made {
			done[start+ops.Day(i)] = r == 'c'
			made[start+ops.Day(i)] = r == 'm'
		}
		p := c.Progress(done, made, start+ops.Day(x.open), start+ops.Day(x.today))
		var marks []rune
		for _, m := range p.Days {
			marks = append(marks, []rune(".?✓+×z")[m])
		}
		if string(marks) != x.marks {
			t.Errorf("%s: %s, want %s", x.name, string(marks), x.marks)
		}
		got := []int{p.Current, p.Longest, p.CurrentStrict, p.LongestStrict, p.Done, p.Missed}
		if want := []int{x.current, x.longest, x.strict, x.longStrict, x.done, x.missed}; !slices.Equal(got, want) {
			t.Errorf("%s: current, longest, strict, longest strict, done, missed are %v, want %v", x.name, got, want)
		}
	}
}

func TestChallengeWithOwnStarts(t *testing.T) {
	calendar := ops.Calendar{Zone: time.UTC}
	c := ops.Challenge{Length: 3, DayStart: 4 * time.Hour, Grace: time.Hour}
	at := func(day, hour int) time.Time { return time.Date(2026, 9, day, hour, 30, 0, 0, time.UTC) }
	if got := c.Days(calendar, at(5, 4)); !slices.Equal(got, []ops.Day{ops.DayOf(2026, 9, 5)}) {
		t.Errorf("before the first check-in: %v", got)
	}
	own := c.From(ops.DayOf(2026, 9, 5))
	for _, x := range []struct {
		at   time.Time
		want []ops.Day
	}{
		{at(5, 5), []ops.Day{ops.DayOf(2026, 9, 5)}},
		{at(6, 4), []ops.Day{ops.DayOf(2026, 9, 5), ops.DayOf(2026, 9, 6)}},
		{at(8, 4), []ops.Day{ops.DayOf(2026, 9, 7)}}, // day 3 within its grace
		{at(8, 5), nil},
	} {
		if got := own.Days(calendar, x.at); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", x.at, got, x.want)
		}
	}
	if fixed := (ops.Challenge{Start: 5, Length: 3}).From(9); fixed.Start != 5 {
		t.Errorf("a start for everybody became %d", fixed.Start)
	}
}
