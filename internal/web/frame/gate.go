package frame

import (
	"context"
	"sync"
	"time"

	"daybreak/internal/ops"
)

// The limits of questions (RELIABILITY §4.6): each may take QueryTimeout; at
// most HeavyQueries run at once and QueuedQueries wait, the rest is refused. Of
// these places one person, or one program, has half at most, and those who wait
// get their turns person by person. Panels of pages have places of their own, so
// that the questions of a program never keep pages waiting.
const (
	QueryTimeout  = 10 * time.Second
	HeavyQueries  = 4
	QueuedQueries = 32
	QueuedPanels  = 512 // of all pages that are opened at once
)

// Gate lets a bounded number of questions run and a bounded number wait. One
// asker has at most share of the former places, and as large a part of the
// latter; free places go to the askers in turn.
type Gate struct {
	places, queue, share int

	mu      sync.Mutex
	running int
	waiting int
	askers  map[string]*asker
	turns   []*asker // those who wait; the first is next
}

// asker is one person or program: how much of it runs, and what waits.
type asker struct {
	name    string
	running int
	waiting []chan struct{}
}

// NewGate returns a gate that lets running questions run, share of them of one
// asker, and waiting more wait.
func NewGate(running, waiting, share int) *Gate {
	return &Gate{places: running, queue: waiting, share: share, askers: map[string]*asker{}}
}

// Enter waits for a turn and returns the function that ends it. Who asks is the
// actor of ctx: by name, or by address who has none or is anybody. It fails with
// busy when too many wait already, or with ctx's error.
func (g *Gate) Enter(ctx context.Context) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a, turn, err := g.apply(askerName(ops.ActorOf(ctx)))
	if err != nil {
		return nil, err
	}
	leave = sync.OnceFunc(func() { g.leave(a) })
	select {
	case <-turn:
		return leave, nil
	case <-ctx.Done():
		g.withdraw(a, turn)
		return nil, ctx.Err()
	}
}

// askerName tells askers apart. A server without sign-in has one name for all.
func askerName(a ops.Actor) string {
	if a.Name == "" || a.Name == LocalName {
		return "at " + a.IP
	}
	return "as " + a.Name
}

// apply takes a place in the queue, or fails with busy. turn is closed when a
// place is free.
func (g *Gate) apply(name string) (a *asker, turn chan struct{}, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	a = g.askers[name]
	if a == nil {
		a = &asker{name: name}
	}
	// Who finds a place free does not wait, so the queue is asked only then.
	free := g.running < g.places && a.running < g.share && len(a.waiting) == 0
	if !free && (g.waiting >= g.queue || len(a.waiting) >= g.queue*g.share/g.places) {
		return nil, nil, &ops.Error{Code: "busy", Message: "Too many questions are being answered.", Hint: "Try again in a few seconds."}
	}
	g.askers[name] = a
	turn = make(chan struct{})
	a.waiting = append(a.waiting, turn)
	g.waiting++
	if len(a.waiting) == 1 {
		g.turns = append(g.turns, a)
	}
	g.grant()
	return a, turn, nil
}

// grant gives free places to those who wait, one asker after the other.
func (g *Gate) grant() {
	for i := 0; i < len(g.turns) && g.running < g.places; {
		a := g.turns[i]
		if a.running >= g.share {
			i++
			continue
		}
		g.turns = append(g.turns[:i], g.turns[i+1:]...)
		close(a.waiting[0])
		a.waiting = a.waiting[1:]
		a.running++
		g.running++
		g.waiting--
		if len(a.waiting) > 0 {
			g.turns = append(g.turns, a) // behind those who have had no turn yet
		}
	}
}

func (g *Gate) leave(a *asker) {
	g.mu.Lock()
	defer g.mu.Unlock()
	a.running--
	g.running--
	g.grant()
	g.forget(a)
}

// withdraw gives up what waits for turn, also when it has just had it.
func (g *Gate) withdraw(a *asker, turn chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, w := range a.waiting {
		if w != turn {
			continue
		}
		a.waiting = append(a.waiting[:i], a.waiting[i+1:]...)
		g.waiting--
		if len(a.waiting) == 0 {
			g.skip(a)
		}
		g.forget(a)
		return
	}
	a.running--
	g.running--
	g.grant()
	g.forget(a)
}

// skip takes an asker with nothing waiting out of the turns.
func (g *Gate) skip(a *asker) {
	for i, t := range g.turns {
		if t == a {
			g.turns = append(g.turns[:i], g.turns[i+1:]...)
			return
		}
	}
}

// forget drops an asker that has nothing here any more.
func (g *Gate) forget(a *asker) {
	if a.running == 0 && len(a.waiting) == 0 && g.askers[a.name] == a {
		delete(g.askers, a.name)
	}
}
