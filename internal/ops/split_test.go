package ops

import (
	"fmt"
	"math"
	"testing"
)

// Fractions of HMAC-SHA-256, worked out with another program.
func TestDraws(t *testing.T) {
	for _, c := range []struct {
		seed, member string
		fraction     float64
	}{{"key", "member", .19034414877823513}, {"dawn", "m000500", .5470789094543916}, {"dawn", "成员1", .7563508927629149}} {
		below, above := Split{Seed: c.seed, Share: c.fraction - 1e-12}, Split{Seed: c.seed, Share: c.fraction + 1e-12}
		if below.Draws(c.member) || !above.Draws(c.member) {
			t.Errorf("%s under %s is not drawn at %v", c.member, c.seed, c.fraction)
		}
	}
	s := Split{By: SplitShare, Share: .3, Seed: "dawn"}
	n := 0
	for i := range 20_000 {
		m := fmt.Sprint("m", i)
		drawn := s.Draws(m)
		if drawn {
			n++
		}
		if again := s.Draws(m); again != drawn {
			t.Fatal("a draw changes")
		}
	}
	if math.Abs(float64(n)-6000) > 4*math.Sqrt(20_000*.3*.7) {
		t.Errorf("%d of 20,000 drawn with a share of .3", n)
	}
	other := s
	other.Seed = "dusk"
	same := 0
	for i := range 2000 {
		if m := fmt.Sprint("m", i); s.Draws(m) == other.Draws(m) {
			same++
		}
	}
	if same > 1300 || same < 1020 { // .3² + .7² = .58 of them
		t.Errorf("two seeds agree on %d of 2,000", same)
	}
}

func TestCheckSplit(t *testing.T) {
	good := Try{Title: "Nudge", Kind: "user", Metric: "check_ins", Direction: UpGood, Start: DayOf(2026, 9, 7), Expected: .2, Probability: .5}
	for _, s := range []Split{{}, {By: SplitShare, Share: .5, Seed: "x"}, {By: SplitShare, Share: .99, Seed: "x", Within: 366},
		{By: SplitGroups, Groups: []string{"Beijing"}, Members: []Assigned{{"m1", true}}}, {By: SplitList}, {By: SplitList, Members: []Assigned{{"m1", true}}}} {
		try := good
		try.Split = s
		if err := try.Check(); err != nil {
			t.Errorf("%+v: %v", s, err)
		}
	}
	for _, c := range []struct {
		split Split
		code  Code
		in    string
	}{
		{Split{By: "coin"}, "bad_split", "split"},
		{Split{By: SplitShare, Seed: "x"}, "bad_share", "share"},
		{Split{By: SplitShare, Share: 50, Seed: "x"}, "bad_share", "share"},
		{Split{By: SplitShare, Share: math.NaN(), Seed: "x"}, "bad_share", "share"},
		{Split{By: SplitShare, Share: .5}, "seed_missing", "seed"},
		{Split{By: SplitGroups}, "bad_split_groups", "groups"},
		{Split{By: SplitList, Within: -1}, "bad_within", "within"},
		{Split{By: SplitList, Within: 367}, "bad_within", "within"},
		{Split{By: SplitList, Share: .5}, "split_unused", "share"},
		{Split{By: SplitList, Seed: "x"}, "split_unused", "seed"},
		{Split{By: SplitShare, Share: .5, Seed: "x", Groups: []string{"a"}}, "split_unused", "groups"},
		{Split{Within: 28}, "split_unused", "within"},
		{Split{Members: []Assigned{{"m1", true}}}, "split_unused", "members"},
		{Split{By: SplitShare, Share: .5, Seed: " x"}, "text_unsafe", "split"},
	} {
		try := good
		try.Split = c.split
		e, ok := try.Check().(*Error)
		if !ok || e.Code != c.code || e.Where.Column != c.in {
			t.Errorf("%+v: %v, want %s in %s", c.split, e, c.code, c.in)
		}
	}
	try := good
	try.Split, try.Control = Split{By: SplitList}, "city:shanghai"
	if err := try.Check(); CodeOf(err) != "split_control" {
		t.Errorf("split and control: %v", err)
	}
}
