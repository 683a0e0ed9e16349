package analysis

import (
	"slices"

	"daybreak/internal/ops"
)

// Streams are parts of one source that are known through the same day.
type Streams struct {
	ops.Source          // one of them
	Parts      []string // nil for all parts that the source has
}

// alikes puts streams that are alike into one, in the order of the first of each;
// sources are all there are.
// Of a source that goes on in other parts nothing is said of those that are
// retired: nobody waits for them.
func alikes(of, sources []ops.Source) []Streams {
	all := map[[2]string]int{} // parts of each source
	goesOn := map[[2]string]bool{}
	key := func(s ops.Source) [2]string { return [2]string{s.Record, s.Name} }
	for _, s := range sources {
		if !s.Retired() && !goesOn[key(s)] {
			all[key(s)], goesOn[key(s)] = 0, true
		}
		if s.Retired() != goesOn[key(s)] {
			all[key(s)]++
		}
	}
	type alike struct {
		record, name string
		through      ops.Day
		gap          ops.Range
	}
	var out []Streams
	at := map[alike]int{}
	for _, s := range of {
		if s.Retired() && goesOn[key(s)] {
			continue
		}
		is := alike{s.Record, s.Name, s.Through, s.Gap}
		i, seen := at[is]
		if !seen {
			i, out = len(out), append(out, Streams{Source: s})
			at[is] = i
		}
		out[i].Parts = append(out[i].Parts, s.Part)
	}
	for i, o := range out {
		if slices.Sort(o.Parts); len(o.Parts) == all[key(o.Source)] {
			out[i].Parts = nil
		}
	}
	return out
}
