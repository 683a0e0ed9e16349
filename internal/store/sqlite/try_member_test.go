package sqlite

import (
	"slices"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// Who is in which part is kept until the try begins, then stays; who is forgotten
// stays there without a name.
func TestPartsOfATry(t *testing.T) {
	s := known(t)
	ctx := ops.WithActor(t.Context(), as(t, "Lin"))
	try := reading()
	try.Control = ""
	try.Split = ops.Split{By: ops.SplitList, Within: 28, Members: []ops.Assigned{{Member: "mara-7", Given: true}, {Member: "ben"}}}
	kept, _, err := s.Tries().Add(ctx, try, "")
	if err != nil || kept.Split.Given != 1 || kept.Split.Others != 1 {
		t.Fatalf("%+v %v", kept.Split, err)
	}
	if e := lastAudit(t, s); !strings.Contains(e.After, "split by list: 1 given, 1 others") || strings.Contains(e.After, "mara") {
		t.Errorf("audited as %q", e.After)
	}
	parts := func() []ops.Assigned {
		t.Helper()
		got, err := s.Tries().Assigned(ctx, kept.ID)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := parts(); !slices.Equal(got, []ops.Assigned{{Member: "ben"}, {Member: "mara-7", Given: true}}) {
		t.Errorf("%+v", got)
	}
	before, after := try.Start-1, try.Start
	change := func(on ops.Day, override bool, change func(*ops.Try)) error {
		t.Helper()
		all, err := s.Tries().All(ctx)
		if err != nil {
			t.Fatal(err)
		}
		next := all[0]
		change(&next)
		_, err = s.Tries().Change(ctx, next, on, override)
		return err
	}
	if err := change(before, false, func(t *ops.Try) { t.Title = "Another title" }); err != nil || len(parts()) != 2 {
		t.Errorf("a change of something else: %v, %v", err, parts())
	}
	if err := change(before, false, func(t *ops.Try) { t.Split.Members = []ops.Assigned{{Member: "nobody", Given: true}} }); ops.CodeOf(err) != "unknown_member" {
		t.Errorf("nobody: %v", err)
	}
	if err := change(before, false, func(t *ops.Try) {
		t.Split.Members = []ops.Assigned{{Member: "ben", Given: true}, {Member: "mara-7"}}
	}); err != nil || !parts()[0].Given {
		t.Errorf("before the start: %v, %v", err, parts())
	}
	for name, c := range map[string]func(*ops.Try){
		"another list": func(t *ops.Try) { t.Split.Members = []ops.Assigned{{Member: "ben"}, {Member: "mara-7", Given: true}} },
		"another way":  func(t *ops.Try) { t.Split = ops.Split{By: ops.SplitShare, Share: .5, Seed: "x"} },
		"none":         func(t *ops.Try) { t.Split = ops.Split{} },
	} {
		if err := change(after, true, c); ops.CodeOf(err) != "split_frozen" || !parts()[0].Given {
			t.Errorf("%s after the start: %v, %v", name, err, parts())
		}
	}
	if err := change(after, false, func(t *ops.Try) { t.Owner = "Wu" }); err != nil || len(parts()) != 2 {
		t.Errorf("the owner after the start: %v, %v", err, parts())
	}

	held, err := PersonsIn(s).Held(t.Context(), "mara-7")
	if err != nil || !slices.Equal(tableOf(t, held, "try_members", "try", "title", "part"), []string{"1 Another title others"}) {
		t.Errorf("held: %v", err)
	}
	left, err := PersonsIn(s).Forget(t.Context(), "mara-7")
	if err != nil {
		t.Fatal(err)
	}
	if got := parts(); !slices.Equal(got, []ops.Assigned{{Member: "ben", Given: true}, {Member: left.Name}}) {
		t.Errorf("forgotten: %+v", got)
	}
	versions, err := s.Tries().Versions(ctx, kept.ID)
	if err != nil || len(versions) != 4 || versions[0].Split.By != ops.SplitList || versions[3].Split.Within != 28 {
		t.Errorf("versions %+v %v", versions, err)
	}
	if err := change(before, false, func(t *ops.Try) { t.Split = ops.Split{} }); err != nil || len(parts()) != 0 {
		t.Errorf("no longer split: %v, %v", err, parts())
	}
	groups := try
	groups.Key = "groups-1"
	groups.Split = ops.Split{By: ops.SplitGroups, Groups: []string{"Beijing", "上海, 浦东"}}
	if _, _, err := s.Tries().Add(ctx, groups, ""); err != nil {
		t.Fatal(err)
	}
	all, err := s.Tries().All(ctx)
	if err != nil || !all[1].Split.Same(groups.Split) {
		t.Errorf("groups: %+v %v", all[1].Split, err)
	}
}
