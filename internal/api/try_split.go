package api

import (
	"context"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/calc"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// maxTry is the most bytes of a try, which may name members.
const maxTry = 4 << 20

// partsAnswer compares the members who got a try with the others.
type partsAnswer struct {
	Share      bool         `json:"share"`
	Given      armAnswer    `json:"given"`
	Others     armAnswer    `json:"others"`
	Difference limitsAnswer `json:"difference"`
	Before     limitsAnswer `json:"before"`
	RatioP     float64      `json:"ratio_p"`
	BeforeP    float64      `json:"before_p"`
	Enough     int          `json:"members_enough"`
	Groups     *groupsParts `json:"groups"` // null where members are compared
	Stayed     []stayAnswer `json:"stayed"`
}

// groupsParts counts the groups of both parts, which are compared and not members.
type groupsParts struct {
	Given  int `json:"given"`
	Others int `json:"others"`
	Enough int `json:"enough"`
}

// armAnswer is one part: its members, those who did anything, what they did in all
// and on average.
type armAnswer struct {
	Members int     `json:"members"`
	Did     int     `json:"did"`
	Mean    float64 `json:"mean"`
}

// limitsAnswer is a difference per member with its limits.
type limitsAnswer struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Level float64 `json:"level"`
	P     float64 `json:"p"`
}

// stayAnswer says how many of both parts were active in the week that ends on a day
// after the try.
type stayAnswer struct {
	Day      int     `json:"day"`
	Given    int     `json:"given"`
	GivenOf  int     `json:"given_of"`
	Others   int     `json:"others"`
	OthersOf int     `json:"others_of"`
	Value    float64 `json:"value"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	Level    float64 `json:"level"`
}

func armOf(a calc.Arm) armAnswer { return armAnswer{a.Members, len(a.Each), a.Mean()} }

func limitsOf(e calc.SplitEffect) limitsAnswer {
	return limitsAnswer{e.Value(), e.Limits.Low, e.Limits.High, .9, e.P}
}

// partsOf answers what both parts did; nil for a try that is not split or not
// measured.
func partsOf(s *loop.SplitOutcome) *partsAnswer {
	if s == nil {
		return nil
	}
	a := &partsAnswer{Share: s.Share, Given: armOf(s.Given), Others: armOf(s.Others), Difference: limitsOf(s.Effect), Before: limitsOf(s.Before), RatioP: s.RatioP,
		BeforeP: s.BeforeP, Enough: s.Enough, Stayed: []stayAnswer{}}
	if s.Groups != [2]int{} {
		a.Groups, a.Enough = &groupsParts{s.Groups[0], s.Groups[1], s.Enough}, 0
	}
	for _, r := range s.Stayed {
		a.Stayed = append(a.Stayed, stayAnswer{r.Day, r.Part, r.Of, r.PartBefore, r.OfBefore, r.Difference, r.Limits.Low, r.Limits.High, .95})
	}
	return a
}

// splitOf reads how a program splits a try.
func (b tryBody) splitOf() ops.Split {
	s := ops.Split{By: ops.SplitBy(b.Split), Groups: b.Groups, Share: b.Share, Seed: b.Seed, Within: b.Within}
	for _, m := range b.Members {
		s.Members = append(s.Members, ops.Assigned{Member: m, Given: true})
	}
	for _, m := range b.Others {
		s.Members = append(s.Members, ops.Assigned{Member: m})
	}
	return s
}

// putSplit fills in how a try is split.
func (b *tryBody) putSplit(s ops.Split) {
	b.Split, b.Groups, b.Share, b.Seed, b.Within = string(s.By), s.Groups, s.Share, s.Seed, s.Within
	if b.Groups == nil {
		b.Groups = []string{}
	}
}

type assignedAnswer struct {
	Members []assignedMember `json:"members"`
}

type assignedMember struct {
	Member string `json:"member"`
	Part   string `json:"part"`
}

// answerAssigned answers who is in which part of a split try.
func (s *Section) answerAssigned(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	return s.answerNow(func(_ *ask.Params, _ loop.World) func(context.Context) (any, *report.Table, error) {
		return func(ctx context.Context) (any, *report.Table, error) {
			versions, err := s.Book.Tries.Versions(ctx, id)
			if err != nil {
				return nil, nil, err
			}
			if len(versions) == 0 {
				return nil, nil, echo.ErrNotFound
			}
			members, err := s.Book.Tries.Assigned(ctx, id)
			if err != nil {
				return nil, nil, err
			}
			out, t := assignedAnswer{Members: []assignedMember{}}, &report.Table{Header: []string{"member", "part"}}
			for _, a := range members {
				out.Members = append(out.Members, assignedMember{a.Member, a.PartName()})
				t.Rows = append(t.Rows, []string{ops.SafeText(a.Member), a.PartName()})
			}
			return out, t, nil
		}
	})(c)
}
