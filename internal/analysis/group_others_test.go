package analysis

import (
	"context"
	"fmt"
	"testing"

	"daybreak/internal/ops"
)

// Two groups on 1 September to 10 October: a has m0 to m39, b m0 to m9 and m40 to m79. In
// the last week m0 to m4 and m40 to m69 check in. m10 to m12 speak in a on Tuesday, 8
// September. A row of costs names a, one in dollars without a rate b, one nobody.
func besideGroups(t *testing.T) (Communities, *View) {
	events := "member,at,event,group\n"
	for i := range 80 {
		if i < 40 {
			events += fmt.Sprintf("m%d,2026-09-01T08:00:00+08:00,join,a\n", i)
		}
		if i < 10 || i >= 40 {
			events += fmt.Sprintf("m%d,2026-09-01T09:00:00+08:00,join,b\n", i)
		}
		if i < 5 || i >= 40 && i < 70 {
			events += fmt.Sprintf("m%d,2026-10-10T08:00:00+08:00,check_in,\n", i)
		}
		if i >= 10 && i < 13 {
			events += fmt.Sprintf("m%d,2026-09-08T08:00:00+08:00,speak,a\n", i)
		}
	}
	d := world{files: map[string]string{"events": events, "costs": "date,kind,channel,campaign,label,cost,currency\n2026-09-03,fees,,,a,70.00,CNY\n" +
		"2026-09-03,fees,,,b,7.00,USD\n2026-09-03,fees,,,,900.00,CNY\n2026-08-03,fees,,,a,900.00,CNY\n"}}.data(t)
	v := &View{Range: ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-10-11")}, Grain: ops.Daily, Compare: NoCompare}
	return Communities{Operations{d}}, v
}

// Of a 35 of 40 are silent; of the 40 who are in b alone ten. Of b 15 of 50 are; of the 30
// in a alone all.
func TestGroupsAgainstTheRest(t *testing.T) {
	c, v := besideGroups(t)
	s, err := c.GroupOthers(context.Background(), v, &ops.Panel{})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]float64{"a": {40, 40, 35. / 40, 10. / 40, .625, 3. / 40, 0, .075}, "b": {50, 30, .3, 1, -.7, 0, .1, -.1}} {
		r := rowOf(t, s, name)
		for i, x := range want {
			is(t, name+" "+s.Columns[i].Name, r.Cells[i].Value, x)
		}
	}
	if a, b := rowOf(t, s, "a"), rowOf(t, s, "b"); a.Verdict != Bad || b.Verdict != Good || a.Cells[1].People.Kind != "others" {
		t.Errorf("%+v %+v", a, b)
	}
	v.Filter = []ops.Filter{{Dimension: "group", Values: []string{"B"}}}
	if s, err = c.GroupOthers(context.Background(), v, &ops.Panel{}); err != nil || len(s.Rows) != 1 || s.Rows[0].Keys[0] != "b" {
		t.Fatalf("%+v, %v", s, err)
	}
	is(t, "others of the group asked for", s.Rows[0].Cells[1].Value, 30)
}

// a cost 70.00 and has five active members; of b one row cannot be converted.
func TestCostOfGroups(t *testing.T) {
	c, v := besideGroups(t)
	s, err := c.GroupCosts(context.Background(), v, &ops.Panel{})
	if err != nil {
		t.Fatal(err)
	}
	a, b := rowOf(t, s, "a"), rowOf(t, s, "b")
	is(t, "active", a.Cells[0].Value, 5)
	is(t, "cost", a.Cells[1].Value, 70)
	is(t, "per active", a.Cells[2].Value, 14)
	isState(t, "cost of b", b.Cells[1].Value, ops.Pending)
	isState(t, "per active of b", b.Cells[2].Value, ops.Pending)
	is(t, "unknown", s.Facts[0].Cell.Value, 1)
	v.Range.From = day(t, "2026-09-04")
	if s, err = c.GroupCosts(context.Background(), v, &ops.Panel{}); err != nil {
		t.Fatal(err)
	}
	isState(t, "no row of costs names it", rowOf(t, s, "a").Cells[1].Value, ops.Pending)
}

// Both began on Tuesday, 1 September: their whole weeks are those of the 7th, 14th, 21st and
// 28th, their first to fourth. 4 × 40 and 4 × 50 members; only the three who spoke were active.
func TestAgesOfGroups(t *testing.T) {
	c, v := besideGroups(t)
	s, err := c.GroupAges(context.Background(), v, &ops.Panel{})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Rows) != 1 || s.Rows[0].Keys[0] != "1–4" {
		t.Fatalf("%+v", s.Rows)
	}
	for i, x := range []float64{2, 3. / 360, 0, 3. / 160, 360} {
		is(t, s.Columns[i].Name, s.Rows[0].Cells[i].Value, x)
	}
}
