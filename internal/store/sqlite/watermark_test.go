package sqlite

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// TestMarks works out watermarks by hand. A word is a file through a day of
// November (f9) or posts of the days from … to (p3-5), which know the last one
// complete; a live post (l5) knows only the day before.
func TestMarks(t *testing.T) {
	for _, x := range []struct {
		words   string
		through int
		gap     string // first and last day
	}{
		{"f9", 9, ""},
		{"l5", 4, ""},              // the first word
		{"l5 l6 l7", 6, ""},        // every day
		{"l5 l6 l8 l9", 8, ""},     // a day off is known once the next day has posts
		{"l5 l20", 19, ""},         // 6 to 19 are 14 silent days
		{"l5 l21", 4, "5 20"},      // 15 are too many; nobody will know of the 5th either
		{"l5 l21 l22", 4, "5 20"},  // nor do later posts
		{"l5 l21 f20", 20, ""},     // until somebody says so
		{"l5 l21 l22 f20", 21, ""}, // and then the posts count that waited
		{"f1 l2 l3", 2, ""},        // live takes over from a file
		{"f1 l3", 1, "2 2"},        // nobody has told of the 2nd
		{"f1 l3 l4 l5", 1, "2 2"},
		{"f1 l3 l4 f2", 3, ""},
		{"f1 l3 f1", 1, "2 2"},
		{"f1 l23", 1, "2 22"}, // the first check-in after a gap speaks for itself
		{"f1 l23 l24 l3 l4 f2", 3, "4 22"},
		{"f1 l23 l24 f24", 24, ""},
		{"f1 p2-9 l10", 9, ""},
		{"f1 p3-9", 1, "2 2"},
		{"f1 l25 l3 l11", 1, "2 2"}, // what waits lies near each other
		{"f1 l25 l3 l11 f2", 24, ""},
		{"f9 p3-5", 9, ""}, // later words about earlier days
		{"l20 f3", 19, ""},
		{"l20 p1-3", 19, ""},
	} {
		var words []voucher
		var at int64
		for w := range strings.FieldsSeq(x.words) {
			at++
			v := voucher{at: at}
			var first, last int
			switch w[0] {
			case 'f':
				fmt.Sscanf(w, "f%d", &last)
				v.through = ops.Day(last)
			case 'l':
				fmt.Sscanf(w, "l%d", &last)
				v = voucher{posted: true, first: ops.Day(last), last: ops.Day(last), through: ops.Day(last) - 1, at: at}
			case 'p':
				fmt.Sscanf(w, "p%d-%d", &first, &last)
				v = voucher{posted: true, first: ops.Day(first), last: ops.Day(last), through: ops.Day(last), at: at}
			}
			words = append(words, v)
		}
		// After the first word their order makes no difference.
		for range 2 {
			var m mark
			for _, v := range words {
				m = m.with(v)
			}
			gap := ""
			if g := m.gap(); g.Len() > 0 {
				gap = fmt.Sprintf("%d %d", g.From, g.Last())
			}
			if int(m.through) != x.through || gap != x.gap {
				t.Errorf("%s: through %d, gap %q, want %d and %q", x.words, m.through, gap, x.through, x.gap)
			}
			slices.Reverse(words[1:])
		}
	}
}

// TestPostsAfterAGap keeps a record whose file ends on 31 October and that
// takes check-ins from 23 November on.
func TestPostsAfterAGap(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := Init(dir); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	open := func() *Store {
		s, err := Open(t.Context(), dir, Options{Calendar: calendar(), Clock: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	defer func() { s.Close() }()
	knowMembers(t, s, 3)
	file := build("events").row(map[string]any{"member": "m0", "event": "visit", "at": time.Date(2026, 10, 31, 12, 0, 0, 0, time.UTC)}).rows
	if _, err := s.Commit(t.Context(), ops.Batch{Via: "page", SHA256: "ab", At: now.Add(-time.Minute)}, file, nil, nil); err != nil {
		t.Fatal(err)
	}
	is := func(want string) {
		t.Helper()
		for _, when := range []string{"at once", "after a restart"} {
			sources, err := s.Sources(t.Context())
			if err != nil || len(sources) != 1 {
				t.Fatal(sources, err)
			}
			got := sources[0].Through.String()
			if g := sources[0].Gap; g.Len() > 0 {
				got += fmt.Sprintf(" (%s to %s)", g.From, g.Last())
			}
			if got != want {
				t.Errorf("%s: through %s, want %s", when, got, want)
			}
			s.Close()
			s = open()
		}
	}
	checkIn := func(member string) {
		t.Helper()
		if _, err := s.Community().CheckIn(t.Context(), ops.CheckIn{Member: member, At: now, Days: []ops.Day{calendar().Day(now)}}); err != nil {
			t.Fatal(err)
		}
	}
	is("2026-10-31")
	checkIn("m0")
	is("2026-10-31 (2026-11-01 to 2026-11-22)")
	now = now.AddDate(0, 0, 1)
	checkIn("m0")
	is("2026-10-31 (2026-11-01 to 2026-11-22)")
	if err := s.DeclareWatermark(t.Context(), "events", "", nil, ops.DayOf(2026, 11, 22), "Mei"); err != nil {
		t.Fatal(err)
	}
	is("2026-11-23")
	now = now.AddDate(0, 0, 3) // the 25th and 26th are free
	event := build("events").row(map[string]any{"member": "m1", "event": "visit", "at": now}).rows
	posted, err := s.Commit(t.Context(), ops.Batch{Via: "api", Through: calendar().Day(now) - 1}, event, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	is("2026-11-26")
	if _, err := s.Undo(t.Context(), posted.ID, "Mei"); err != nil {
		t.Fatal(err)
	}
	is("2026-11-23")
}
