package sample

import (
	"math"
	"strconv"

	"daybreak/internal/ops"
)

// tally counts what the plan of the story is measured by, by day.
type tally struct {
	joins, checkIns, revenue, newPayers, zhihu, searchCost []float64
	paidCost, searchJoins                                  []float64
}

func newTally(days int) tally {
	t := tally{}
	for _, x := range []*[]float64{&t.joins, &t.checkIns, &t.revenue, &t.newPayers, &t.zhihu, &t.searchCost, &t.paidCost, &t.searchJoins} {
		*x = make([]float64, days)
	}
	return t
}

func (t *tally) add(to *[]float64, d int, n float64) { (*to)[d] += n }

func (t *tally) joined(channel string, d int) {
	t.joins[d]++
	if channel == "zhihu" {
		t.zhihu[d]++
	}
	if channel == "search-ads" {
		t.searchJoins[d]++
	}
}

func (t *tally) spent(channel string, d int, fen int64) {
	t.paidCost[d] += float64(fen) / 100
	if channel == "search-ads" {
		t.searchCost[d] += float64(fen) / 100
	}
}

// sprint is the length of the team's shortest plans.
const sprint = 28

// targets plans the quarter and the four weeks in which the story ends. The goals
// lie where the story makes a third of them met, a third at risk and a third
// missed: a plan is what somebody hoped for before it was known.
func (s *story) targets() {
	y, m, _ := (s.end - 1).Date()
	quarter := ops.DayOf(y, (m-1)/3*3+1, 1)
	whole := ops.Range{From: quarter, To: ops.AddMonths(quarter, 3)}
	weeks := ops.Range{From: s.end - sprint, To: s.end}
	t := &s.tally
	p := planner{s}

	month := p.expect(t.joins, whole) * 1.2 / 3
	floor, goal, stretch := tidy(month*0.85, 10), tidy(month, 10), tidy(month*1.15, 10)
	p.row(plan{metric: "joins", days: whole, owner: "Lin Xiao", state: ops.TargetApproved, floor: 3 * floor, goal: 3 * goal, stretch: 3 * stretch})
	for i, state := range []string{ops.TargetApproved, ops.TargetApproved, ops.TargetDraft} {
		p.row(plan{metric: "joins", days: ops.Range{From: ops.AddMonths(quarter, i), To: ops.AddMonths(quarter, i+1)}, owner: "Lin Xiao", state: state,
			floor: floor, goal: goal, stretch: stretch, parent: ops.Target{Metric: "joins", Days: whole}.Key()})
	}
	p.goal("check_ins", whole, "He Miao", p.expect(t.checkIns, whole)*1.3, 0.85, 1.15, 1000)
	zhihu := p.expect(t.zhihu, whole)
	p.row(plan{metric: "joins", scope: "channel:zhihu", days: whole, owner: "Lin Xiao", state: ops.TargetApproved, floor: tidy(zhihu*1.2, 10),
		goal: tidy(zhihu*1.45, 10), stretch: tidy(zhihu*1.7, 10)})
	p.row(plan{metric: "cost", scope: "channel:search-ads", days: whole, owner: "Zhou Ning", kind: ops.TargetBudget, phasing: "weekday",
		state: ops.TargetApproved, goal: tidy(p.expect(t.searchCost, whole)*0.97, 100)})

	p.goal("check_ins", weeks, "He Miao", sum(t.checkIns, sprint)*0.92, 0.85, 1.15, 500)
	p.goal("revenue", weeks, "Chen Guo", sum(t.revenue, sprint)*0.88, 0.85, 1.2, 1000)
	p.goal("roas", weeks, "Zhou Ning", sum(t.revenue, sprint)/sum(t.paidCost, sprint)*0.9, 0.75, 1.25, 0.1)
	p.goal("new_payers", weeks, "Chen Guo", sum(t.newPayers, sprint)*1.25, 0.8, 1.2, 5)
	// What a member of search ads may cost; its keywords are judged by it, too.
	cpa := sum(t.searchCost, sprint) / max(1, sum(t.searchJoins, sprint)) * 0.74
	p.row(plan{metric: "cpa", scope: "channel:search-ads", days: weeks, owner: "Zhou Ning", state: ops.TargetApproved, floor: tidy(cpa*1.3, 1),
		goal: tidy(cpa, 1), stretch: tidy(cpa*0.8, 1)})
}

// planner writes the plan of a story.
type planner struct{ *story }

// plan is one row of targets.
type plan struct {
	metric, scope, phasing, owner, kind, parent, state string
	days                                               ops.Range
	floor, goal, stretch                               float64 // 0: none
}

// expect is what a sum comes to in a range: what the story says of it, and for
// days to come as much as on those of its last four weeks.
func (p planner) expect(daily []float64, r ops.Range) float64 {
	out := 0.0
	for d := max(r.From, p.start()); d < min(r.To, p.end); d++ {
		out += daily[d-p.start()]
	}
	return out + float64(max(0, r.To-p.end))*sum(daily, sprint)/sprint
}

// goal plans a metric: the goal, and what part of it is the least that will do and
// what more would be splendid.
func (p planner) goal(metric string, days ops.Range, owner string, goal, floor, stretch, step float64) {
	p.row(plan{metric: metric, days: days, owner: owner, state: ops.TargetApproved, floor: tidy(goal*floor, step), goal: tidy(goal, step),
		stretch: tidy(goal*stretch, step)})
}

func (p planner) row(x plan) {
	by, on := "", ""
	if x.state == ops.TargetApproved {
		by, on = "Lin Xiao", (x.days.From - 3).String()
	}
	kind := x.kind
	if kind == "" {
		kind = ops.TargetGoal
	}
	p.w.row("targets", x.metric, x.scope, x.days.From.String(), x.days.Last().String(), plain(x.floor), plain(x.goal), plain(x.stretch), x.phasing, x.owner,
		kind, x.parent, x.state, by, on)
}

// sum adds up the last days.
func sum(daily []float64, last int) float64 {
	out := 0.0
	for _, x := range daily[max(0, len(daily)-last):] {
		out += x
	}
	return out
}

// tidy rounds to whole steps.
func tidy(x, step float64) float64 { return max(1, math.Round(x/step)) * step }

func plain(x float64) string {
	if x == 0 {
		return ""
	}
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}
