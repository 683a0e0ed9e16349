package frame

import (
	"time"

	"daybreak/internal/ops"
)

// Instant writes t in UTC, as the API does.
func Instant(t time.Time) string { return t.UTC().Format(TimeFormat) }

// DaysOrNull is DaysOf, and null for no days.
func DaysOrNull(r ops.Range) *Days {
	if r.Len() == 0 {
		return nil
	}
	d := DaysOf(r)
	return &d
}

// Days is a range of days in JSON, both inclusive.
type Days struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// DaysOf returns r as JSON has it; both are empty where there are no days.
func DaysOf(r ops.Range) Days {
	if r.Len() == 0 {
		return Days{}
	}
	return Days{r.From.String(), r.Last().String()}
}

// TimeFormat is how the API writes instants, always in UTC.
const TimeFormat = "2006-01-02T15:04:05Z"
