package api

import (
	"context"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/report"
)

type groupsAnswer struct {
	Through string          `json:"through"`
	Reach   int             `json:"reach"`
	Groups  []groupAnswer   `json:"groups"`
	Overlap []overlapAnswer `json:"overlap"`
}

// groupAnswer is one group: start + joined − left = end count memberships,
// staff included; all from members on are of persons who are not staff.
type groupAnswer struct {
	Group       string              `json:"group"`
	Start       int                 `json:"start"`
	Before      int                 `json:"before"`
	Joined      int                 `json:"joined"`
	Left        int                 `json:"left"`
	End         int                 `json:"end"`
	Members     int                 `json:"members"`
	Speakers    int                 `json:"speakers"`
	Messages    int                 `json:"messages"`
	Silent      int                 `json:"silent"`
	Activatable int                 `json:"activatable"`
	Activated   int                 `json:"activated"`
	Young       int                 `json:"young"`
	Regulars    int                 `json:"regulars"`
	Lost        int                 `json:"lost"`
	Others      groupOthersAnswer   `json:"others"`
	Buckets     []groupBucketAnswer `json:"buckets"`
}

// groupOthersAnswer are the persons in other groups and not in this one.
type groupOthersAnswer struct {
	Members  int `json:"members"`
	Speakers int `json:"speakers"`
	Silent   int `json:"silent"`
}

type groupBucketAnswer struct {
	Start    string `json:"start"`
	End      string `json:"end"`
	Joined   int    `json:"joined"`
	Left     int    `json:"left"`
	Members  int    `json:"members"`
	Speakers int    `json:"speakers"`
	Active   int    `json:"active"`
}

type overlapAnswer struct {
	A    string `json:"a"`
	B    string `json:"b"`
	Both int    `json:"both"`
}

