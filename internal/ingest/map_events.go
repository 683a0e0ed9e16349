package ingest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ops"
)

// event reads one row of events: one event, or in a wide table one for every
// column that counts. Rows that stand for nothing, such as a day of absence,
// are counted and left out.
//
// The key of an event made here is what it is about, so that the same export
// uploaded again, or a longer one, gives the same events.
func (w *rowReader) event() *ops.Error {
	in := w.in
	at, timed, err := w.moment()
	if err != nil {
		return err
	}
	if in.preset.Wide != nil {
		any := false
		for c, a := range in.m.Columns {
			if a.Use == UseField || a.Header == "" || !slices.Contains(in.preset.Wide.Count, strings.TrimSpace(in.t.Cell(w.at, c))) {
				continue
			}
			any = true
			if err := w.addEvent(at, timed, a.Header, ops.NoValue); err != nil {
				return err
			}
		}
		if !any {
			w.idle++
		}
		return nil
	}
	count := int64(ops.NoValue)
	if c := in.m.column(fieldCount); c >= 0 {
		n, err := w.numeral(use{from: c, kind: ops.Decimal, name: in.m.Columns[c].Header})
		if err != nil {
			err.Where.Column = in.m.Columns[c].Header
			return err
		}
		if n.none || n.bound || n.units <= 0 {
			w.idle++
			return nil
		}
		count = n.units
	} else if in.m.column(fieldClock) >= 0 && isNull(w.field(fieldClock)) {
		w.idle++
		return nil
	}
	return w.addEvent(at, timed, w.field("challenge"), count)
}

// moment returns when the row's event happened, and whether the row says the
// time of day.
func (w *rowReader) moment() (at time.Time, timed bool, err *ops.Error) {
	in := w.in
	from := in.m.column("at")
	if from < 0 {
		from = in.m.column(fieldDay)
	}
	if from < 0 {
		return at, false, w.badDate("", -1)
	}
	m, ok := in.moment(in.t.Cell(w.at, from), from)
	if !ok || m.many() {
		return at, false, w.badDate(in.t.Cell(w.at, from), from)
	}
	clock := w.field(fieldClock)
	at, err = w.clocked(m, clock)
	return at, m.timed || !isNull(clock), err
}

// clocked returns a moment as an instant, at the time of day that a cell of its
// own says where the date has none.
func (w *rowReader) clocked(m moment, clock string) (time.Time, *ops.Error) {
	if m.timed || isNull(clock) {
		return m.instant(w.b.calendar), nil
	}
	in := w.in
	offset, ok := w.clockOf(clock)
	if !ok {
		return time.Time{}, fault("bad_time", fmt.Sprintf("“%s” is not a time of day.", ops.Show(clock)), "Write times as 08:58.",
			ops.Show(clock)).at(in.t.Line(w.at), in.m.Columns[in.m.column(fieldClock)].Header, clock)
	}
	return time.Date(m.year, time.Month(m.month), m.day, 0, 0, int(offset/time.Second), 0, w.b.calendar.Zone), nil
}

// addEvent adds one event. Its time is part of its key only where the row
// says it: a day without a time holds one event of a kind.
func (w *rowReader) addEvent(at time.Time, timed bool, challenge string, value int64) *ops.Error {
	in, b := w.in, w.b
	b.start(in.t.Line(w.at))
	if err := w.texting(); err != nil {
		return err
	}
	column := func(name string) int { return in.record.Column(name) }
	if err := w.text(column("challenge"), challenge); err != nil {
		return err
	}
	if err := b.number(column("at"), at.UnixMicro(), []byte(at.Format(time.DateTime))); err != nil {
		return err
	}
	if value != ops.NoValue {
		if err := b.number(column("value"), value, nil); err != nil {
			return err
		}
	}
	if in.m.column("key") < 0 {
		when := b.calendar.Day(at).String()
		if timed && in.m.column(fieldClock) < 0 {
			when = at.UTC().Format(time.RFC3339)
		}
		key := strings.Join([]string{in.m.Preset, b.rows.Dicts[column("member")].Text(b.codes[column("member")]),
			b.rows.Dicts[column("event")].Text(b.codes[column("event")]), challenge, when}, "/")
		if err := w.text(column("key"), key); err != nil {
			return err
		}
	}
	return w.finish()
}

// clockOf reads a time of day such as 08:58 or 次日00:10.
func (w *rowReader) clockOf(cell string) (offset time.Duration, ok bool) {
	s := norm.NFKC.String(strings.TrimSpace(cell))
	if rest, next := strings.CutPrefix(s, "次日"); next {
		offset, s = 24*time.Hour, strings.TrimSpace(rest)
	}
	m, ok := w.in.forms.withClock(moment{}, s)
	if !ok || !m.timed {
		return 0, false
	}
	return offset + time.Duration(m.hour)*time.Hour + time.Duration(m.minute)*time.Minute + time.Duration(m.second)*time.Second, true
}
