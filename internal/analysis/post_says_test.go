package analysis

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// A post is its kind, its reads, and what it gained and lost on its first day.
type aPost struct {
	day, kind           string
	reads, gained, lost int
}

// published is data with posts, named by their places, which are known through a day.
func published(t *testing.T, through string, posts ...aPost) Data {
	rows := []string{"post_id,date,title,account,kind,published_at,reads,followers_gained,followers_lost"}
	for i, p := range posts {
		rows = append(rows, fmt.Sprintf("%d,%s,Post %d,a,%s,%s 20:30:00,%d,%d,%d", i, p.day, i, p.kind, p.day, p.reads, p.gained, p.lost))
	}
	w := world{files: map[string]string{"posts": strings.Join(rows, "\n") + "\n"}}
	w.declared = []ops.Source{{Record: "posts", Name: "a", Through: day(t, through)}}
	return w.data(t)
}

// steadyPosts each bring 10 followers of 1,000 reads, on every fifth day of June and July.
func steadyPosts(n int) []aPost {
	var out []aPost
	for i := range n {
		out = append(out, aPost{fmt.Sprintf("2026-%02d-%02d", 6+i/6, 1+5*(i%6)), "guide", 1000, 15, 5})
	}
	return out
}

// The sentence of a page follows from its posts: a loss on balance comes first, also
// before there are enough earlier posts and while its days are not over; then what is
// far from what should have been; else nothing is.
func TestTheSentenceAboutPosts(t *testing.T) {
	for _, c := range []struct {
		what, through string
		posts         []aPost
		want          []Said
	}{
		{"nothing", "2026-09-30", nil, []Said{say(Indifferent, PostsNone)}},
		{"too few before it", "2026-09-30", append(steadyPosts(3), aPost{"2026-09-05", "guide", 1000, 15, 5}), []Said{say(Indifferent, PostsUntold, Many(1))}},
		{"as ever", "2026-09-30", append(steadyPosts(9), aPost{"2026-09-05", "guide", 1000, 14, 5}), []Said{say(Indifferent, PostsUsual, Many(1))}},
		// Expected 10; brought 60 − 4 = 56, give or take 1.96·√64 = 15.7: 46 more, between 30 and 62.
		{"far above", "2026-09-30", append(steadyPosts(9), aPost{"2026-09-05", "guide", 1000, 60, 4}), []Said{
			say(Good, PostAbove, "Post 9", Many(56)), say(Indifferent, PostExceeded, "Post 9", ops.Day(0), Many(10), Many(46), Many(30), Many(62))}},
		// Expected 100 for ten times as many reads; brought 8 ± 9.4.
		{"far below", "2026-09-30", append(steadyPosts(9), aPost{"2026-09-05", "guide", 10000, 15, 7}), []Said{
			say(Bad, PostBelow, "Post 9", Many(8)), say(Indifferent, PostExpected, "Post 9", ops.Day(0), Many(100), Many(92), Many(83), Many(101))}},
		// 100,000 reads and 120 followers fewer come first, although two others are far above.
		{"a loss", "2026-09-30", append(steadyPosts(9), aPost{"2026-09-05", "guide", 1000, 90, 4}, aPost{"2026-09-06", "sell", 100000, 20, 140},
			aPost{"2026-09-07", "guide", 1000, 90, 4}), []Said{
			say(Bad, PostLost, Many(100000), Many(120)), say(Indifferent, PostExpected, "Post 10", ops.Day(1), Many(1000), Many(1120), Many(1095), Many(1145))}},
		{"a loss with nothing before it", "2026-09-30", []aPost{{"2026-08-05", "sell", 900, 1, 30}, {"2026-09-05", "sell", 1000, 2, 40}}, []Said{
			say(Bad, PostLost, Many(1000), Many(38)), say(Indifferent, PostPublished, "Post 1", ops.Day(0)),
			say(Indifferent, KindLoses, Name{"sell"}, Many(2), Many(67))}},
		{"a loss that goes on", "2026-09-07", []aPost{{"2026-09-05", "sell", 1000, 2, 40}}, []Said{
			say(Indifferent, PostLosing, Many(1000), Many(38)), say(Indifferent, PostPublished, "Post 0", ops.Day(0))}},
		{"a loss that may be chance", "2026-09-30", []aPost{{"2026-09-05", "sell", 1000, 8, 12}}, []Said{say(Indifferent, PostsUntold, Many(1))}},
	} {
		if c.posts == nil {
			c.posts = []aPost{{"2025-01-01", "old", 1, 1, 0}}
		}
		d := published(t, c.through, c.posts...)
		v := &View{Range: ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-10-01")}, Grain: ops.Daily, Compare: NoCompare}
		l, err := Operations{d}.PostSays(context.Background(), v, &ops.Panel{})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range l.More {
			for j, a := range n.Args {
				if on, ok := a.(ops.Day); ok {
					n.Args[j] = on - day(t, "2026-09-05")
				}
			}
		}
		if want := sayingOf(c.want, nil, nil); !reflect.DeepEqual(l.Lead, want.Lead) || l.Verdict != want.Verdict || !reflect.DeepEqual(l.More, want.More) {
			t.Errorf("%s: %+v, %+v, want %+v", c.what, l.Lead, l.More, c.want)
		}
	}
}

// A target of 12 posts from July to September is 4 a month; September has 5 by the
// 20th, July had 4, August 2.
func TestTheQuotaOfPosts(t *testing.T) {
	var posts []aPost
	for _, on := range []string{"07-01", "07-08", "07-15", "07-22", "08-05", "08-12", "09-01", "09-02", "09-03", "09-04", "09-05"} {
		posts = append(posts, aPost{"2026-" + on, "guide", 1000, 15, 5})
	}
	d := published(t, "2026-09-20", posts...)
	target := ops.Target{Metric: "posts", State: ops.TargetApproved, Goal: 12, Days: ops.Range{From: day(t, "2026-07-01"), To: day(t, "2026-10-01")}}
	v := &View{Range: ops.Range{From: day(t, "2026-07-10"), To: day(t, "2026-09-21")}, Grain: ops.Daily, Compare: NoCompare}
	quota := func(targets ...ops.Target) *Sheet {
		d.Plan = planned(targets)
		s, err := Operations{d}.PostQuota(context.Background(), v, &ops.Panel{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := quota(target)
	for month, want := range map[string][2]float64{"2026-07": {4, 4}, "2026-08": {2, 4}, "2026-09": {5, 4}} {
		r := rowOf(t, s, month)
		is(t, month, r.Cells[0].Value, want[0])
		is(t, month+" quota", r.Cells[1].Value, want[1])
	}
	over := rowOf(t, s, "2026-09")
	if over.Verdict != Bad || over.Reason != QuotaExceeded || !reflect.DeepEqual(over.Args, []any{Many(1), day(t, "2026-10-01")}) {
		t.Errorf("a month with one post too many: %+v", over)
	}
	if old := rowOf(t, s, "2026-08"); old.Reason != "" || old.Verdict != Indifferent {
		t.Errorf("a month that is over and had posts left: %+v", old)
	}
	is(t, "posts from 10 July to 20 September", s.Facts[0].Cell.Value, 9)
	five, six := target, target
	five.Goal, six.Goal = 15, 18
	if r := rowOf(t, quota(five), "2026-09"); r.Reason != QuotaNextFree || r.Args[0] != day(t, "2026-10-01") {
		t.Errorf("a quota used up: %+v", r)
	}
	if r := rowOf(t, quota(six), "2026-09"); r.Reason != QuotaFreeNow || r.Args[0] != Many(1) {
		t.Errorf("a quota with one left: %+v", r)
	}
	half := target
	half.Goal = 13
	for _, s := range []*Sheet{quota(), quota(half)} { // 13 are no whole number a month
		isState(t, "no quota", rowOf(t, s, "2026-09").Cells[1].Value, ops.NotApplicable)
		if len(noteArgs(s.notes, QuotaUnset)) != 1 {
			t.Error("nothing says that no quota is set")
		}
	}
	d = world{}.data(t)
	isState(t, "posts where nothing is imported", quota(target).Facts[0].Cell.Value, ops.Pending)
}

// Worked out from followers.csv by another program (SPEC-LOOP §0.4, days of other
// pushes left out): on 4 and 5 October 77 left, where 20.0 were usual.
func TestUnfollowsOfTheSample(t *testing.T) {
	d, v := sampled(t, "2026-10-01", "2026-10-31")
	s, err := Operations{d}.PostUnfollows(context.Background(), v, &ops.Panel{})
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string][5]float64{"Last day": {77, 20, 57, 20.65, 65.88}, "What keeps": {20, 23.13, -3.13, -43.99, 6.21},
		"How to fall": {45, 23.64, 21.36, -21.99, 30.67}, "A member's": {35, 22.01, 12.99, -23.38, 20.88}} {
		r := rowOf(t, s, title)
		for i, w := range want[:3] {
			near(t, title+" "+s.Columns[i].Name, r.Cells[i].Number, w, .006)
		}
		near(t, title+" at least", r.Cells[2].Range.Low, want[3], .01)
		near(t, title+" at most", r.Cells[2].Range.High, want[4], .01)
		if want := map[bool]Verdict{true: Bad, false: Indifferent}[want[3] > 0]; r.Verdict != want {
			t.Errorf("%s is called %s, want %s", title, r.Verdict, want)
		}
	}
	l, err := Operations{d}.PostSays(context.Background(), v, &ops.Panel{})
	if err != nil {
		t.Fatal(err)
	}
	want := []Said{say(Bad, PostLost, Many(3668), Many(58)),
		say(Indifferent, PostExpected, "Last day of the course offer (23)", day(t, "2026-10-04"), Many(11), Many(69), Many(52), Many(86)),
		say(Indifferent, KindLoses, Name{"hard-sell"}, Many(6), Many(179))}
	if w := sayingOf(want, nil, nil); !reflect.DeepEqual(l.Lead, w.Lead) || !reflect.DeepEqual(l.More, w.More) || l.Verdict != Bad {
		t.Errorf("%+v, %+v, want %+v", l.Lead, l.More, want)
	}
}

// Posts of one account less than 48 hours apart share a window; those of another do not.
func TestPushesTogether(t *testing.T) {
	d := published(t, "2026-09-30", aPost{"2026-09-01", "g", 1, 1, 1}, aPost{"2026-09-02", "g", 1, 1, 1}, aPost{"2026-09-04", "g", 1, 1, 1})
	posts, _, err := Operations{d}.posts(context.Background(), &View{Range: ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-10-01")}})
	if err != nil {
		t.Fatal(err)
	}
	got := pushes(posts, "a")
	if len(got) != 2 || len(got[0].posts) != 2 || got[0].days.Len() != 3 || got[1].days.From != day(t, "2026-09-04") {
		t.Errorf("%+v", got)
	}
	if len(pushes(posts, "b")) != 0 {
		t.Error("another account has pushes")
	}
}
