package loop

import (
	"context"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// Book is where plans, tries and notes are kept.
type Book struct {
	Tries      Tries
	Notes      Notes
	Plans      Plans
	Challenges Challenges // nil: none are noted
	Alerts     Alerts
	Restated   Restatements // nil: none are noted
	Reports    Reports
	FollowUps  FollowUps // nil: nothing is kept of what is done for members
	Planner

	every Tries // of Within: those that are not seen too
}

// Tries keeps what users try. Changes of what is not as it was read have code
// changed_meanwhile, of what is not there unknown_try.
type Tries interface {
	// All returns those that are there, in the order they begin.
	All(ctx context.Context) ([]ops.Try, error)
	// Add keeps a new one; sent is the sender and key of the request, "" for
	// none, and again says that the same request came before.
	Add(ctx context.Context, t ops.Try, sent string) (made ops.Try, again bool, err error)
	// Change keeps what is said of one; with override also what is frozen.
	Change(ctx context.Context, t ops.Try, today ops.Day, override bool) (ops.Try, error)
	Decide(ctx context.Context, t ops.Try) (ops.Try, error)
	// Import keeps the tries of a table, all or none, and says how many it made
	// and changed.
	Import(ctx context.Context, rows []ops.TryRow, today ops.Day) (made, changed int, err error)
	// Assigned returns who is in which part of a split try, in order of their ids.
	Assigned(ctx context.Context, id int64) ([]ops.Assigned, error)
	// Versions returns what a try was and is, the first version first.
	Versions(ctx context.Context, id int64) ([]ops.Try, error)
	Remove(ctx context.Context, id, version int64) error
}

// Notes keeps what users note; errors are as of tries.
type Notes interface {
	In(ctx context.Context, r ops.Range) ([]ops.Note, error)
	Add(ctx context.Context, n ops.Note, sent string) (made ops.Note, again bool, err error)
	Change(ctx context.Context, n ops.Note, resolved bool) (ops.Note, error)
	Remove(ctx context.Context, id, version int64) error
	Vote(ctx context.Context, id int64, vote int) error
}

// Alerts keeps what is watched and when it fired; errors are as of tries.
type Alerts interface {
	All(ctx context.Context) ([]ops.Alert, error)
	// One returns the alert with that id; ok is false when there is none.
	One(ctx context.Context, id int64) (a ops.Alert, ok bool, err error)
	Add(ctx context.Context, a ops.Alert, sent string) (made ops.Alert, again bool, err error)
	Change(ctx context.Context, a ops.Alert) (ops.Alert, error)
	// Snooze keeps an alert silent up to, exclusive, a day; 0 ends that.
	Snooze(ctx context.Context, id, version int64, until ops.Day) (ops.Alert, error)
	Remove(ctx context.Context, id, version int64) error
	// Firings returns the last firings of an alert, of all for 0, the newest first.
	Firings(ctx context.Context, alert int64, limit int) ([]ops.Firing, error)
	// Acknowledge says that the context's actor has seen a firing.
	Acknowledge(ctx context.Context, firing int64) error
	// Open returns how many alerts have a firing that somebody has to see.
	Open(ctx context.Context, today ops.Day) (int, error)
	// Looked writes down what was seen of an alert, and returns the firings that
	// are new. It does nothing when the alert watches something else by now.
	Looked(ctx context.Context, a ops.Alert, through ops.Day, reason string, fired, changed []ops.Firing) (added []ops.Firing, err error)
}

// Restatements yields which known figures imports changed on the days of a range.
type Restatements interface {
	In(ctx context.Context, r ops.Range) ([]ops.Restatement, error)
}

// Reports keeps monthly reports and what they promise; errors are as of tries,
// and a change of what is final has code report_final.
type Reports interface {
	// All returns the reports without what they say, the latest first.
	All(ctx context.Context) ([]ops.Report, error)
	// One returns the report with that id; ok is false when there is none.
	One(ctx context.Context, id int64) (r ops.Report, ok bool, err error)
	// Of returns the latest edition of a month; ok is false when there is none.
	Of(ctx context.Context, month ops.Day) (r ops.Report, ok bool, err error)
	Add(ctx context.Context, r ops.Report, sent string) (made ops.Report, again bool, err error)
	Change(ctx context.Context, r ops.Report) (ops.Report, error)
	// Finish makes a draft final; frozen is all it says, states its figures, which are
	// kept as published.
	Finish(ctx context.Context, id, version int64, frozen []byte, states ops.Statement) (ops.Report, error)
	// Published returns figures that were published.
	Published(ctx context.Context, q ops.PublishedQuery) ([]ops.Published, error)
	Remove(ctx context.Context, id, version int64) error
	// Commitments returns what reports promised, the first one first.
	Commitments(ctx context.Context) ([]ops.Commitment, error)
	Commit(ctx context.Context, c ops.Commitment, sent string) (made ops.Commitment, again bool, err error)
	Withdraw(ctx context.Context, id, version int64, why string) (ops.Commitment, error)
}

// FollowUps keeps what is done for members; errors are as of tries.
type FollowUps interface {
	// Of returns the entries about a member, the latest first; All up to most about anybody.
	Of(ctx context.Context, member string) ([]ops.FollowUp, error)
	All(ctx context.Context, most int) ([]ops.FollowUp, error)
	// Latest returns the latest entry about each member who has any.
	Latest(ctx context.Context) (map[string]ops.FollowUp, error)
	Add(ctx context.Context, f ops.FollowUp, r ops.FollowUpRequest) (made ops.FollowUp, again bool, err error)
	// One returns the entry with that id; one that is not there is unknown_follow_up.
	One(ctx context.Context, id int64) (ops.FollowUp, error)
	Change(ctx context.Context, f ops.FollowUp) (ops.FollowUp, error)
	// Remove takes the latest entry about a member back.
	Remove(ctx context.Context, id, version int64) error
	// Minutes returns how many minutes are a cost of each try.
	Minutes(ctx context.Context) (map[int64]int, error)
	// Stamp tells what all entries say from what they said before.
	Stamp(ctx context.Context) (string, error)
}

// Plans yields what was planned and which days are holidays in a region.
type Plans interface {
	Targets(ctx context.Context) ([]ops.Target, error)
	// Revisions returns every version of every target in the order they came.
	Revisions(ctx context.Context) ([]ops.TargetRevision, error)
	Holidays(ctx context.Context, region string) (ops.Holidays, error)
}

// Region is the region whose holidays count.
const Region = "CN"

// World returns what the rules look at on a day.
func (b Book) World(ctx context.Context, d analysis.Data, today ops.Day) (World, error) {
	tries, err := b.Tries.All(ctx)
	if err != nil {
		return World{}, err
	}
	w := World{Data: d, Tries: tries, Today: today, assigned: b.Tries.Assigned}
	if ops.RowsIn(ctx).Narrows() && b.every != nil {
		all, err := b.every.All(ctx)
		if err != nil {
			return World{}, err
		}
		w.unseen = slices.DeleteFunc(slices.Clone(all), func(t ops.Try) bool {
			return slices.ContainsFunc(tries, func(u ops.Try) bool { return u.ID == t.ID })
		})
	}
	if b.Challenges != nil {
		if w.challenges, err = b.Challenges.Challenges(ctx); err != nil {
			return World{}, err
		}
	}
	w.Holidays, err = b.Plans.Holidays(ctx, Region)
	return w, err
}

// Outcomes returns how every try stands, in the order they begin.
func (w World) Outcomes(ctx context.Context) ([]Outcome, error) { return OutcomesOf(ctx, w, w.Tries) }

// OutcomesOf returns how some of the tries of a world stand, in their order.
func OutcomesOf(ctx context.Context, w World, tries []ops.Try) ([]Outcome, error) {
	labelled, err := w.labelled(ctx)
	if err != nil {
		return nil, err
	}
	w = withScopes(w)
	out := make([]Outcome, 0, len(tries))
	for _, t := range tries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		o, err := w.Outcome(ctx, t)
		if unanswerable(err) { // its metric is no longer known in its scope
			o, err = Outcome{Try: t, State: w.state(t, false), Reason: NotMeasurable, Cost: Spent{Known: w.units(t.Cost)}}, nil
		}
		if err != nil {
			return nil, err
		}
		o.Cost = o.Cost.Plus(labelled[label(t.ID)])
		out = append(out, o)
	}
	return out, nil
}

