package ops

import (
	"fmt"
	"testing"
)

func TestHoles(t *testing.T) {
	days := func(list ...Day) []Day { return list }
	run := func(from, to Day, without ...Day) (out []Day) {
		for d := from; d <= to; d++ {
			skip := false
			for _, w := range without {
				skip = skip || w == d
			}
			if !skip {
				out = append(out, d)
			}
		}
		return out
	}
	for _, x := range []struct {
		name  string
		days  []Day
		quiet []QuietDay
		want  string
	}{
		{"four rows are sparse", days(20, 21, 25, 31), nil, "[]"},
		{"a month without its 15th", run(1, 31, 15), nil, "[15-15]"},
		{"a fortnight forgotten", run(1, 40, run(15, 28)...), nil, "[15-28]"},
		{"two holes", run(1, 60, 15, 16, 40), nil, "[15-16 40-40]"},
		{"one of two days was quiet", run(1, 31, 15, 16), []QuietDay{{"a", 16}, {"b", 15}}, "[15-15]"},
		{"13 steps are too few", append(run(1, 13), 15), nil, "[]"},
		{"every other day", days(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), nil, "[]"},
	} {
		out := []string{}
		for _, r := range (Stream{Part: "a", Days: x.days}).Holes(x.quiet) {
			out = append(out, fmt.Sprintf("%d-%d", r.From, r.Last()))
		}
		if got := fmt.Sprint(out); got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
}
