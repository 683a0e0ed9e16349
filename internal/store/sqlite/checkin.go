package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// checkInGroup is how many check-ins one transaction stores at most.
const checkInGroup = 512

// checkIns stores check-ins as they come: one goroutine takes all that queued
// up while the transaction before became durable, stores them in the next one
// and answers after it.
type checkIns struct {
	store *Store
	queue chan *pendingCheckIn
	stop  chan struct{}
	once  sync.Once
	ended chan struct{}

	// Guarded by the store's turn.
	live map[ops.Day]*liveBatch
}

// pendingCheckIn is a check-in that waits for its answer.
type pendingCheckIn struct {
	ops.CheckIn
	got  ops.CheckedIn
	err  error
	done chan struct{} // closed after got and err are final
}

// liveBatch is the growing batch of one day and its control totals.
type liveBatch struct {
	id, version  int64
	rows, digest int64
	through      ops.Day // of a batch just opened: complete, as far as it knows
}

func newCheckIns(s *Store) *checkIns {
	c := &checkIns{store: s, queue: make(chan *pendingCheckIn, ops.MaxCheckInQueue), stop: make(chan struct{}), ended: make(chan struct{}),
		live: map[ops.Day]*liveBatch{}}
	go c.run()
	return c
}

// close ends the goroutine after what is queued is stored.
func (c *checkIns) close() {
	c.once.Do(func() { close(c.stop) })
	<-c.ended
}

// CheckIn stores a check-in and returns once it is durable. The member must be
// known (member_unknown); a key that stood for something else is key_reused; a
// queue that is full is an *ops.Error queue_full, and then nothing was stored.
// Once queued it is stored even if ctx ends.
func (s CheckInService) CheckIn(ctx context.Context, in ops.CheckIn) (ops.CheckedIn, error) {
	if err := s.store.room.now().checkInsStopped(); err != nil {
		return ops.CheckedIn{}, err
	}
	p := &pendingCheckIn{CheckIn: in, done: make(chan struct{})}
	select {
	case <-s.store.checkIns.stop:
		return ops.CheckedIn{}, stopping()
	default:
	}
	select {
	case s.store.checkIns.queue <- p:
	default:
		return ops.CheckedIn{}, &ops.Error{Code: "queue_full", Message: "Too many check-ins arrive at once. This one was not stored.",
			Hint: "Send it again in a few seconds."}
	}
	select {
	case <-p.done:
		return p.got, p.err
	case <-ctx.Done():
		return ops.CheckedIn{}, ctx.Err()
	case <-s.store.checkIns.ended:
		select {
		case <-p.done:
			return p.got, p.err
		default:
			return ops.CheckedIn{}, stopping()
		}
	}
}

func stopping() error {
	return &ops.Error{Code: "starting", Message: "The server is stopping.", Hint: "Send it again in a few seconds."}
}

func (c *checkIns) run() {
	defer close(c.ended)
	group := make([]*pendingCheckIn, 0, checkInGroup)
	for {
		group = group[:0]
		select {
		case p := <-c.queue:
			group = append(group, p)
		case <-c.stop:
			if len(c.queue) == 0 {
				return
			}
		}
		group = c.gather(group)
		c.commit(group)
	}
}

// gather adds to a group what waits. Those who were just answered often ask
// again at once: they get their turn first, as long as any of them does, so
// that the disk is not waited for on behalf of a few.
func (c *checkIns) gather(group []*pendingCheckIn) []*pendingCheckIn {
	for {
		n := min(len(c.queue), checkInGroup-len(group))
		for range n {
			group = append(group, <-c.queue)
		}
		if len(group) == checkInGroup {
			return group
		}
		if runtime.Gosched(); len(c.queue) == 0 {
			return group
		}
	}
}

// commit stores a group and answers it. Whatever goes wrong, nobody is told
// that a check-in is stored which is not.
func (c *checkIns) commit(group []*pendingCheckIn) {
	err := c.learn(group)
	if err == nil {
		err = c.store.transactOften(context.Background(), func(ctx context.Context, tx *sql.Tx) (after func(), err error) {
			after, err = c.put(ctx, tx, group)
			if answersEarly && err == nil {
				answerEarly(group)
			}
			return after, err
		})
	}
	if err != nil {
		for _, p := range group {
			p.got, p.err = ops.CheckedIn{}, err
		}
	}
	if !answersEarly || err != nil {
		answer(group)
	}
}

