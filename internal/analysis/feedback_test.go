package analysis

import (
	"context"
	"testing"

	"daybreak/internal/ops"
)

// Of dark m1 and m2 speak on the 1st and are answered after 2 and 4 days; m3 on the 3rd,
// against, and has no answer by the 10th. m1 speaks twice on the 1st, which is one. Of price
// m4 speaks on the 5th, without an answer and a vote.
func TestFeedbackTopics(t *testing.T) {
	d := world{files: map[string]string{"events": "member,at,event,props\n" +
		`m1,2026-09-01T08:00:00+08:00,feedback,"{""topic"":""dark"",""vote"":""up"",""answered_at"":""2026-09-03""}"` + "\n" +
		`m1,2026-09-01T09:00:00+08:00,feedback,"{""topic"":""dark"",""vote"":""up"",""answered_at"":""2026-09-03""}"` + "\n" +
		`m2,2026-09-01T08:00:00+08:00,feedback,"{""topic"":""dark"",""vote"":""up"",""answered_at"":""2026-09-05""}"` + "\n" +
		`m3,2026-09-03T08:00:00+08:00,feedback,"{""topic"":""dark"",""vote"":""down""}"` + "\n" +
		`m4,2026-09-05T08:00:00+08:00,feedback,"{""topic"":""price""}"` + "\n" +
		"m5,2026-09-10T08:00:00+08:00,visit,\n"}}.data(t)
	v := &View{Range: ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-09-11")}, Grain: ops.Daily, Compare: NoCompare}
	c := Communities{Operations{d}}
	s, err := c.FeedbackTopics(context.Background(), v, &ops.Panel{})
	if err != nil {
		t.Fatal(err)
	}
	// Of the three 1 of 3 has an answer by day 2 and 2 of 3 by day 4: half by day 4. m3 waits
	// since 7 days, m4 since 5, and nobody can tell when half of price will have an answer.
	dark, price := rowOf(t, s, "dark"), rowOf(t, s, "price")
	for i, x := range []float64{3, 2, 1, 1, 4, 7} {
		if got := dark.Cells[i].Value; got.State != ops.Known || got.Number != x {
			t.Errorf("dark %s: %+v, want %v", s.Columns[i].Name, got, x)
		}
	}
	for i, x := range map[int]float64{0: 1, 1: 0, 2: 0, 3: 1, 5: 5} {
		if got := price.Cells[i].Value; got.State != ops.Known || got.Number != x {
			t.Errorf("price %s: %+v, want %v", s.Columns[i].Name, got, x)
		}
	}
	isState(t, "half of price", price.Cells[4].Value, ops.Pending)
	people, err := d.Snapshot.People(context.Background(), *dark.Cells[3].People)
	if err != nil || len(people.Members) != 1 || people.Members[0].ID != "m3" {
		t.Errorf("who has no answer: %+v, %v", people, err)
	}
	if s, err = c.FeedbackTopics(context.Background(), v, &ops.Panel{Limit: 1}); err != nil || len(s.Rows) != 2 || s.Rows[1].Other != 1 {
		t.Errorf("one topic: %+v, %v", s, err)
	}
}
