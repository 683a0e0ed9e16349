package loop

import (
	"context"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Assign fills in who is in which part of a try that is split; old is the try as it
// is kept, nil for a new one. Once it has begun the parts stay as they are.
func (b Book) Assign(ctx context.Context, d analysis.Data, t, old *ops.Try, today ops.Day) error {
	if !t.Split.On() {
		return nil
	}
	begun := t.Start <= today || old != nil && old.Start <= today
	if old != nil && begun && old.Split.Same(t.Split) && old.Split.Given+old.Split.Others > 0 && t.Split.Members == nil {
		return nil
	}
	if old == nil && begun && t.Split.By == ops.SplitShare {
		return &ops.Error{Code: "split_late", Message: "Members are drawn before the try begins.",
			Hint: "Give a first day after today; if it was given to some already, list them.", Where: ops.Place{Column: "start", Value: t.Start.String()}}
	}
	w := World{Data: d, Today: today}
	var err error
	switch t.Split.By {
	case ops.SplitList:
		err = w.completeList(ctx, t)
	case ops.SplitShare:
		err = w.drawShare(ctx, t)
	case ops.SplitGroups:
		err = w.drawGroups(ctx, t)
	}
	if err != nil {
		return err
	}
	if given, others := ops.Parts(t.Split.Members); given+others > 0 && (given == 0 || others == 0) {
		return &ops.Error{Code: "split_one_sided", Message: "All members are in one part: there is nobody to compare them with.",
			Hint: "Name fewer groups or members, or widen the scope.", Where: ops.Place{Column: "split"}}
	}
	if len(t.Split.Members) > ops.MostAssigned {
		return &ops.Error{Code: "too_many_rows", Message: "These are too many members.", Hint: "Narrow the scope.", Where: ops.Place{Column: "split"}}
	}
	return nil
}

// AddTry keeps a new try with who is in which part of it; sent is as in Tries.Add.
func (b Book) AddTry(ctx context.Context, d analysis.Data, t ops.Try, sent string, today ops.Day) (made ops.Try, again bool, err error) {
	if err := b.Assign(ctx, d, &t, nil, today); err != nil {
		return t, false, err
	}
	return b.Tries.Add(ctx, t, sent)
}

// ChangeTry keeps what is said of a try, drawing anew who gets it unless it has
// begun; with override also what is frozen.
func (b Book) ChangeTry(ctx context.Context, d analysis.Data, t ops.Try, today ops.Day, override bool) (ops.Try, error) {
	all, err := b.Tries.All(ctx)
	if err != nil {
		return t, err
	}
	if i := slices.IndexFunc(all, func(u ops.Try) bool { return u.ID == t.ID }); i >= 0 {
		if err := b.Assign(ctx, d, &t, &all[i], today); err != nil {
			return t, err
		}
	}
	return b.Tries.Change(ctx, t, today, override)
}

// before returns the days by which members are chosen for a try.
func (w World) before(t *ops.Try) ops.Range {
	r := ops.Range{From: ops.MinDay, To: min(t.Start, w.Today+1)}
	if t.Split.Within > 0 {
		r.From = r.To - ops.Day(t.Split.Within)
	}
	return r
}

// pool returns the members in the scope of a try, staff left out.
func (w World) pool(ctx context.Context, t *ops.Try) ([]string, error) {
	filter, err := w.Snapshot.Keys().Scope(t.Scope)
	if err != nil {
		return nil, err
	}
	return analysis.Seen(ctx, w.Data, w.before(t), filter)
}

// drawShare draws a share of the members in the scope.
func (w World) drawShare(ctx context.Context, t *ops.Try) error {
	pool, err := w.pool(ctx, t)
	if err != nil {
		return err
	}
	t.Split.Members = make([]ops.Assigned, 0, len(pool))
	for _, m := range pool {
		t.Split.Members = append(t.Split.Members, ops.Assigned{Member: m, Given: t.Split.Draws(m)})
	}
	return w.somebody(t)
}

// somebody refuses a draw from nobody.
func (w World) somebody(t *ops.Try) error {
	if len(t.Split.Members) > 0 {
		return nil
	}
	return &ops.Error{Code: "split_empty", Message: "No members are known in this scope.", Hint: "Widen the scope, or take the days before back.",
		Where: ops.Place{Column: "scope", Value: ops.Show(t.Scope)}}
}

// drawGroups puts those who are in one of the groups on the eve of the try in one
// part, and the other members in its scope who are in a group in the other.
func (w World) drawGroups(ctx context.Context, t *ops.Try) error {
	groups, err := namedGroups(w, t)
	if err != nil {
		return err
	}
	known := w.Snapshot.Values("group")
	for _, g := range groups {
		if !slices.ContainsFunc(known, func(k string) bool { return ops.Fold(k) == ops.Fold(g) }) {
			return &ops.Error{Code: "no_such_group", Message: "There is no group " + ops.Show(g) + ".", Hint: "Name groups as they stand in the data.",
				Where: ops.Place{Column: "groups", Value: ops.Show(g)}, Args: []any{ops.Show(g)}}
		}
	}
	pool, err := w.pool(ctx, t)
	if err != nil {
		return err
	}
	of, err := onEve(ctx, w, t)
	if err != nil {
		return err
	}
	named := *t
	named.Split.Groups = groups
	t.Split.Members = nil
	for _, m := range pool {
		if in := of[m]; len(in) > 0 {
			t.Split.Members = append(t.Split.Members, ops.Assigned{Member: m, Given: slices.ContainsFunc(in, func(g string) bool { return gets(&named, g) })})
		}
	}
	return w.somebody(t)
}

// namedGroups returns the groups that get a try by the names that are kept.
func namedGroups(w World, t *ops.Try) ([]string, error) {
	asked, err := w.Snapshot.Keys().Scope(ops.ScopeText([]ops.Filter{{Dimension: "group", Values: t.Split.Groups}}))
	if err != nil {
		return nil, err
	}
	return asked[0].Values, nil
}

// completeList checks who is named; where only those are who get it, the other
// members in the scope are the other part.
func (w World) completeList(ctx context.Context, t *ops.Try) error {
	named := t.Split.Members
	if named == nil {
		return nil
	}
	seen, err := analysis.Seen(ctx, w.Data, ops.Range{From: ops.MinDay, To: ops.MaxDay}, nil)
	if err != nil {
		return err
	}
	known := make(map[string]bool, len(seen))
	for _, m := range seen {
		known[m] = true
	}
	listed := make(map[string]bool, len(named))
	for _, a := range named {
		listed[a.Member] = true
		if known[a.Member] {
			continue
		}
		if _, err := w.Snapshot.People(ctx, engine.PeopleQuery{Member: a.Member, Limit: 1}); err != nil {
			if ops.CodeOf(err) != "unknown_member" {
				return err
			}
			return &ops.Error{Code: "no_such_member", Message: "Nobody is called " + ops.Show(a.Member) + ".", Hint: "Use the ids of the member list.",
				Where: ops.Place{Column: "members", Value: ops.Show(a.Member)}, Args: []any{ops.Show(a.Member)}}
		}
	}
	if _, others := ops.Parts(named); others > 0 {
		return nil
	}
	pool, err := w.pool(ctx, t)
	if err != nil {
		return err
	}
	for _, m := range pool {
		if !listed[m] {
			t.Split.Members = append(t.Split.Members, ops.Assigned{Member: m})
		}
	}
	return nil
}
