package frame

import (
	"context"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// NoChannel is the choice of no channel at all in a form.
const NoChannel = "-"

// ChosenChannel returns the channel a form chose, "" for none at all; ok is false
// where nothing was chosen.
func ChosenChannel(value string) (channel string, ok bool) {
	if value == NoChannel {
		return "", true
	}
	return value, value != ""
}

// ChannelsOf lists the channels to choose from: those of rows, most rows first,
// then those everybody knows.
func ChannelsOf(d analysis.Data) []string {
	out := slices.DeleteFunc(slices.Clone(d.Snapshot.Values("channel")), func(v string) bool { return v == "" })
	for _, key := range ops.KnownKeys("channel") {
		if !slices.ContainsFunc(out, func(v string) bool { return ops.Fold(v) == ops.Fold(key) }) {
			out = append(out, key)
		}
	}
	return out
}

// SpendChannels are the channels that most of the spend of platforms has, by the
// folded name of the platform; Total is all spend there is.
type SpendChannels struct {
	Of    map[string]string
	Total engine.Cell
}

// SpendChannelsOf asks for them.
func SpendChannelsOf(ctx context.Context, d analysis.Data) (SpendChannels, error) {
	days := d.Snapshot.Days("spend")
	if days.Len() == 0 {
		return SpendChannels{}, nil
	}
	sums, err := d.Snapshot.Sums(ctx, engine.SumQuery{Measures: []*ops.Measure{{Name: "cost", Record: "spend", Column: "cost", Agg: ops.Sum, Money: true}},
		Range: days, Grain: ops.Whole, By: []string{"platform", "channel"}})
	if err != nil {
		return SpendChannels{}, err
	}
	out, most := SpendChannels{Of: map[string]string{}, Total: sums.Measures[0].Total}, map[string]int64{}
	for i, g := range sums.Groups {
		platform := ops.Fold(g[0])
		if v := sums.Measures[0].ByGroup[i].Rounded(); g[1] != "" && v > most[platform] {
			out.Of[platform], most[platform] = g[1], v
		}
	}
	return out, nil
}