// CheckAlert refuses an alert whose metric is not there, is not one that its rule
// can judge, or lacks its scope.
func (w World) CheckAlert(ctx context.Context, a ops.Alert) error {
	if err := a.Check(); err != nil {
		return err
	}
	m, filter, err := watches(w, a)
	if err != nil {
		return err
	}
	if m == nil {
		_, err = w.Watch(ctx, a, ops.Range{From: w.Today - 1, To: w.Today}, nil, 0)
		return err
	}
	if err := analysis.Yours(w.Data, m); err != nil {
		return err
	}
	if a.Rule == ops.RuleAnomaly || a.Rule == ops.RuleGoal {
		_, err = w.Daily(ctx, m, filter)
		return err
	}
	_, err = w.Value(ctx, m, filter, ops.Range{From: w.Today - 1, To: w.Today})
	return err
}

// longestSnooze is for how many days an alert may be kept silent.
const longestSnooze = 90

// CheckSnooze refuses days until which no alert can be kept silent; 0 ends a
// silence.
func CheckSnooze(until, today ops.Day) error {
	if until != 0 && (until <= today || until > today+longestSnooze) {
		return &ops.Error{Code: "bad_snooze", Message: "An alert cannot be kept silent until then.", Hint: "Give a day after today, within 90 days.",
			Where: ops.Place{Column: "until", Value: until.String()}}
	}
	return nil
}

