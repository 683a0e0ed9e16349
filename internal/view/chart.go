package view

import (
	"encoding/json"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// axis writes the buckets of a chart; first is the first one in progress.
func (b Page) axis(buckets []analysis.Bucket, grain ops.Grain, first int) chart.Axis {
	a := chart.Axis{Open: first}
	for _, k := range buckets {
		a.Labels = append(a.Labels, b.bucket(k.Days, grain))
		a.Titles = append(a.Titles, b.bucketTitle(k.Days))
		if grain == ops.Daily {
			w := k.Days.From.Weekday()
			a.Weekend = append(a.Weekend, w == time.Saturday || w == time.Sunday)
		}
	}
	return a
}

func (b Page) chart(p *ops.Panel, summary string) *Chart {
	return &Chart{T: b.T, ID: "c-" + p.ID, Summary: summary + " " + b.T.Panel.ArrowKeys}
}

// Chart is a chart that the browser draws. Summary says in words what it
// shows.
type Chart struct {
	T           *i18n.Messages
	ID, Summary string
	Option      json.RawMessage
	First       Markup // seen until the browser has drawn it; "" for nothing
	Legend      []Legend
	Tall        bool
	Day         *Day         // where a click on a day leads; nil: nowhere
	Marks       []ListedMark // what happened on its days
	MoreMarks   int          // that are not listed
	AllMarks    string       // where all of them are
}

// Legend is one entry of the legend of a chart.
type Legend struct {
	Class, Name, Total string
	Href               string // of the members behind Total
}

// hues returns the colours of groups of a dimension, the same on every page.
func (b Page) hues(dimension string, groups []string) []chart.Hue {
	return chart.HuesOf(b.Data.Snapshot.Values(dimension), groups)
}
