package planning

import (
	"net/url"
	"slices"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

// How tries are shown: by state, or one below the other.
const (
	asBoard = "board"
	asList  = "list"
)

// triesFilter says which tries are shown and how.
type triesFilter struct {
	Show, Kind, Owner, State string
	Kinds, Owners, States    []option // what may be chosen
}

// triesFilter reads the address of the page.
func (w writer) triesFilter(values url.Values) (triesFilter, error) {
	p := ask.NewParams(values)
	p.Text("done", "")
	p.Text("lang", "")
	var states []string
	for _, s := range loop.States() {
		states = append(states, string(s))
	}
	f := triesFilter{Show: p.Choice("show", asBoard, asBoard, asList), Kind: p.Choice("kind", "", ops.TryKinds()...), Owner: p.Text("owner", ""),
		State: p.Choice("state", "", states...)}
	return f, p.Done()
}

// offer fills in what may be chosen: the kinds and owners that tries have, and
// what was chosen.
func (f *triesFilter) offer(w writer, outcomes []loop.Outcome) {
	has := func(of func(o loop.Outcome) bool) bool { return slices.ContainsFunc(outcomes, of) }
	for _, kind := range ops.TryKinds() {
		if kind == f.Kind || has(func(o loop.Outcome) bool { return o.Try.Kind == kind }) {
			f.Kinds = append(f.Kinds, option{kind, w.kindName(kind), kind == f.Kind})
		}
	}
	owners := []string{f.Owner}
	for _, o := range outcomes {
		owners = append(owners, o.Try.Owner)
	}
	slices.Sort(owners)
	for _, owner := range slices.Compact(owners) {
		if owner != "" {
			f.Owners = append(f.Owners, option{owner, owner, owner == f.Owner})
		}
	}
	for _, s := range loop.States() {
		f.States = append(f.States, option{string(s), w.state(s), string(s) == f.State})
	}
}

// of returns the tries that are asked for.
func (f triesFilter) of(outcomes []loop.Outcome) []loop.Outcome {
	var out []loop.Outcome
	for _, o := range outcomes {
		if (f.Kind == "" || o.Try.Kind == f.Kind) && (f.Owner == "" || o.Try.Owner == f.Owner) && (f.State == "" || string(o.State) == f.State) {
			out = append(out, o)
		}
	}
	return out
}

// href leads to the tries of a state that are asked for, in a view.
func (f triesFilter) href(show string, state loop.State) string {
	q := url.Values{}
	for name, value := range map[string]string{"kind": f.Kind, "owner": f.Owner, "state": string(state)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if show != asBoard {
		q.Set("show", show)
	}
	return ask.Href("/tries", q)
}

// views are the ways to show the same tries.
func (f triesFilter) views(w writer) []viewLink {
	state := loop.State(f.State)
	return []viewLink{{f.href(asBoard, state), w.T.Plan.AsBoard, f.Show == asBoard}, {f.href(asList, state), w.T.Plan.AsList, f.Show == asList}}
}
