package ops

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// SplitBy says how members are chosen who get a try.
type SplitBy string

// The ways to split; "" is none: everybody in the scope gets it.
const (
	SplitGroups SplitBy = "groups" // members of some groups; those of the other groups are the measure
	SplitList   SplitBy = "list"   // members who are named
	SplitShare  SplitBy = "share"  // a share of the members, drawn by a keyed hash
)

// SplitWays lists the ways in the order forms show them.
func SplitWays() []SplitBy { return []SplitBy{SplitShare, SplitGroups, SplitList} }

// Split says who of the members in the scope of a try gets it: the others are
// the measure. Who is in which part is drawn up before the start, kept, and never
// changed after it.
type Split struct {
	By     SplitBy
	Groups []string // of SplitGroups: those that get it
	Share  float64  // of SplitShare: who gets it, 0 … 1
	Seed   string   // of SplitShare: the key of the hash
	Within int      // only members who did something in so many days before; 0: everybody ever seen

	Given, Others int        // members in each part, as they are kept
	Members       []Assigned // to be kept instead; nil leaves those that are
}

// Assigned is a member and the part it is in.
type Assigned struct {
	Member string
	Given  bool
}

// The limits of a split.
const (
	mostSplitGroups = 50
	leastShare      = .01
)

// On reports whether the try is given to a part only.
func (s Split) On() bool { return s.By != "" }

// Same reports whether two splits choose members in the same way.
func (s Split) Same(u Split) bool {
	return s.By == u.By && slices.Equal(s.Groups, u.Groups) && s.Share == u.Share && s.Seed == u.Seed && s.Within == u.Within
}

// Draws reports whether the hash gives a member the try: the first 53 bits of
// HMAC-SHA-256 of its id under the seed, as a fraction, are below the share.
func (s Split) Draws(member string) bool {
	h := hmac.New(sha256.New, []byte(s.Seed))
	h.Write([]byte(member))
	return float64(binary.BigEndian.Uint64(h.Sum(nil))>>11)/(1<<53) < s.Share
}

// checkSplit refuses a split that makes no sense, or says something that its way
// does not use.
func (t Try) checkSplit() error {
	s := t.Split
	unused := func(column string, given bool) error {
		if !given {
			return nil
		}
		return refuse("split_unused", column, "", "This says nothing of a try that is split in this way.", "Leave it blank.")
	}
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	switch {
	case s.On() && !slices.Contains(SplitWays(), s.By):
		return refuse("bad_split", "split", string(s.By), "This is no way to split members.", "Use share, groups or list.")
	case s.By == SplitShare && !(s.Share >= leastShare && s.Share <= 1-leastShare):
		return refuse("bad_share", "share", number(s.Share), "This is no share of members.", "Give a number from 0.01 to 0.99, such as 0.5.")
	case s.By == SplitShare && s.Seed == "":
		return refuse("seed_missing", "seed", "", "A share of the members needs a seed.", "Give any word; the same word draws the same members.")
	case s.By == SplitGroups && (len(s.Groups) == 0 || len(s.Groups) > mostSplitGroups):
		return refuse("bad_split_groups", "groups", strings.Join(s.Groups, ", "), "Name 1 to 50 groups that get it.", "Name groups as they stand in the data.")
	case s.Within < 0 || s.Within > MaxLength:
		return refuse("bad_within", "within", strconv.Itoa(s.Within), "These cannot be the days before.", "Give a number from 1 to 366, or nothing for everybody.")
	case s.On() && (t.Control != "" || t.MeasuredOn != ""):
		return refuse("split_control", "split", string(s.By), "A try that is split is measured against the other members.",
			"Leave the control and where it is measured blank.")
	}
	for _, f := range []struct {
		column string
		given  bool
	}{{"share", s.By != SplitShare && s.Share != 0}, {"seed", s.By != SplitShare && s.Seed != ""}, {"groups", s.By != SplitGroups && len(s.Groups) > 0},
		{"within", !s.On() && s.Within != 0}, {"members", s.By != SplitList && !s.drawn() && len(s.Members) > 0}} {
		if err := unused(f.column, f.given); err != nil {
			return err
		}
	}
	for _, text := range append([]string{s.Seed}, s.Groups...) {
		if err := CheckPlain("split", text, MaxTitle); err != nil {
			return err
		}
	}
	return nil
}

// drawn reports whether Daybreak chooses the members itself.
func (s Split) drawn() bool { return s.By == SplitShare || s.By == SplitGroups }

// String says how members are chosen, naming none, for the audit log.
func (s Split) String() string {
	switch s.By {
	case SplitShare:
		return fmt.Sprintf("share %g by seed %q", s.Share, s.Seed)
	case SplitGroups:
		return "groups " + strings.Join(s.Groups, ", ")
	}
	return string(s.By)
}

// Parts counts the members in each part of a list.
func Parts(members []Assigned) (given, others int) {
	for _, m := range members {
		if m.Given {
			given++
		}
	}
	return given, len(members) - given
}

// The parts of a split try as a list writes them.
const (
	PartGiven  = "given"
	PartOthers = "others"
)

// MostAssigned bounds the members of a split try.
const MostAssigned = 1_000_000

// PartName returns how a list writes the part.
func (a Assigned) PartName() string {
	if a.Given {
		return PartGiven
	}
	return PartOthers
}
