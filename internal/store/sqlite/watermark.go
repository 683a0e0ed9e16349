package sqlite

import (
	"cmp"
	"slices"

	"daybreak/internal/ops"
)

// voucher is what a batch or a declaration says about one source.
type voucher struct {
	posted      bool    // over the API, as it happened; else a file or a declaration
	first, last ops.Day // that have rows; of posts only
	through     ops.Day // complete, as far as it knows
	at          int64   // when it was accepted, in microseconds since 1970
}

// mark is how far a source is known complete (rule R2).
//
// A file says of itself which days it tells, and so does a declaration: the
// mark is their last day, whatever lay between. A post tells of one moment.
// It moves the mark on only where it goes on from it: its first day is at most
// the day after the mark, or at most ops.SilenceWithin days without posts lie
// between it and the posts before. A team that checks in here and takes days
// off has done nothing on those days, which is a figure. But where a file ends
// in October and a first check-in comes in late November, nobody has said that
// nothing happened in between: the posts wait, and are counted in as soon as a
// file or a declaration reaches up to them. The first word about a source is
// taken as it is: there is nothing before that could be missing. Otherwise the
// order in which words come makes no difference.
type mark struct {
	said    bool // anything at all
	through ops.Day
	at      int64     // when that was said
	posted  ops.Day   // last day of the posts that are part of it, if any
	waiting []voucher // posts further on, in order of days, with more than the silence between them
	uploads []int64   // days since 1970 on which files came, the latest few, in order
}

// rhythmUploads is how many days between uploads a rhythm is taken from.
const rhythmUploads = 8

// every returns how many days usually lie between two uploads, the median; 0 with
// fewer than three of them.
func (m mark) every() int {
	if len(m.uploads) < 3 {
		return 0
	}
	steps := make([]int, len(m.uploads)-1)
	for i := range steps {
		steps[i] = int(m.uploads[i+1] - m.uploads[i])
	}
	slices.Sort(steps)
	return steps[len(steps)/2]
}

// uploaded notes a file that came.
func (m *mark) uploaded(at int64) {
	day := at / (24 * 3600 * 1_000_000)
	if i, found := slices.BinarySearch(m.uploads, day); !found {
		m.uploads = slices.Insert(slices.Clone(m.uploads), i, day)
	}
	if extra := len(m.uploads) - rhythmUploads - 1; extra > 0 {
		m.uploads = m.uploads[extra:]
	}
}

// with returns the mark after one more voucher.
func (m mark) with(v voucher) mark {
	if v.posted && m.said && !m.reaches(v) {
		m.waiting = wait(m.waiting, v)
		return m
	}
	if !v.posted {
		m.uploaded(v.at)
	}
	m.take(v)
	m.waiting = slices.Clone(m.waiting)
	for len(m.waiting) > 0 && m.reaches(m.waiting[0]) {
		m.take(m.waiting[0])
		m.waiting = m.waiting[1:]
	}
	return m
}

func (m *mark) take(v voucher) {
	if !m.said || v.through >= m.through {
		m.said, m.through, m.at = true, v.through, v.at
	}
	if v.posted {
		m.posted = max(m.posted, v.last)
	}
}

// reaches reports whether posts go on from the mark.
func (m mark) reaches(v voucher) bool {
	return v.first <= m.through+1 || m.posted != 0 && v.first <= m.posted+1+ops.SilenceWithin
}

// gap returns the days between the mark and the posts that wait: nobody
// vouches for them.
func (m mark) gap() ops.Range {
	if len(m.waiting) == 0 {
		return ops.Range{}
	}
	return ops.Range{From: m.through + 1, To: m.waiting[0].first}
}

// by returns the mark as it is known on today. Posts of days to come are from a
// clock that was wrong: they neither vouch for a day that is not over nor leave
// a gap before them.
func (m mark) by(today ops.Day) mark {
	if m.posted > today {
		m.through = min(m.through, today-1)
	}
	if len(m.waiting) > 0 && m.waiting[0].first > today {
		m.waiting = nil
	}
	return m
}

// wait adds posts to those that wait; those near each other become one.
func wait(waiting []voucher, v voucher) []voucher {
	var out []voucher
	for _, w := range waiting {
		if w.first > v.last+1+ops.SilenceWithin || v.first > w.last+1+ops.SilenceWithin {
			out = append(out, w)
			continue
		}
		v.first, v.last = min(v.first, w.first), max(v.last, w.last)
		if w.through > v.through {
			v.through, v.at = w.through, w.at
		}
	}
	out = append(out, v)
	slices.SortFunc(out, func(a, b voucher) int { return cmp.Compare(a.first, b.first) })
	return out
}
