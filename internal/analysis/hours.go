package analysis

import (
	"context"
	"fmt"
	"strconv"

	"daybreak/internal/ops"
)

// Hours says when in the week an event happens, over the complete days of the
// range, in local time.
type Hours struct {
	Event   string
	Days    ops.Range      // the complete days counted
	Counts  [7][24]int64   // rows by weekday (0 = Sunday) and hour of the clock
	Share   [7][24]float64 // Counts ÷ rows of the weekday; 0 on a weekday without rows
	Minutes [7][1440]int64 // rows by minute
	Total   int64
	Peak    *Peak // nil without rows
	Weekday *Peak // on Mondays to Fridays
	Weekend *Peak // on Saturdays and Sundays
	fine    bool  // shown by minute
	notes   []Note
}

// Peak is the hour with most rows, the earliest of equals, and its share of
// the rows it was found among.
type Peak struct {
	Hour  int
	Rows  int64
	Share float64
}

// Hours answers panels of the types weekday_hour and minutes.
func (d Data) Hours(ctx context.Context, v *View, p *ops.Panel) (*Hours, error) {
	out := &Hours{Event: p.Event, fine: p.Type == "minutes"}
	through, ok := d.watermark("events", v.Filter)
	if !ok {
		out.notes = nothing(d, "events")
		return out, nil
	}
	out.Days = ops.Range{From: v.Range.From, To: min(v.Range.To, through+1)}
	if out.Days.Len() == 0 {
		return out, nil
	}
	counts, err := d.Snapshot.HourMinutes(ctx, p.Event, out.Days, v.Filter)
	if err != nil {
		return nil, err
	}
	out.Minutes = *counts
	var all, work, weekend [24]int64
	for w := range counts {
		var rows int64
		for minute, n := range counts[w] {
			out.Counts[w][minute/60] += n
			rows += n
		}
		out.Total += rows
		for h, n := range out.Counts[w] {
			if rows > 0 {
				out.Share[w][h] = float64(n) / float64(rows)
			}
			all[h] += n
			if w == 0 || w == 6 {
				weekend[h] += n
			} else {
				work[h] += n
			}
		}
	}
	out.Peak, out.Weekday, out.Weekend = peak(all), peak(work), peak(weekend)
	return out, nil
}

func peak(hours [24]int64) *Peak {
	var best, total int64
	at := 0
	for h, n := range hours {
		total += n
		if n > best {
			best, at = n, h
		}
	}
	if total == 0 {
		return nil
	}
	return &Peak{Hour: at, Rows: best, Share: float64(best) / float64(total)}
}

// ByMinute adds the weekdays up.
func (h *Hours) ByMinute() *[1440]int64 {
	var out [1440]int64
	for w := range h.Minutes {
		for minute, n := range h.Minutes[w] {
			out[minute] += n
		}
	}
	return &out
}

// Frame has one row for each weekday and hour; of a panel of type minutes, for
// each minute.
func (h *Hours) Frame() *ops.Frame {
	if h.fine {
		minute := ops.KeyColumn{Name: "minute", Label: ops.Label{En: "Minute", Zh: "分钟"}}
		rows := ops.ValueColumn{Name: "rows", Label: ops.Label{En: "Events", Zh: "事件数"}, Unit: ops.UnitCount}
		for i, n := range h.ByMinute() {
			minute.Texts = append(minute.Texts, fmt.Sprintf("%02d:%02d", i/60, i%60))
			rows.Values = append(rows.Values, ops.Value{Number: float64(n), Num: float64(n)})
		}
		return &ops.Frame{Keys: []ops.KeyColumn{minute}, Values: []ops.ValueColumn{rows}}
	}
	weekday := ops.KeyColumn{Name: "weekday", Label: ops.Label{En: "Weekday (0 = Sunday)", Zh: "星期（0 为周日）"}}
	hour := ops.KeyColumn{Name: "hour", Label: ops.Label{En: "Hour", Zh: "小时"}}
	rows := ops.ValueColumn{Name: "rows", Label: ops.Label{En: "Events", Zh: "事件数"}, Unit: ops.UnitCount}
	for w := range h.Counts {
		for i, n := range h.Counts[w] {
			weekday.Texts = append(weekday.Texts, strconv.Itoa(w))
			hour.Texts = append(hour.Texts, strconv.Itoa(i))
			rows.Values = append(rows.Values, ops.Value{Number: float64(n), Num: float64(n)})
		}
	}
	return &ops.Frame{Keys: []ops.KeyColumn{weekday, hour}, Values: []ops.ValueColumn{rows}}
}

// Remarks implements Result.
func (h *Hours) Remarks() []Note { return h.notes }

func (h *Hours) headlines() []Headline {
	return []Headline{tally("rows", "Times", "次数", ops.UpGood, int(h.Total))}
}
