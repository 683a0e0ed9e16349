package analysis

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// What may be done about a group, and why. Args: Name of the group, share that is
// silent; of merge also Name of the group it goes into and the share it has of its members.
const (
	GroupClose NoteCode = "group_close"
	GroupMerge NoteCode = "group_merge"
	GroupSeed  NoteCode = "group_seed" // Name, share that is silent, share that spoke
)

// The rules of advice: a group is to be closed where clearly more than closeFrom of
// its members are silent; one that is clearly more silent than all together, and has
// mergeFrom of its members in a larger one, is to go into that; one that is clearly less
// silent and speaks clearly more is worth another like it. Clearly is by the 95 %
// range; below FewSubjects members nothing is advised.
const (
	closeFrom = .8
	mergeFrom = .5
)

// advice is one piece of it.
type advice struct {
	code   NoteCode
	health engine.GroupHealth
	into   string  // of merge
	shared float64 // part of its members there
}

// advise applies the rules.
func advise(g *engine.Groups) []advice {
	var all engine.GroupHealth
	members := map[string]int{}
	for _, h := range g.Groups {
		addGroup(&all, h)
		all.Speakers += h.Speakers
		members[h.Group] = h.Members
	}
	if all.Members == 0 {
		return nil
	}
	silent, speak := float64(all.Silent)/float64(all.Members), float64(all.Speakers)/float64(all.Members)
	var out []advice
	for _, h := range g.Groups {
		if h.Members < FewSubjects {
			continue
		}
		quiet, _ := calc.Wilson(h.Silent, h.Members)
		loud, _ := calc.Wilson(h.Speakers, h.Members)
		into, shared := nearest(g.Overlap, members, h.Group)
		switch {
		case quiet.Low > silent && shared >= mergeFrom:
			out = append(out, advice{GroupMerge, h, into, shared})
		case quiet.Low > closeFrom:
			out = append(out, advice{code: GroupClose, health: h})
		case quiet.High < silent && loud.Low > speak:
			out = append(out, advice{code: GroupSeed, health: h})
		}
	}
	order := []NoteCode{GroupClose, GroupMerge, GroupSeed}
	slices.SortStableFunc(out, func(a, b advice) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.code), slices.Index(order, b.code)), cmp.Compare(b.health.Members, a.health.Members))
	})
	return out
}

// nearest returns the group with more members that has the largest part of a group's,
// and that part.
func nearest(overlap []engine.GroupOverlap, members map[string]int, group string) (into string, part float64) {
	for _, o := range overlap {
		other := o.A
		if o.A == group {
			other = o.B
		} else if o.B != group {
			continue
		}
		if x := float64(o.Both) / float64(members[group]); members[other] > members[group] && x > part {
			into, part = other, x
		}
	}
	return into, part
}

// said is the advice as a sentence.
func (a advice) said() Note {
	silent := float64(a.health.Silent) / float64(a.health.Members)
	switch a.code {
	case GroupMerge:
		return Note{a.code, []any{Name{a.health.Group}, silent, Name{a.into}, a.shared}}
	case GroupSeed:
		return Note{a.code, []any{Name{a.health.Group}, silent, float64(a.health.Speakers) / float64(a.health.Members)}}
	}
	return Note{a.code, []any{Name{a.health.Group}, silent}}
}

// adviceWeeks is how long a try of a piece of advice takes.
const adviceWeeks = 4

// tryHref is the form of a try of the advice that begins on a day: whether more of those
// who are active speak, in the group that another goes into, else anywhere.
func (a advice) tryHref(start ops.Day) string {
	q := url.Values{"kind": {"community"}, "metric": {"speakers_of_active"}, "direction": {"up"}, "start": {start.String()},
		"end": {(start + 7*adviceWeeks - 1).String()}}
	if a.code == GroupMerge {
		q.Set("scope", ops.ScopeText([]ops.Filter{{Dimension: "group", Values: []string{a.into}}}))
	}
	return "/tries/new?" + q.Encode()
}

