package community

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"time"

	"daybreak/internal/ops"
)

// standing is how a member stands in its group.
type standing struct {
	token  int64
	name   string
	done   int
	streak int
}

// compareRank orders standings: days done, then the current streak. Equal ones
// share a rank.
func compareRank(a, b standing) int {
	return cmp.Or(cmp.Compare(b.done, a.done), cmp.Compare(b.streak, a.streak))
}

func compareStandings(a, b standing) int {
	return cmp.Or(compareRank(a, b), cmp.Compare(a.name, b.name), cmp.Compare(a.token, b.token))
}

// standings are those of a challenge at some moment, by group folded, in order.
type standings struct {
	version int64
	at      time.Time
	took    time.Duration
	groups  map[string][]standing
	known   map[int64]standing // by token
}

// standingsCache keeps the latest standings of each challenge. They follow the
// record at most once a second, and take at most a twentieth of a core.
type standingsCache struct {
	mu         sync.Mutex // guards byID
	byID       map[int64]*standings
	working    sync.Mutex
	leastApart time.Duration
}

func newStandingsCache() *standingsCache {
	return &standingsCache{byID: map[int64]*standings{}, leastApart: time.Second}
}

func (k *standingsCache) get(challenge int64) *standings {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.byID[challenge]
}

// standingsOf returns the standings in a challenge. Its first ones are waited
// for; while newer ones are worked out, others get those before.
func (s *Section) standingsOf(ctx context.Context, c ops.Challenge) (*standings, error) {
	now := s.Clock()
	fresh := func(x *standings) bool {
		return x != nil && (x.version == s.Snapshots.Current().Version() && x.at.Add(freshStandings).After(now) || now.Sub(x.at) < max(s.standings.leastApart,
			20*x.took))
	}
	have := s.standings.get(c.ID)
	if fresh(have) {
		return have, nil
	}
	if have == nil {
		s.standings.working.Lock()
	} else if !s.standings.working.TryLock() {
		return have, nil
	}
	defer s.standings.working.Unlock()
	if have = s.standings.get(c.ID); fresh(have) { // somebody else's work
		return have, nil
	}
	x, err := s.workOutStandings(context.WithoutCancel(ctx), c, now)
	if err != nil {
		return nil, err
	}
	s.standings.mu.Lock()
	defer s.standings.mu.Unlock()
	s.standings.byID[c.ID] = x
	return x, nil
}

// WarmStandings works out the standings of all challenges that go on, so that
// after a start the first member does not wait for them.
func (s *Section) WarmStandings(ctx context.Context) {
	all, err := s.CheckIns.Challenges(ctx)
	for _, c := range all {
		if c.Closed.IsZero() && err == nil && ctx.Err() == nil {
			_, err = s.standingsOf(ctx, c)
		}
	}
	if err != nil && ctx.Err() == nil {
		s.Log.WarnContext(ctx, "standings are not worked out beforehand", "error", err)
	}
}

// freshStandings is how long standings hold while the record stays the same: a
// day may pass meanwhile.
const freshStandings = time.Minute

func (s *Section) workOutStandings(ctx context.Context, c ops.Challenge, now time.Time) (*standings, error) {
	began := time.Now()
	snapshot := s.Snapshots.Current()
	x := &standings{version: snapshot.Version(), at: now, groups: map[string][]standing{}, known: map[int64]standing{}}
	tokens, err := s.CheckIns.CheckInTokens(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	tokens = slices.DeleteFunc(tokens, func(t ops.CheckInToken) bool { return t.Member == "" })
	each := make([]standing, len(tokens))
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < len(tokens); i += workers {
				h, err := s.historyOf(ctx, snapshot, c, tokens[i].Member)
				if err != nil {
					errs[w] = err
					return
				}
				p := participant{history: h, token: tokens[i]}
				p.today, p.first = s.daysNow(c, now)
				p.settle(s.Calendar, now)
				each[i] = p.standing()
			}
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	for i, t := range tokens {
		k := ops.Fold(t.Group)
		x.known[t.ID] = each[i]
		x.groups[k] = append(x.groups[k], each[i])
	}
	for _, g := range x.groups {
		slices.SortFunc(g, compareStandings)
	}
	x.took = time.Since(began)
	return x, nil
}

func (p *participant) standing() standing {
	return standing{p.token.ID, p.token.Name, p.progress.Done, p.progress.Current}
}

// rankedView is a line of the leaderboard.
type rankedView struct {
	Rank         int
	Name         string
	Done, Streak int
	You          string // the word, on one's own line
}

// shownRanks is how many members a leaderboard shows.
const shownRanks = 10

// ranking returns the first of a member's group, in which it stands as it does
// now, and its own line if that is further down. you is the word for oneself.
func (x *standings) ranking(p *participant, you string) (top []rankedView, own *rankedView) {
	self := p.standing()
	group := x.groups[ops.Fold(p.token.Group)]
	first := slices.Clone(group[:min(shownRanks+1, len(group))])
	first = slices.DeleteFunc(first, func(m standing) bool { return m.token == self.token }) // as it stood then
	at, _ := slices.BinarySearchFunc(first, self, compareStandings)
	rank, before := 0, standing{}
	for i, m := range slices.Insert(first, at, self) {
		if i == shownRanks {
			break
		}
		if i == 0 || compareRank(before, m) != 0 {
			rank = i + 1
		}
		before = m
		line := rankedView{Rank: rank, Name: m.name, Done: m.done, Streak: m.streak}
		if i == at {
			line.You = you
		}
		top = append(top, line)
	}
	if at < shownRanks {
		return top, nil
	}
	better, _ := slices.BinarySearchFunc(group, self, compareRank)
	if then, ok := x.known[self.token]; ok && compareRank(then, self) < 0 { // it stood better, in this very group
		better--
	}
	return top, &rankedView{Rank: better + 1, Name: self.name, Done: self.done, Streak: self.streak, You: you}
}