// CheckTry refuses a try whose metrics are not there or cannot be measured.
func (b Book) CheckTry(d analysis.Data, t ops.Try) error {
	if err := t.Check(); err != nil {
		return err
	}
	metrics, err := d.Lookup(append([]string{t.Metric}, t.Also...))
	if err != nil {
		return err
	}
	if t.Split.On() && t.Split.By != ops.SplitList && t.Split.Members != nil {
		return &ops.Error{Code: "split_unused", Message: "Members are drawn for a try that is split in this way, not listed.", Hint: "Leave the list blank.",
			Where: ops.Place{Column: "members"}}
	}
	if _, ok := analysis.Tallied(d, metrics[0]); t.Split.On() && !ok {
		return &ops.Error{Code: "metric_not_members", Message: metrics[0].Name + " is not the sum of what single members do.",
			Hint: "Choose one that is, such as check_ins, check_in_members, revenue or paid_members.", Where: ops.Place{Column: "metric", Value: metrics[0].Name},
			Args: []any{metrics[0].Name}}
	}
	if m := metrics[0]; !t.Split.On() && !d.Additive(m) && !m.Proportion {
		return &ops.Error{Code: "metric_not_sum", Message: "Days of " + m.Name + " cannot be added up, and it is no share of persons.",
			Hint: "Choose a metric that is a sum, such as joins, check_ins, revenue or cost.", Where: ops.Place{Column: "metric", Value: m.Name}, Args: []any{m.Name}}
	}
	return nil
}

// Decide keeps what was decided on a try, unless it is not measured yet.
func (b Book) Decide(ctx context.Context, w World, t ops.Try) (ops.Try, error) {
	before := t
	before.Decision = ""
	o, err := w.Outcome(ctx, before)
	if err != nil {
		return t, err
	}
	if o.State != Measured && o.Reason != NotMeasurable {
		return t, &ops.Error{Code: "not_measured", Message: "The result is not there yet.", Hint: "Decide once the data of all days that are needed is complete."}
	}
	return b.Tries.Decide(ctx, t)
}

// KnownTo is the last day that anything is known for, today at the latest.
func (w World) KnownTo() ops.Day {
	last := ops.MinDay
	for _, s := range w.Snapshot.Sources() {
		if r, ok := ops.RecordNamed(s.Record); ok && r.Counted() && !s.Retired() {
			last = max(last, s.Through)
		}
	}
	return min(last, w.Today)
}
