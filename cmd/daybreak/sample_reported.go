package main

import (
	"context"
	"errors"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/loop"
	"daybreak/internal/monthly"
	"daybreak/internal/ops"
)

// reportsOfSample keeps what the team of the story reported: the month before last,
// final, and last month as a draft. Where the hole of the story lies in the former,
// which no report can be final with, last month is the final one.
func reportsOfSample(ctx context.Context, book loop.Book, d analysis.Data, today ops.Day) error {
	year, month, _ := today.Date()
	final := false
	for _, back := range []time.Month{2, 1} {
		made, _, err := book.Reports.Add(ctx, monthly.Template(ops.DayOf(year, month-back, 1)), "")
		if err != nil {
			return err
		}
		if final {
			continue
		}
		basis, err := monthly.Read(ctx, book, d, today)
		if err != nil {
			return err
		}
		_, err = monthly.Finish(ctx, book.Reports, basis, made.ID, made.Version)
		var refused *ops.Error
		if final = err == nil; err != nil && !(errors.As(err, &refused) && refused.Code == "sources_behind") {
			return err
		}
	}
	return nil
}
