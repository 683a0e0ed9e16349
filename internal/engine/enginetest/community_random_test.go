package enginetest

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"daybreak/internal/engine"
	"daybreak/internal/engine/memory"
	"daybreak/internal/engine/reference"
	"daybreak/internal/ops"
)

// communities draws people who join, leave and speak in groups, in several
// imports of which one may be undone, and returns both engines.
func communities(t *rapid.T) (engine.Snapshot, *reference.Members) {
	settings := RandomSettings(t)
	s := NewSource(settings.Calendar)
	e := memory.New(s, memory.Options{Calendar: settings.Calendar, Currency: "CNY"})
	for range rapid.IntRange(1, 4).Draw(t, "imports") {
		w := s.Rows("events")
		for range rapid.IntRange(1, 40).Draw(t, "events") {
			add(t, s, w, map[string]string{
				"member": fmt.Sprint("m", rapid.IntRange(0, 5).Draw(t, "member")), "at": instant(t, 0), "channel": name(t, "channel"),
				"event": rapid.SampledFrom([]string{"join", "join", "enter", "leave", "exit", "speak", "check_in", "apply", "pay"}).Draw(t, "event"),
				"group": rapid.SampledFrom([]string{"", "a", "A", "c"}).Draw(t, "group"),
			})
		}
		batch := s.Add(w)
		if rapid.IntRange(0, 5).Draw(t, "undo") == 0 {
			s.Undo(batch)
		}
		m := s.Rows("members")
		add(t, s, m, map[string]string{"member": "m1", "staff": rapid.SampledFrom([]string{"", "0", "1"}).Draw(t, "staff"), "group": name(t, "group")})
		s.Add(m)
		if err := e.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	r, err := reference.LoadMembers(t.Context(), s, settings.Calendar)
	if err != nil {
		t.Fatal(err)
	}
	return e.Current(), r
}

func TestRandomGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := communities(t)
		q := engine.GroupsQuery{Range: randomRange(t), Through: randomThrough(t), Group: rapid.SampledFrom([]string{"", "", "A", "none"}).Draw(t, "group"),
			Grain: rapid.SampledFrom([]ops.Grain{ops.Whole, ops.Daily, ops.Weekly}).Draw(t, "grain")}
		g := same(t, q, m.Groups, r.Groups)
		for _, h := range g.Groups {
			if h.Start+h.Joined-h.Left != h.End {
				t.Fatalf("start + joined − left is not end: %+v", h)
			}
			if h.Members > h.End || h.Speakers > h.Members || h.Silent > h.Members || h.Lost > h.Regulars || h.Activated > h.Activatable {
				t.Fatalf("a part is larger than its whole: %+v", h)
			}
		}
	})
}

func TestRandomStages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := communities(t)
		q := engine.StagesQuery{Range: randomRange(t), Filter: randomFilter(t), Through: randomThrough(t), By: rapid.SampledFrom([]string{"", "channel",
			"group"}).Draw(t, "by")}
		for range rapid.IntRange(1, 3).Draw(t, "stages") {
			q.Stages = append(q.Stages, engine.Activity{Event: rapid.SampledFrom([]string{"join", "apply", "pay", "*"}).Draw(t, "stage")})
		}
		q.Out, q.Late = engine.Activity{Event: rapid.SampledFrom([]string{"", "leave", "speak"}).Draw(t, "out")}, rapid.Bool().Draw(t, "late")
		s := same(t, q, m.Stages, r.Stages)
		if s == nil {
			return
		}
		for _, g := range s.Groups {
			for i, x := range g.Stages[:len(g.Stages)-1] {
				waiting := 0
				for _, n := range x.Waiting {
					waiting += n
				}
				if x.Entered != x.Passed+x.Gone()+waiting || g.Stages[i+1].Entered != x.Passed {
					t.Fatalf("people are lost between stages: %+v", g)
				}
			}
		}
	})
}

func TestRandomCompanions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := communities(t)
		days := func(what string) [2]int {
			from := rapid.IntRange(0, 20).Draw(t, what)
			return [2]int{from, from + rapid.IntRange(0, 10).Draw(t, what+" length")}
		}
		q := engine.CompanionsQuery{Range: randomRange(t), Filter: randomFilter(t), Through: randomThrough(t), By: rapid.SampledFrom([]string{"",
			"channel"}).Draw(t, "by"),
			Touched: days("touched"), Outcome: days("outcome"), Alive: [2]int{0, -1},
			Kinds: [][]engine.Activity{{{Event: "speak"}}, {{Event: "apply"}, {Event: "pay"}}}}
		if rapid.Bool().Draw(t, "landmark") {
			q.Alive = days("alive")
		}
		if rapid.Bool().Draw(t, "own join") {
			q.Join = engine.Activity{Event: "apply"}
		}
		same(t, q, m.Companions, r.Companions)
	})
}

func TestRandomGroupPeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := communities(t)
		groups := &engine.GroupsQuery{Range: randomRange(t), Through: randomThrough(t)}
		all, err := m.Groups(t.Context(), *groups)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range all.Groups {
			for kind, n := range map[string]int{"members": h.Members, "speakers": h.Speakers, "silent": h.Silent,
				"lost": h.Lost, "joined": -1, "active": h.Members - h.Silent,
				"others": h.Others.Members, "others_speakers": h.Others.Speakers, "others_silent": h.Others.Silent} {
				got := same(t, engine.PeopleQuery{Groups: groups, Group: h.Group, Kind: kind}, m.People, r.People)
				if n >= 0 && got.Total != n {
					t.Fatalf("%s of %s: %d people, the count says %d", kind, h.Group, got.Total, n)
				}
			}
		}
	})
}

func TestRandomStagePeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := communities(t)
		q := &engine.StagesQuery{Range: randomRange(t), Through: randomThrough(t), By: rapid.SampledFrom([]string{"", "channel"}).Draw(t, "by"),
			Stages: []engine.Activity{{Event: "join"}, {Event: "*"}}, Late: rapid.Bool().Draw(t, "late"),
			Out: engine.Activity{Event: rapid.SampledFrom([]string{"", "join"}).Draw(t, "out")}}
		all, err := m.Stages(t.Context(), *q)
		if err != nil {
			return // nobody ever joined
		}
		for _, g := range all.Groups {
			x := g.Stages[0]
			for kind, want := range map[string]int{"entered": x.Entered, "waiting": x.Entered - x.Passed - x.Gone(), "left": x.Gone()} {
				list := engine.PeopleQuery{Stages: q, Group: g.Group, Kind: kind, Step: 1, Habits: randomThrough(t),
					Sort: rapid.SampledFrom(append(engine.SortKeys(), "", "-waiting", "-last_check_in")).Draw(t, "sort")}
				if got := same(t, list, m.People, r.People); got.Total != want {
					t.Fatalf("%s of %q: %d people, the count says %d", kind, g.Group, got.Total, want)
				}
			}
		}
	})
}

func TestRandomSegments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := communities(t)
		q := engine.SegmentQuery{Through: randomThrough(t), Staff: rapid.Bool().Draw(t, "staff"), Glossary: []string{"check_in", "speak", "apply"}}
		for range rapid.IntRange(1, 2).Draw(t, "needs") {
			within := rapid.IntRange(1, 40).Draw(t, "within")
			q.Needs = append(q.Needs, engine.Need{Activity: engine.Activity{Event: rapid.SampledFrom([]string{"check_in", "speak", "*"}).Draw(t, "event")},
				Within: within, Least: rapid.IntRange(1, min(3, within)).Draw(t, "least")})
		}
		if q.Per = rapid.SampledFrom([]string{"", "group", "channel"}).Draw(t, "per"); q.Per != "" {
			q.Most = rapid.IntRange(1, 2).Draw(t, "most")
		}
		all := same(t, engine.PeopleQuery{Segment: &q, Sort: "-check_ins", Habits: q.Through}, m.People, r.People)
		if all == nil || q.Per != "" {
			return
		}
		q.Needs[0].Least, q.Needs[0].Within = 1, q.Needs[0].Within+5
		if wider := same(t, engine.PeopleQuery{Segment: &q}, m.People, r.People); wider.Total < all.Total {
			t.Fatalf("%d do more than %d who do less", all.Total, wider.Total)
		}
	})
}

func TestRandomReach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := communities(t)
		q := &engine.ReachQuery{Range: randomRange(t), Through: randomThrough(t), After: rapid.IntRange(1, 9).Draw(t, "after"),
			Base: engine.Activity{Event: rapid.SampledFrom([]string{"", "speak", "*"}).Draw(t, "base"), Where: randomFilter(t)},
			Did:  []engine.Activity{{Event: rapid.SampledFrom([]string{"speak", "join", "*"}).Draw(t, "did")}}}
		if rapid.Bool().Draw(t, "told apart") {
			q.By = rapid.SampledFrom([]string{"group", "channel", "nothing"}).Draw(t, "by")
		} else {
			q.Did = append(q.Did, engine.Activity{Event: "check_in", Where: randomFilter(t)})
		}
		answer := same(t, *q, m.Reach, r.Reach)
		if answer == nil {
			return
		}
		for i, row := range answer.Rows {
			who := engine.PeopleQuery{Reach: q, Step: i + 1, Group: row.Name}
			for kind, n := range map[string]int{"base": row.Base, "reached": row.Reached, "doers": row.Doers, "with": row.With.Members,
				"without": row.Without.Members} {
				who.Kind = kind
				if got := same(t, who, m.People, r.People); got.Total != n {
					t.Fatalf("%s of row %d: %d people, the count says %d", kind, i, got.Total, n)
				}
			}
			with, without := 0, 0
			for _, d := range row.Days {
				who.Kind, who.Start = "reached", d.Day
				if got := same(t, who, m.People, r.People); got.Total != d.Reached || d.Reached > min(d.Base, d.Doers) {
					t.Fatalf("row %d on %v: %d people, %+v", i, d.Day, got.Total, d)
				}
				if d.Day+ops.Day(q.After) <= q.Through {
					with, without = with+d.Reached, without+d.Base-d.Reached
				}
			}
			if row.With.Days != with || row.Without.Days != without {
				t.Fatalf("the arms of row %d do not have its days: %+v", i, row)
			}
			for _, arm := range []engine.ReachArm{row.With, row.Without} {
				if arm.Returned > arm.Days || arm.Members > arm.Days || arm.DaysSquared < int64(arm.Days) || arm.DaysReturned < int64(arm.Returned) {
					t.Fatalf("an arm that cannot be: %+v", arm)
				}
			}
		}
	})
}