func askGroups(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	q := ask.ReadGroups(p, d)
	return func(ctx context.Context) (any, *report.Table, error) {
		g, err := d.Snapshot.Groups(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		if err := fits(g.Groups, func(h engine.GroupHealth) int { return 18 + 5*len(h.Series) }); err != nil {
			return nil, nil, err
		}
		out := groupsAnswer{Through: q.Through.String(), Reach: g.Reach, Groups: []groupAnswer{}, Overlap: []overlapAnswer{}}
		t := &report.Table{Header: []string{"group", "start", "before", "joined", "left", "end", "members", "speakers", "messages", "silent", "activatable",
			"activated", "young", "regulars", "lost", "others", "others_speakers", "others_silent"}}
		for _, h := range g.Groups {
			a := groupAnswer{Group: h.Group, Start: h.Start, Before: h.Before, Joined: h.Joined, Left: h.Left, End: h.End, Members: h.Members, Speakers: h.Speakers,
				Messages: h.Messages, Silent: h.Silent, Activatable: h.Activatable, Activated: h.Activated, Young: h.Young, Regulars: h.Regulars, Lost: h.Lost,
				Others: groupOthersAnswer(h.Others), Buckets: []groupBucketAnswer{}}
			for i, b := range h.Series {
				a.Buckets = append(a.Buckets, groupBucketAnswer{g.Buckets[i].From.String(), g.Buckets[i].Last().String(), b.Joined, b.Left, b.Members, b.Speakers,
					b.Active})
			}
			out.Groups = append(out.Groups, a)
			row := []string{h.Group}
			for _, n := range []int{h.Start, h.Before, h.Joined, h.Left, h.End, h.Members, h.Speakers, h.Messages, h.Silent, h.Activatable, h.Activated, h.Young,
				h.Regulars, h.Lost, h.Others.Members, h.Others.Speakers, h.Others.Silent} {
				row = append(row, strconv.Itoa(n))
			}
			t.Rows = append(t.Rows, row)
		}
		for _, o := range g.Overlap {
			out.Overlap = append(out.Overlap, overlapAnswer(o))
		}
		return out, t, nil
	}
}

type stagesAnswer struct {
	Through string             `json:"through"`
	Notes   []noteAnswer       `json:"notes"`
	Groups  []stageGroupAnswer `json:"groups"`
}

type stageGroupAnswer struct {
	Group  string        `json:"group"`
	Stages []stageAnswer `json:"stages"`
}

// stageAnswer is one stage: waited, left and waiting are by number of days.
type stageAnswer struct {
	Stage   string `json:"stage"`
	Entered int    `json:"entered"`
	Passed  int    `json:"passed"`
	Waited  []int  `json:"waited"`
	Left    []int  `json:"left"`
	Waiting []int  `json:"waiting"`
}

func askStages(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	q := ask.ReadStages(p, d)
	return func(ctx context.Context) (any, *report.Table, error) {
		s, err := d.Snapshot.Stages(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		if err := fits(s.Groups, func(g engine.StageGroup) int { return stageCells(g) }); err != nil {
			return nil, nil, err
		}
		out := stagesAnswer{Through: q.Through.String(), Notes: noteAnswers(analysis.NeverHappenedOf(d.Snapshot, q.Stages)), Groups: []stageGroupAnswer{}}
		t := &report.Table{Header: []string{"group", "stage", "entered", "passed", "left", "waiting"}}
		for _, g := range s.Groups {
			a := stageGroupAnswer{Group: g.Group, Stages: []stageAnswer{}}
			for i, x := range g.Stages {
				name := ask.ActivityText(q.Stages[i])
				a.Stages = append(a.Stages, stageAnswer{name, x.Entered, x.Passed, listed(x.Waited), listed(x.Left), listed(x.Waiting)})
				t.Rows = append(t.Rows, []string{g.Group, name, strconv.Itoa(x.Entered), strconv.Itoa(x.Passed), strconv.Itoa(x.Gone()),
					strconv.Itoa(x.Waits())})
			}
			out.Groups = append(out.Groups, a)
		}
		return out, t, nil
	}
}

func stageCells(g engine.StageGroup) int {
	n := 0
	for _, s := range g.Stages {
		n += 2 + len(s.Waited) + len(s.Left) + len(s.Waiting)
	}
	return n
}

// listed is a list that is never null in JSON.
func listed(counts []int) []int {
	if counts == nil {
		return []int{}
	}
	return counts
}

type companionsAnswer struct {
	Through string            `json:"through"`
	Left    int               `json:"left_out"`
	Cells   []companionAnswer `json:"cells"`
}

// companionAnswer is one stratum of members.
type companionAnswer struct {
	Group   string   `json:"group"`
	Early   int      `json:"early"`
	Alive   bool     `json:"alive"`
	Kinds   []string `json:"kinds"`
	Members int      `json:"members"`
	Kept    int      `json:"kept"`
}

func askCompanions(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	q := ask.ReadCompanions(p, d)
	return func(ctx context.Context) (any, *report.Table, error) {
		c, err := d.Snapshot.Companions(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		if err := fits(c.Cells, func(engine.CompanionCell) int { return 6 + len(q.Kinds) }); err != nil {
			return nil, nil, err
		}
		out := companionsAnswer{Through: q.Through.String(), Left: c.Left, Cells: []companionAnswer{}}
		t := &report.Table{Header: []string{"group", "early", "alive", "kinds", "members", "kept"}}
		for _, x := range c.Cells {
			a := companionAnswer{Group: x.Group, Early: x.Early, Alive: x.Alive, Kinds: []string{}, Members: x.Members, Kept: x.Kept}
			text := ""
			for i, k := range q.Kinds {
				if x.Mask>>i&1 == 1 {
					name := ask.ActivityText(k[0])
					a.Kinds = append(a.Kinds, name)
					if text != "" {
						text += "+"
					}
					text += name
				}
			}
			out.Cells = append(out.Cells, a)
			t.Rows = append(t.Rows, []string{x.Group, strconv.Itoa(x.Early), strconv.FormatBool(x.Alive), text, strconv.Itoa(x.Members), strconv.Itoa(x.Kept)})
		}
		return out, t, nil
	}
}