// answer lets those who wait go on.
func answer(group []*pendingCheckIn) {
	for _, p := range group {
		close(p.done)
	}
}

// learn makes the names of the events of a group known.
func (c *checkIns) learn(group []*pendingCheckIn) error {
	s := c.store
	var fresh []string
	for _, p := range group {
		if _, ok := s.dicts.events.Find(p.Name()); !ok && !slices.Contains(fresh, p.Name()) {
			fresh = append(fresh, p.Name())
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return s.transact(context.Background(), func(ctx context.Context, tx *sql.Tx) (func(), error) {
		return s.addTexts(ctx, tx, s.dicts.events, fresh)
	})
}

// put stores the check-ins of a group that are new and returns what publishes
// them. It sets what became of each.
func (c *checkIns) put(ctx context.Context, tx *sql.Tx, group []*pendingCheckIn) (func(), error) {
	known, err := c.keys(ctx, tx, group)
	if err != nil {
		return nil, err
	}
	there, err := c.there(ctx, tx, group, known)
	if err != nil {
		return nil, err
	}
	var publish []func()
	fresh := map[ops.Day][]*pendingCheckIn{} // by the day the event lies on
	named := bulk.Cells{Kinds: "itii"}
	for _, p := range group {
		p.got, p.err = ops.CheckedIn{}, nil
		if _, ok := c.store.dicts.members.Find(p.Member); !ok || p.Member == "" {
			p.err = unknownMember(p.Member)
			continue
		}
		name := senderKey{p.Token, p.Key}
		days := p.Days
		if k, ok := known[name]; ok {
			if k.digest != p.Digest {
				p.err = keyReused(p.Key)
				continue
			}
			if there[p.EventKey(k.day)] {
				p.got = ops.CheckedIn{Day: k.day, Already: true}
				continue
			}
		}
		if len(days) == 0 {
			p.err = dayClosed()
			continue
		}
		p.got = ops.CheckedIn{Day: days[len(days)-1], Already: true}
		for _, d := range days {
			if k := p.EventKey(d); !there[k] {
				p.got, there[k] = ops.CheckedIn{Day: d}, true
				on := c.store.calendar.Day(p.At)
				fresh[on] = append(fresh[on], p)
				break
			}
		}
		if p.Key != "" {
			known[name] = meant{p.Digest, p.got.Day}
			named.Int(p.Token)
			named.Text(p.Key)
			named.Int(p.Digest)
			named.Int(int64(p.got.Day))
		}
	}
	if named.Len() > 0 {
		if _, err := bulk.Run(ctx, tx, `INSERT OR REPLACE INTO check_in_key VALUES (?, ?, ?, ?)`, &named, 0); err != nil {
			return nil, err
		}
	}
	for day, some := range fresh {
		f, err := c.add(ctx, tx, day, some)
		if err != nil {
			return nil, err
		}
		publish = append(publish, f)
	}
	return func() {
		for _, f := range publish {
			f()
		}
	}, nil
}

// add appends check-ins to the batch of a day.
func (c *checkIns) add(ctx context.Context, tx *sql.Tx, day ops.Day, some []*pendingCheckIn) (publish func(), err error) {
	s := c.store
	b, opened, err := c.batch(ctx, tx, day, some[0].At)
	if err != nil {
		return nil, err
	}
	rows := s.dicts.block(s.layouts["events"].record)
	for _, p := range some {
		appendCheckIn(rows, p)
	}
	in, err := s.prepare(rows, nil)
	if err != nil {
		return nil, err
	}
	g := &staging{store: s, input: in, batch: b.id}
	var l load
	g.fill(&l, in.order)
	if err := bulk.Insert(ctx, tx, in.insert, &l.cells); err != nil {
		return nil, err
	}
	next := *b
	next.rows += g.control.rows
	next.digest += int64(g.control.digest)
	if _, err := tx.ExecContext(ctx, `UPDATE batch SET rows = ?1, digest = ?2, read = ?1, created = ?1 WHERE id = ?3`, next.rows, next.digest, b.id); err != nil {
		return nil, err
	}
	// The batch has one row in change, which moves to the end: readers see that
	// the day changed, and the table does not grow with every group.
	if err := tx.QueryRowContext(ctx, `UPDATE change SET version = (SELECT max(version) + 1 FROM change) WHERE version = ? RETURNING version`,
		b.version).Scan(&next.version); err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE check_in_batch SET version = ? WHERE batch = ?`, next.version, b.id); err != nil {
		return nil, err
	}
	return func() {
		s.state.Lock()
		s.version = max(s.version, next.version)
		s.live.put(b.id, true)
		s.state.Unlock()
		if opened {
			clear(c.live) // check-ins go to the day under way; others are looked up again
			s.vouch(source{record: "events"}, voucher{posted: true, first: day, last: day, through: next.through, at: some[0].At.UnixMicro()})
		}
		c.live[day] = &next
	}, nil
}

// appendCheckIn appends the event that a check-in is. Its texts are known.
func appendCheckIn(rows *ops.Rows, p *pendingCheckIn) {
	texts := map[string]string{"key": p.EventKey(p.got.Day), "member": p.Member, "event": p.Name(), "challenge": p.Challenge, "group": p.Group,
		"channel": p.Channel, "invited_by": p.InvitedBy, "props": p.Props}
	for i, column := range rows.Record.Columns {
		if column.Type.IsText() {
			rows.Codes[i] = append(rows.Codes[i], rows.Dicts[i].Code(texts[column.Name]))
			continue
		}
		v := int64(ops.NoValue)
		if column.Name == "at" {
			v = p.At.UnixMicro()
		}
		rows.Ints[i] = append(rows.Ints[i], v)
	}
}

// batch returns the live batch of a day and whether it was opened just now:
// the first check-in of a day opens one, and the first after it was undone
// another.
func (c *checkIns) batch(ctx context.Context, tx *sql.Tx, day ops.Day, at time.Time) (b *liveBatch, opened bool, err error) {
	s := c.store
	live := s.view().live
	if b = c.live[day]; b != nil && live.has(b.id) {
		return b, false, nil
	}
	b = &liveBatch{}
	err = tx.QueryRowContext(ctx, `SELECT b.id, c.version, b.rows, b.digest FROM check_in_batch c JOIN batch b ON b.id = c.batch
		WHERE c.day = ? AND b.state = 'live' ORDER BY b.id DESC LIMIT 1`, day).Scan(&b.id, &b.version, &b.rows, &b.digest)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return b, false, err
	}
	// Yesterday is over, if it has been; the day under way is not.
	through := min(day, s.calendar.Day(s.passed.within(at))) - 1
	days := ops.Range{From: day, To: day + 1}
	whole := ops.Batch{Record: "events", Via: "api", By: "check-ins", At: at, Days: days}
	if err := insertBatch(ctx, tx, &whole); err != nil {
		return nil, false, err
	}
	b.id, b.through = whole.ID, through
	for _, step := range []struct {
		statement string
		args      []any
	}{
		{`UPDATE batch SET state = 'live', first_changed = ?, end_changed = ? WHERE id = ?`, []any{days.From, days.To, b.id}},
		{`INSERT INTO batch_source VALUES (?, 0, 0, ?)`, []any{b.id, through}},
	} {
		if _, err := tx.ExecContext(ctx, step.statement, step.args...); err != nil {
			return nil, false, err
		}
	}
	if err := tx.QueryRowContext(ctx, `INSERT INTO change (record, first_day, end_day) VALUES ('events', ?, ?) RETURNING version`, days.From,
		days.To).Scan(&b.version); err != nil {
		return nil, false, err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO check_in_batch VALUES (?, ?, ?)`, b.id, day, b.version); err != nil {
		return nil, false, err
	}
	return b, true, s.audit(ctx, tx, whole.By, ops.ActImport, importName(b.id, "events", ""), "", "check-ins of "+day.String())
}

func unknownMember(member string) error {
	return &ops.Error{Code: "member_unknown", Message: fmt.Sprintf("There is no member %s.", ops.Show(member)), Hint: "Send the member's join event first.",
		Where: ops.Place{Column: "member", Value: ops.Show(member)}, Args: []any{ops.Show(member)}}
}

func keyReused(key string) error {
	return &ops.Error{Code: "key_reused", Message: fmt.Sprintf("The key %s already stands for another check-in.", ops.Show(key)),
		Hint: "Use a new key for each check-in.", Where: ops.Place{Column: "key", Value: ops.Show(key)}, Args: []any{ops.Show(key)}}
}

func dayClosed() error {
	return &ops.Error{Code: "day_closed", Message: "The challenge takes no check-ins today.", Hint: "It has not begun, or it is over."}
}
