package reference

import (
	"context"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// HourMinutes implements engine.Facts.
func (e *Engine) HourMinutes(ctx context.Context, event string, r ops.Range, filter []ops.Filter) (*[7][1440]int64, error) {
	record, _ := ops.RecordNamed("events")
	rows, err := e.rows(ctx, record)
	if err != nil {
		return nil, err
	}
	_, events, _ := e.Source.Dictionaries()
	if _, ok := events.Find(event); event != "*" && !ok {
		return nil, &ops.Error{Code: "unknown_event", Message: "no event " + event, Args: []any{event}}
	}
	out := &[7][1440]int64{}
	for _, row := range rows {
		if r.Has(row.day) && (event == "*" || row.dims["event"] == event) && matches(row, filter) {
			out[row.day.Weekday()][e.minute(row)]++
		}
	}
	return out, nil
}

// minute is when in the day a row is.
func (e *Engine) minute(r *row) int {
	hour, minute := e.Calendar.Clock(time.UnixMicro(r.at))
	return hour*60 + minute
}

// CountedAt returns how many rows each member has in the minutes from … to of
// the day.
func (e *Engine) CountedAt(ctx context.Context, q engine.TimesQuery, from, to int) (map[string]int64, error) {
	if _, err := e.HourMinutes(ctx, q.Event, q.Range, q.Filter); err != nil {
		return nil, err
	}
	record, _ := ops.RecordNamed("events")
	rows, err := e.rows(ctx, record)
	if err != nil {
		return nil, err
	}
	out := map[string]int64{}
	for _, r := range rows {
		if at := e.minute(r); q.Range.Has(r.day) && from <= at && at <= to && (q.Event == "*" || r.dims["event"] == q.Event) &&
			(q.Weekday == engine.EveryWeekday || q.Weekday == int(r.day.Weekday())) && matches(r, q.Filter) {
			out[r.member]++
		}
	}
	return out, nil
}
