package view

import (
	"cmp"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Panel is one box of a page. One of the fields from KPIs on holds its
// figures; none when there are none.
type Panel struct {
	T               *i18n.Messages
	ID, Title, Note string
	Width           int
	Link            *Choice
	Remarks         []string
	Fault           *Fault
	KPIs            []KPI
	Chart           *Chart
	Table           *Table
	Multiples       []Multiple
	Steps           []Step
	Narrow          bool // a funnel lies on its side where there is little room
	Triangle        *Triangle
	Funnel          *Funnel
	Bars            []StreakBar
	Options         *Options
	Below           *Table // a table beside the picture
	Grid            *Grid
	Today           *Today
	Facts           []Fact // small figures under the picture
	Figures         *Table // the panel as a table
	CSV             string
	Picture         string // name of its picture
}

// Fact is a small figure with what it is; Href opens the members behind it.
type Fact struct{ Value, Text, Href string }

// frame makes what a panel has without any figures.
func (b Page) frame(p *ops.Panel) Panel {
	out := Panel{T: b.T, ID: p.ID, Title: b.Label(p.Title), Note: b.Label(p.Note), Width: cmp.Or(p.Width, 12)}
	if p.Link != "" && !b.Fixed {
		out.Link = &Choice{Label: b.T.Panel.Open, Href: ask.Href("/"+p.Link, ask.Carried(b.View.Params))}
	}
	out.Options = b.options(p)
	return out
}

// Failed is a panel that says why it has no figures.
func (b Page) Failed(p *ops.Panel, e *ops.Error) Panel {
	out := b.frame(p)
	f := b.Fault(e)
	out.Fault = &f
	return out
}

// Panel makes the box of a panel from its result.
func (b Page) Panel(p *ops.Panel, result analysis.Result) (Panel, error) {
	out := b.frame(p)
	out.Remarks = b.remarks(result.Remarks())
	out.Picture = "daybreak-" + b.Layout.Name + "-" + p.ID
	if !b.Fixed {
		q := b.View.Params.Query()
		q.Set("panel", p.ID)
		out.CSV = ask.Href("/"+b.Layout.Name+".csv", q)
	}
	var err error
	switch r := result.(type) {
	case *analysis.KPIs:
		out.KPIs = b.kpis(r)
		out.Figures = b.kpiFigures(r)
	case *analysis.Lines:
		if p.Type == "multiples" {
			out.Multiples = b.multiples(r)
			out.Figures = b.groupFigures(r)
		} else {
			out.Title = b.lineTitle(out.Title, p, r)
			out.Chart, err = b.line(p, r)
			out.Figures = b.lineFigures(r)
		}
	case *analysis.Breakdown:
		out.Table = b.breakdown(p, r)
	case *analysis.Bubbles:
		out.Chart, err = b.bubbles(p, r)
		out.Figures = b.frameFigures(p, r.Frame())
	case *analysis.Waterfall:
		out.Chart, err = b.waterfall(p, r)
		out.Figures = b.waterfallFigures(p, r)
	case *analysis.Steps:
		out.Steps, out.Narrow = b.steps(r), out.Width < 6
		out.Figures = b.stepFigures(p, r)
	case *analysis.Growth:
		out.Chart, err = activityPanel{b}.growth(p, r)
		out.Facts = activityPanel{b}.growthFacts(r)
		out.Figures = activityPanel{b}.growthFigures(p, r)
	case *analysis.Calendar:
		out.Grid, out.Facts = b.calendar(r)
		out.Figures = b.calendarFigures(p, r)
	case *analysis.Hours:
		if p.Type == "minutes" {
			out.Chart, out.Facts, err = b.minutes(p, r)
			out.Figures = b.minuteFigures(p, r)
			break
		}
		out.Grid, out.Facts = b.hours(p, r)
		out.Figures = b.hourFigures(p, r)
	case *analysis.Today:
		out.Today, out.Facts = b.today(r)
		out.Figures = b.frameFigures(p, r.Frame())
	case *analysis.Retention:
		switch p.Type {
		case "retention":
			out.Triangle, out.Facts = retentionPanel{b}.triangle(p, r), retentionPanel{b}.retentionFacts(r)
		case "retention_trend":
			out.Chart, err = retentionPanel{b}.retentionTrend(p, r)
			out.Figures = retentionPanel{b}.trendFigures(p, r)
		default:
			out.Chart, err = retentionPanel{b}.retentionCurve(p, r)
			out.Figures = retentionPanel{b}.curveFigures(p, r)
			out.Remarks = append(out.Remarks, retentionPanel{b}.curveRemarks(r)...)
		}
	case *analysis.Funnel:
		out.Funnel, err = funnelPanel{b}.draw(p, r)
		out.Facts, out.Figures = funnelPanel{b}.facts(r), funnelPanel{b}.figures(p, r)
	case *analysis.FunnelTimes:
		out.Chart, err = funnelPanel{b}.times(p, r)
		out.Facts, out.Figures = funnelPanel{b}.timeFacts(r), funnelPanel{b}.timeFigures(p, r)
	case *analysis.Survival:
		out.Chart, err = challengePanel{b}.curve(p, r)
		out.Facts, out.Below, out.Figures = challengePanel{b}.facts(r), challengePanel{b}.groups(p, r), challengePanel{b}.figures(p, r)
	case *analysis.Streaks:
		if p.Type == "at_risk" {
			out.Table = challengePanel{b}.atRisk(p, r)
			if !b.Fixed { // the list, which says more than how many
				out.CSV = "/members.csv" + strings.TrimPrefix(peopleHref(engine.PeopleQuery{Streaks: &r.Query, Kind: "at_risk"}), "/members")
			}
			break
		}
		out.Bars, out.Figures = challengePanel{b}.streakBars(r), challengePanel{b}.streakFigures(p, r)
	case *analysis.Stickiness:
		out.Chart, err = activityPanel{b}.stickiness(p, r)
		out.Facts, out.Figures = activityPanel{b}.stickinessFacts(r), activityPanel{b}.stickinessFigures(p, r)
	case *analysis.States:
		out.Chart, err = activityPanel{b}.states(p, r)
		out.Below, out.Figures = activityPanel{b}.stateMoves(p, r), activityPanel{b}.stateFigures(p, r)
	case *analysis.Active:
		out.Chart, err = activityPanel{b}.active(p, r)
		out.Facts, out.Figures = activityPanel{b}.activeFacts(r), activityPanel{b}.activeFigures(p, r)
	case *analysis.Invitations:
		out.Chart, err = activityPanel{b}.invitations(p, r)
		out.Facts, out.Figures = activityPanel{b}.invitationFacts(r), activityPanel{b}.invitationFigures(p, r)
	case *analysis.Kept:
		out.Table = b.kept(p, r)
		out.Remarks = append(out.Remarks, b.keptRemarks(r)...)
	default:
		out.Table = b.frameFigures(p, r.Frame())
	}
	return out, err
}
