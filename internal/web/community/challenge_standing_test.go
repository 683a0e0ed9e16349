package community

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"daybreak/internal/ops"
)

// TestRanking holds the leaderboard of random groups against counting by hand:
// the rank is one more than how many do better, ties share it, whoever asks
// stands as it does now, and everybody else as they did.
func TestRanking(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 21))
	for round := range 500 {
		n := r.IntN(30)
		x := &standings{groups: map[string][]standing{}, known: map[int64]standing{}}
		for i := range n {
			m := standing{int64(i + 1), fmt.Sprint("n", r.IntN(5)), r.IntN(4), r.IntN(3)}
			x.known[m.token] = m
			x.groups["g"] = append(x.groups["g"], m)
		}
		slices.SortFunc(x.groups["g"], compareStandings)
		p := participant{token: ops.CheckInToken{ID: int64(r.IntN(n+1) + 1), Name: "own", Group: "G"}, progress: ops.Progress{Done: r.IntN(5), Current: r.IntN(3)}}
		type row struct {
			done, streak, better int
			own                  bool
		}
		var all []standing
		for _, m := range x.groups["g"] {
			if m.token != p.token.ID {
				all = append(all, m)
			}
		}
		all = append(all, p.standing())
		var want []row
		for _, m := range all {
			w := row{done: m.done, streak: m.streak, own: m.token == p.token.ID}
			for _, o := range all {
				if o.done > m.done || o.done == m.done && o.streak > m.streak {
					w.better++
				}
			}
			want = append(want, w)
		}
		slices.SortFunc(want, func(a, b row) int { return cmp.Compare(a.better, b.better) })
		top, own := x.ranking(&p, "you")
		if len(top) != min(len(all), shownRanks) {
			t.Fatalf("round %d: %d lines of %d", round, len(top), len(all))
		}
		seen := 0
		for i, line := range top {
			if line.Rank != want[i].better+1 || line.Done != want[i].done || line.Streak != want[i].streak {
				t.Errorf("round %d, line %d: %+v, want %+v", round, i, line, want[i])
			}
			if line.You != "" {
				seen++
			}
		}
		if own != nil {
			seen++
			i := slices.IndexFunc(want, func(w row) bool { return w.own })
			if own.Rank != want[i].better+1 || own.You == "" || own.Done != p.progress.Done {
				t.Errorf("round %d: own line %+v, want %+v", round, own, want[i])
			}
		}
		if seen != 1 {
			t.Errorf("round %d: one's own line is there %d times", round, seen)
		}
	}
}
