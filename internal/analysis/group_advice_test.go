package analysis

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// 1,000 members, 500 silent, 250 speak. Of quiet 95 of 100 are silent, at least 88.8 %:
// close. Of twin 70 of 100 are silent, at least 60.4 %, more than half, and 60 of them are in
// big: merge; of lone, who are as silent, 40 are: nothing. Of lively 10 of 100 are silent, at
// most 17.4 %, and 60 speak, at least 50.2 %: seed. Of small, which would be
// closed, there are only 29.
func TestAdviceOnGroups(t *testing.T) {
	g := &engine.Groups{Groups: []engine.GroupHealth{
		{Group: "big", Members: 571, Silent: 226, Speakers: 160}, {Group: "lively", Members: 100, Silent: 10, Speakers: 60},
		{Group: "lone", Members: 100, Silent: 70, Speakers: 15}, {Group: "quiet", Members: 100, Silent: 95, Speakers: 1},
		{Group: "small", Members: 29, Silent: 29}, {Group: "twin", Members: 100, Silent: 70, Speakers: 14},
	}, Overlap: []engine.GroupOverlap{{A: "big", B: "lone", Both: 40}, {A: "big", B: "twin", Both: 60}, {A: "lone", B: "twin", Both: 90}}}
	var got []Note
	for _, a := range advise(g) {
		got = append(got, a.said())
	}
	want := []Note{{GroupClose, []any{Name{"quiet"}, .95}}, {GroupMerge, []any{Name{"twin"}, .7, Name{"big"}, .6}}, {GroupSeed, []any{Name{"lively"}, .1, .6}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if advise(&engine.Groups{}) != nil {
		t.Error("advice about no groups")
	}
	// Four weeks from 2 November: the merged are looked for in the larger group.
	merge := advise(g)[1].tryHref(day(t, "2026-11-02"))
	for _, part := range []string{"kind=community", "start=2026-11-02", "end=2026-11-29", "scope=group%3Abig"} {
		if !strings.Contains(merge, part) {
			t.Errorf("%s has no %s", merge, part)
		}
	}
	one := &engine.Groups{Groups: []engine.GroupHealth{{Group: "only", Members: 100, Silent: 60, Speakers: 20}}}
	if a := advise(one); len(a) != 0 {
		t.Errorf("the only group is held against itself: %+v", a)
	}
}

// inGroups is data with so many members of each group, who joined on 1 September, and
// further rows of events.
func inGroups(t *testing.T, members map[string][]string, more ...string) (Data, *View) {
	rows := []string{"member,at,event,group,campaign"}
	for group, names := range members {
		for _, m := range names {
			rows = append(rows, fmt.Sprintf("%s,2026-09-01T08:%02d:00+08:00,join,%s,", m, group[0]-'a', group)) // each at a time of its own
		}
	}
	d := world{files: map[string]string{"events": strings.Join(append(rows, more...), "\n") + "\n", "members": "member,staff\nboss,1\n"}}.data(t)
	return d, &View{Range: ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-10-11")}, Grain: ops.Daily, Compare: NoCompare}
}

func numbered(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint("m", i)
	}
	return out
}

// Of 40 in a 20 are in b, too: half of a, all of b. Staff are in neither. Of the 40 who joined a on
// the 1st ten leave on the 8th, after 7 days: 30 of 40 are in after 7 and after 30 days, nobody
// can tell of 90. Nobody does anything in the last week: both are to be closed.
func TestSheetsOfGroups(t *testing.T) {
	more := []string{"m0,2026-10-10T08:00:00+08:00,visit,,"}
	for i := range 10 {
		more = append(more, fmt.Sprintf("m%d,2026-09-08T08:00:00+08:00,leave,a,", 30+i))
	}
	d, v := inGroups(t, map[string][]string{"a": append(numbered(40), "boss"), "b": append(numbered(20), "boss"), "c": {"x"}}, more...)
	o := Operations{d}
	s, err := o.GroupOverlap(context.Background(), v, &ops.Panel{})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Rows) != 1 || !reflect.DeepEqual(s.Rows[0].Keys, []string{"b", "a"}) {
		t.Fatalf("%+v", s.Rows)
	}
	is(t, "in both", s.Rows[0].Cells[0].Value, 20)
	is(t, "of the smaller", s.Rows[0].Cells[1].Value, 1)
	is(t, "people", s.Facts[0].Cell.Value, 31)
	is(t, "memberships", s.Facts[1].Cell.Value, 51)
	if s, err = o.GroupTenure(context.Background(), v, &ops.Panel{}); err != nil {
		t.Fatal(err)
	}
	r := rowOf(t, s, "a")
	is(t, "begun", r.Cells[0].Value, 40)
	is(t, "after 7 days", r.Cells[1].Value, .75)
	is(t, "after 30 days", r.Cells[2].Value, .75)
	isState(t, "after 90 days", r.Cells[3].Value, ops.Pending)
	total := s.Rows[len(s.Rows)-1]
	is(t, "all begun", total.Cells[0].Value, 61)
	is(t, "all after 30 days", total.Cells[2].Value, 51./61)
	if !total.Total || !rowOf(t, s, "c").Faint {
		t.Errorf("%+v", s.Rows)
	}
	if s, err = o.GroupAdvice(context.Background(), v, &ops.Panel{}); err != nil {
		t.Fatal(err)
	}
	if len(s.Rows) != 1 || s.Rows[0].Reason != GroupClose { // b has but 20
		t.Errorf("advice %+v", s.Rows)
	}
	people, err := d.Snapshot.People(context.Background(), *s.Rows[0].Cells[1].People)
	if err != nil || people.Total != 30 {
		t.Errorf("%d silent people, %v", people.Total, err)
	}
	l, err := o.GroupSays(context.Background(), v, &ops.Panel{})
	if err != nil || !reflect.DeepEqual(l.Lead, Note{GroupsDecide, []any{Many(1)}}) || len(l.More) != 2 ||
		!reflect.DeepEqual(l.More[1], Note{GroupsMoved, []any{Many(63), Many(10), Many(53)}}) {
		t.Errorf("%+v, %v", l, err)
	}
}

// Nobody in a group, and one group of staff only, are told as such.
func TestGroupsWithoutAnybody(t *testing.T) {
	for code, members := range map[NoteCode]map[string][]string{GroupsNone: nil, GroupsUsual: {"a": {"boss"}}} {
		d, v := inGroups(t, members, "m0,2026-10-10T08:00:00+08:00,visit,,")
		o := Operations{d}
		l, err := o.GroupSays(context.Background(), v, &ops.Panel{})
		if err != nil || l.Lead.Code != code {
			t.Errorf("%s: %+v, %v", code, l, err)
		}
		for _, of := range []func(Operations, context.Context, *View, *ops.Panel) (*Sheet, error){Operations.GroupAdvice, Operations.GroupTenure,
			Operations.GroupOverlap, Operations.Minis} {
			if s, err := of(o, context.Background(), v, &ops.Panel{Event: "check_in"}); err != nil || len(s.Rows) != 0 {
				t.Errorf("%s: %+v, %v", code, s, err)
			}
		}
	}
}

// Forty take part in mini-1 on 2 September, of whom 30 check in on the 9th; of the 40 others who
// check in on the 2nd 20 do. A campaign that is no mini activity is none.
func TestMiniActivities(t *testing.T) {
	var more []string
	for i := range 80 {
		more = append(more, fmt.Sprintf("m%d,2026-09-02T07:00:00+08:00,check_in,,", i))
		if i < 40 {
			more = append(more, fmt.Sprintf("m%d,2026-09-02T20:00:00+08:00,mini,,mini-1", i))
		}
		if i < 30 || i >= 60 {
			more = append(more, fmt.Sprintf("m%d,2026-09-09T07:00:00+08:00,check_in,,", i))
		}
	}
	d, v := inGroups(t, nil, append(more, "m1,2026-09-03T20:00:00+08:00,pay,,autumn")...)
	s, err := Operations{d}.Minis(context.Background(), v, &ops.Panel{Event: "check_in"})
	if err != nil || len(s.Rows) != 1 {
		t.Fatalf("%+v, %v", s, err)
	}
	r := s.Rows[0]
	if !reflect.DeepEqual(r.Keys, []string{"mini-1", "2026-09-02"}) || r.Verdict != Good || r.Reason != ReturnsMore {
		t.Errorf("%+v", r)
	}
	is(t, "took part", r.Cells[0].Value, 40)
	is(t, "came back", r.Cells[2].Value, .75)
	is(t, "others came back", r.Cells[3].Value, .5)
	people, err := d.Snapshot.People(context.Background(), *r.Cells[2].People)
	if err != nil || people.Total != 40 {
		t.Errorf("%d people, %v", people.Total, err)
	}
}
