package ops

import (
	"slices"
	"time"
)

// Source is one stream of data with its watermark (rule R2).
type Source struct {
	Record  string
	Name    string    // the platform of spend, the account of followers and posts; else ""
	Part    string    // the account of a platform, the site of a count (Record.Marked); "" are rows that name none
	Through Day       // last ops day known complete
	At      time.Time // when the batch that says so was accepted
	Gap     Range     // days after Through that nobody vouches for, before later posts of the API; empty if there are none
	Every   int       // days that usually lie between two uploads; 0 = not known yet
	// RetiredBy is who said that nothing more will come, and RetiredAt when; until
	// somebody does, figures that need the source wait for it after Through.
	RetiredBy string
	RetiredAt time.Time
	Quiet     []QuietDay // in no promised order
}

// Retired reports whether nothing more is expected of the source.
func (s Source) Retired() bool { return s.RetiredBy != "" }

// QuietDay is a day on which, as a person said, nothing happened in a part of a
// source: an account of spend, a kind of costs.
type QuietDay struct {
	Part string
	Day  Day
}

// Stream is a part of a source that is expected to have rows every day, and the
// days that have some, in order.
type Stream struct {
	Record, Source, Part string
	Days                 []Day
}

// StreamColumns returns the columns whose values tell the streams of a record
// apart, the source's first, or nil for a record that need not have rows every
// day.
func StreamColumns(record string) (source, part string, daily bool) {
	r, ok := RecordNamed(record)
	if !ok || !r.Daily {
		return "", "", false
	}
	return r.Source, r.Part, true
}

// How a stream shows that it is dense: steps from one day with rows to the next,
// and the share of them that are of one day (SPEC-LOOP §14).
const (
	denseSteps = 14
	denseShare = 0.9
)

// Holes returns the days missing inside a stream: none where it is not dense.
// Quiet days count as days with rows, but not as steps.
func (s Stream) Holes(quiet []QuietDay) []Range {
	daily := 0
	for i := 1; i < len(s.Days); i++ {
		if s.Days[i] == s.Days[i-1]+1 {
			daily++
		}
	}
	if steps := len(s.Days) - 1; steps < denseSteps || float64(daily) < denseShare*float64(steps) {
		return nil
	}
	var out []Range
	for i := 1; i < len(s.Days); i++ {
		for d := s.Days[i-1] + 1; d < s.Days[i]; d++ {
			switch {
			case slices.Contains(quiet, QuietDay{s.Part, d}):
			case len(out) > 0 && out[len(out)-1].To == d:
				out[len(out)-1].To++
			default:
				out = append(out, Range{From: d, To: d + 1})
			}
		}
	}
	return out
}
