package ingest

import (
	"bytes"
	"fmt"
	"time"

	"daybreak/internal/ops"
)

// dateMemo reads ISO dates and is quick with a date that comes again.
type dateMemo struct {
	raw [10]byte
	day ops.Day
}

func (m *dateMemo) parse(raw []byte) (ops.Day, *ops.Error) {
	if len(raw) == 10 && [10]byte(raw) == m.raw {
		return m.day, nil
	}
	d, ok := isoDate(raw)
	if !ok {
		if i := bytes.IndexByte(raw, '-'); i > 4 && allDigits(raw[:i]) {
			return 0, dateRange(ops.MinDay, ops.MaxDay-1).value(raw)
		}
		hint := "Write year, month and day as in 2026-09-01."
		if bytes.ContainsAny(raw, "T: ") {
			hint = "Write the day without a time, as in 2026-09-01."
		}
		return 0, fault("bad_date", fmt.Sprintf("“%s” is not a date.", ops.Show(string(raw))), hint, ops.Show(string(raw))).value(raw)
	}
	m.raw, m.day = [10]byte(raw), d
	return d, nil
}

func dateRange(first, last ops.Day) located {
	return fault("date_range", fmt.Sprintf("The date lies outside %s to %s.", first, last), "Check the year.", first.String(), last.String())
}

// maxAhead is how far an instant may lie in the future: the clocks of two
// machines differ a little, and what has not happened yet cannot be told.
const maxAhead = 5 * time.Minute

// ahead refuses the instant v, in microseconds since 1970, as one of the future.
func (b *rowBuilder) ahead(v int64) located {
	at, now := time.UnixMicro(v).In(b.calendar.Zone), time.UnixMicro(b.last).Add(-maxAhead).In(b.calendar.Zone)
	return fault("future_time", fmt.Sprintf("%s has not happened yet: the clock of the server says %s.", at.Format(minuteForm), now.Format(minuteForm)),
		"Check the year and the time zone, and the clock of the server. A moment may lie at most 5 minutes ahead.", at.Format(minuteForm), now.Format(minuteForm))
}

// minuteForm writes an instant with its zone.
const minuteForm = "2006-01-02 15:04 -07:00"

// isoDate reads 2026-09-01 and refuses dates that do not exist.
func isoDate(s []byte) (ops.Day, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || !allDigits(s[:4]) || !allDigits(s[5:7]) || !allDigits(s[8:]) {
		return 0, false
	}
	y, m, d := decimal(s[:4]), time.Month(decimal(s[5:7])), decimal(s[8:])
	day := ops.DayOf(y, m, d)
	if yy, mm, dd := day.Date(); yy != y || mm != m || dd != d {
		return 0, false
	}
	return day, true
}

func allDigits(s []byte) bool {
	for _, b := range s {
		if !isDigit(b) {
			return false
		}
	}
	return len(s) > 0
}

func decimal(s []byte) (n int) {
	for _, b := range s {
		n = n*10 + int(b-'0')
	}
	return n
}

// instant reads RFC 3339, or the same without zone, which means the workspace's
// wall clock; the seconds may be left out, T may be a blank.
func (b *rowBuilder) instant(raw []byte) (int64, *ops.Error) {
	bad := func() *ops.Error {
		return fault("bad_time", fmt.Sprintf("“%s” is not a moment.", ops.Show(string(raw))),
			"Write 2026-09-01 06:10:00, or with a zone 2026-09-01T06:10:00+08:00.", ops.Show(string(raw))).value(raw)
	}
	if len(raw) < len("2026-09-01 06:10") || raw[10] != ' ' && raw[10] != 'T' {
		if _, err := b.dates.parse(raw); err != nil && err.Code == "date_range" {
			return 0, err
		}
		return 0, bad()
	}
	day, err := b.dates.parse(raw[:10])
	if err != nil {
		return 0, located{err}.value(raw)
	}
	clock, zone := raw[11:], []byte(nil)
	if i := bytes.IndexAny(clock, "Z+-"); i >= 0 {
		clock, zone = clock[:i], clock[i:]
	}
	micros, ok := clockMicros(clock)
	if !ok {
		if i := bytes.IndexByte(clock, '.'); i == 8 && len(clock) > 15 && allDigits(clock[9:]) {
			return 0, fault("too_precise", "The moment has more than 6 decimals of a second.", "Leave out what follows the microseconds.", 6).value(raw)
		}
		return 0, bad()
	}
	local := int64(day)*86_400_000_000 + micros
	if zone == nil {
		return b.clock.instant(local, day, b.line, raw), nil
	}
	offset, ok := zoneOffset(zone)
	if !ok {
		return 0, bad()
	}
	return local - offset, nil
}

