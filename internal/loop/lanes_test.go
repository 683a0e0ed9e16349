package loop

import (
	"reflect"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// waitingStages are two stages whose people wait, and one they come to. Lin looks after b
// and d, Chen after c; nobody looks after a and e. Something is planned for b alone.
func waitingStages() ([]analysis.StagePeople, map[string]ops.FollowUp) {
	stage := func(kind string, within int, members ...engine.Person) analysis.StagePeople {
		return analysis.StagePeople{People: &engine.People{Total: len(members), Members: members}, Query: engine.PeopleQuery{Kind: kind},
			Step: ops.Step{Within: within}}
	}
	return []analysis.StagePeople{
		stage("waiting", 3, engine.Person{ID: "a", Waiting: 9}, engine.Person{ID: "b", Waiting: 4, CheckIns: 14}, engine.Person{ID: "c", Waiting: 3, CheckIns: 15}),
		stage("waiting", 0, engine.Person{ID: "d", Waiting: 40}, engine.Person{ID: "e", Waiting: 1}),
		stage("entered", 0, engine.Person{ID: "f", CheckIns: 2}, engine.Person{ID: "g", CheckIns: 28}),
	}, map[string]ops.FollowUp{"b": {Owner: "Lin", Next: "call"}, "c": {Owner: "Chen"}, "d": {Owner: "Lin"}, "f": {Owner: "Lin"}}
}

func TestLoads(t *testing.T) {
	// Lin: b waits 4 days, one more than agreed; d 40 where nothing is agreed. c waits just
	// as long as agreed. f waits for nothing.
	want := []Load{
		{Owner: "Lin", Waiting: []int{1, 1}, All: 2, Overdue: 1, Unplanned: 1, Longest: 40},
		{Owner: "Chen", Waiting: []int{1, 0}, All: 1, Unplanned: 1, Longest: 3},
		{Waiting: []int{1, 1}, All: 2, Overdue: 1, Unplanned: 2, Longest: 9},
	}
	if got := Loads(waitingStages()); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := Loads(nil, nil); len(got) != 0 {
		t.Errorf("without stages: %v", got)
	}
}

func TestLane(t *testing.T) {
	stages, latest := waitingStages()
	for _, x := range []struct {
		stage int
		whose Whose
		want  string
	}{
		{0, Whose{}, "cab"}, // c still checks in, a waits longer than b
		{0, Whose{Of: true, Owner: "Lin"}, "b"},
		{0, Whose{Of: true}, "a"},
		{0, Whose{Unplanned: true}, "ca"},
		{1, Whose{Of: true, Owner: "Lin", Unplanned: true}, "d"},
		{1, Whose{Of: true, Owner: "Chen"}, ""},
		{2, Whose{}, "fg"}, // nobody waits here: as the stage has them
	} {
		got := ""
		for _, m := range Lane(stages[x.stage], latest, x.whose) {
			got += m.ID
		}
		if got != x.want {
			t.Errorf("stage %d, %+v: got %q, want %q", x.stage, x.whose, got, x.want)
		}
	}
}