// allGroups asks about all groups, whatever group the page is filtered by: they are
// held against each other.
func (d Operations) allGroups(ctx context.Context, v *View) (*engine.Groups, engine.GroupsQuery, []Note, error) {
	q, notes, ok := d.groupsQuery(v)
	if !ok {
		return &engine.Groups{}, q, notes, nil
	}
	q.Group = ""
	g, err := d.Snapshot.Groups(ctx, q)
	if err != nil {
		return nil, q, nil, err
	}
	return g, q, notes, nil
}

// GroupAdvice answers a panel of type group_advice: which groups to close, to merge
// and to have another like, and why.
func (d Operations) GroupAdvice(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	g, q, notes, err := d.allGroups(ctx, v)
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: notes, Keys: []SheetKey{{Name: "group", Label: ops.Label{En: "Group", Zh: "社群"}, Dimension: "group"}}, Columns: []SheetColumn{
		{Name: "members", Label: ops.Label{En: "Members", Zh: "成员"}, Unit: ops.UnitCount},
		{Name: "silent", Label: ops.Label{En: "Silent for 7 days", Zh: "7 天没动静"}, Unit: ops.UnitPercent, Range: true, Level: .95}}}
	all := advise(g)
	count := map[NoteCode]int{}
	for _, a := range all {
		count[a.code]++
		verdict, said := Bad, a.said()
		if a.code == GroupSeed {
			verdict = Good
		}
		members, silent := plain(number(a.health.Members)), shareCell(a.health.Silent, a.health.Members)
		members.People = &engine.PeopleQuery{Groups: &q, Group: a.health.Group, Kind: "members"}
		silent.People = &engine.PeopleQuery{Groups: &q, Group: a.health.Group, Kind: "silent"}
		s.Rows = append(s.Rows, SheetRow{Keys: []string{a.health.Group}, Cells: []SheetCell{members, silent}, Verdict: verdict, Reason: said.Code, Args: said.Args,
			Href: a.tryHref(d.Calendar.Bucket(q.Range.To, ops.Weekly).To)})
	}
	for _, f := range []struct {
		code   NoteCode
		en, zh string
	}{{GroupClose, "To be closed", "建议关闭"}, {GroupMerge, "To be merged", "建议合并"}, {GroupSeed, "Worth another like it", "可以再开一个"}} {
		s.Facts = append(s.Facts, SheetFact{Name: string(f.code), Label: ops.Label{En: f.en, Zh: f.zh}, Unit: ops.UnitCount, Cell: plain(number(count[f.code]))})
	}
	s.most(p.Limit)
	return s, nil
}

// The sentences on top of the page of groups.
const (
	GroupsDecide NoteCode = "groups_decide" // how many groups need a decision
	GroupsUsual  NoteCode = "groups_usual"  // how many groups there are
	GroupsNone   NoteCode = "groups_none"
	GroupsMoved  NoteCode = "groups_moved" // how many joined, left, and are members at the end, as memberships
)

// mostAdvised is how many pieces of advice stand on top of a page.
const mostAdvised = 3

// GroupSays answers a panel of type group_says.
func (d Operations) GroupSays(ctx context.Context, v *View, _ *ops.Panel) (*Saying, error) {
	g, _, notes, err := d.allGroups(ctx, v)
	if err != nil {
		return nil, err
	}
	var all engine.GroupHealth
	n := 0
	for _, h := range g.Groups {
		if h.End > 0 || h.Left > 0 {
			n++
		}
		addGroup(&all, h)
		all.End += h.End
	}
	says := []Said{say(Indifferent, GroupsUsual, Many(n))}
	advised := advise(g)
	switch {
	case n == 0:
		says[0] = say(Indifferent, GroupsNone)
	case len(advised) > 0:
		says[0] = say(Indifferent, GroupsDecide, Many(len(advised)))
	}
	for _, a := range advised[:min(mostAdvised, len(advised))] {
		says = append(says, Said{a.said(), Indifferent})
	}
	if n > 0 {
		says = append(says, say(Indifferent, GroupsMoved, Many(all.Joined), Many(all.Left), Many(all.End)))
	}
	count := func(name, en, zh string, x int) SheetFact {
		return SheetFact{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: ops.UnitCount, Cell: plain(number(x))}
	}
	return sayingOf(says, []SheetFact{count("reach", "People in groups", "群成员（去重）", g.Reach), count("net", "Net memberships", "净增（人次）", all.Joined-all.Left)},
		notes), nil
}