// clockMicros reads 06:10, 06:10:05 or 06:10:05.123456 as microseconds.
func clockMicros(s []byte) (int64, bool) {
	if len(s) < 5 || s[2] != ':' || !allDigits(s[:2]) || !allDigits(s[3:5]) {
		return 0, false
	}
	h, m, sec, micro := decimal(s[:2]), decimal(s[3:5]), 0, 0
	if len(s) > 5 {
		if len(s) < 8 || s[5] != ':' || !allDigits(s[6:8]) {
			return 0, false
		}
		sec = decimal(s[6:8])
		if len(s) > 8 {
			if s[8] != '.' || len(s) > 15 || !allDigits(s[9:]) {
				return 0, false
			}
			micro = decimal(append(bytes.Clone(s[9:]), "000000"[len(s)-9:]...))
		}
	}
	if h > 23 || m > 59 || sec > 59 {
		return 0, false
	}
	return int64(h*3600+m*60+sec)*1_000_000 + int64(micro), true
}

// zoneOffset reads Z or +08:00 as microseconds east of UTC.
func zoneOffset(s []byte) (int64, bool) {
	if string(s) == "Z" {
		return 0, true
	}
	if len(s) != 6 || s[0] == 'Z' || s[3] != ':' || !allDigits(s[1:3]) || !allDigits(s[4:]) {
		return 0, false
	}
	h, m := decimal(s[1:3]), decimal(s[4:])
	if h > 23 || m > 59 {
		return 0, false
	}
	offset := int64(h*60+m) * 60_000_000
	if s[0] == '-' {
		offset = -offset
	}
	return offset, true
}

// localClock turns wall-clock times of a zone into instants. Of a time that
// the clocks show twice the first is meant; one that they skip is read as if
// they had not been put forward yet.
type localClock struct {
	zone    *time.Location
	day     ops.Day // a day without transition, if steady
	steady  bool
	offset  int64 // of day, in microseconds
	skipped oddTimes
	twice   oddTimes
}

// oddTimes counts local times that the clocks skip or show twice.
type oddTimes struct {
	count, line int
	value       string
	read        time.Time
}

// odd reports whether there is something to notice.
func (l *localClock) odd() bool { return l.skipped.count+l.twice.count > 0 }

// instant returns the instant at which the zone's clocks show local, given in
// microseconds as if the zone were UTC, on civil day d.
func (l *localClock) instant(local int64, d ops.Day, line int, raw []byte) int64 {
	if !l.steady || l.day != d {
		// Offsets lie within ±15 h: this window holds all of the local day.
		from, to := time.Unix(int64(d)*86400-15*3600, 0).In(l.zone), time.Unix(int64(d+1)*86400+15*3600, 0)
		_, end := from.ZoneBounds()
		_, offset := from.Zone()
		l.day, l.steady, l.offset = d, end.IsZero() || end.After(to), int64(offset)*1_000_000
	}
	if l.steady {
		return local - l.offset
	}
	return l.search(local, line, raw)
}

// search looks at every offset in force around local.
func (l *localClock) search(local int64, line int, raw []byte) int64 {
	t := time.UnixMicro(local - 15*3_600_000_000).In(l.zone)
	until := time.UnixMicro(local + 15*3_600_000_000)
	var hits []int64
	var before int64 // reading by the offset before the skip that holds local
	for {
		_, offset := t.Zone()
		at := local - int64(offset)*1_000_000
		if _, is := time.UnixMicro(at).In(l.zone).Zone(); is == offset && (len(hits) == 0 || hits[len(hits)-1] != at) {
			hits = append(hits, at)
		}
		_, end := t.ZoneBounds()
		if end.IsZero() || end.After(until) {
			break
		}
		_, next := end.In(l.zone).Zone()
		if after := local - int64(next)*1_000_000; at >= end.UnixMicro() && after < end.UnixMicro() {
			before = at
		}
		t = end.In(l.zone)
	}
	switch len(hits) {
	case 0:
		l.skipped.note(before, line, raw, l.zone)
		return before
	case 1:
		return hits[0]
	}
	l.twice.note(hits[0], line, raw, l.zone)
	return hits[0]
}

func (o *oddTimes) note(at int64, line int, raw []byte, zone *time.Location) {
	if o.count++; o.count == 1 {
		o.line, o.value, o.read = line, string(raw), time.UnixMicro(at).In(zone)
	}
}

// notices tells of the odd times met.
func (l *localClock) notices(b *rowBuilder) {
	for _, o := range []struct {
		oddTimes
		code ops.Code
		what string
	}{
		{l.skipped, "local_time_skipped", "do not exist because the clocks were put forward"},
		{l.twice, "local_time_repeated", "exist twice because the clocks were put back; the first is taken"},
	} {
		if o.count == 0 {
			continue
		}
		read := o.read.Format(time.RFC3339)
		b.notices = append(b.notices, fault(o.code, fmt.Sprintf("%d local times %s. The first, %s, is read as %s.", o.count, o.what, o.value, read),
			"Write moments with their zone to say which is meant.", o.count, o.value, read).at(o.line, "", o.value))
	}
}
