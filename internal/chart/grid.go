package chart

import (
	"time"

	"daybreak/internal/ops"
)

// Cell is one square of a grid. Level is 0 (none) to 5 (most).
type Cell struct {
	X, Y   int
	Level  int
	Title  string
	Open   bool // in progress
	Marked bool // something happened
}

// Text is a label of a grid.
type Text struct {
	X, Y int
	Text string
}

// Grid is the geometry of a calendar or of a week by hours.
type Grid struct {
	Width, Height, Side int
	Cells               []Cell
	Texts               []Text
}

// The cells of a grid and the room for its labels.
const (
	cellSide   = 11
	cellStep   = 13
	rowLabels  = 26
	columnHead = 16
)

// CalendarDay is one day of a calendar.
type CalendarDay struct {
	Day    ops.Day
	Level  int
	Title  string
	Open   bool
	Marked bool
}

// NewCalendar lays days out in columns of weeks, the first of days being the
// first of its week. month and weekday write labels.
func NewCalendar(days []CalendarDay, month func(time.Month) string, weekday func(time.Weekday) string) Grid {
	weeks := (len(days) + 6) / 7
	g := Grid{Width: rowLabels + weeks*cellStep, Height: columnHead + 7*cellStep, Side: cellSide}
	last := -10 // column of the last month label, for room
	for i, d := range days {
		column, row := i/7, i%7
		g.Cells = append(g.Cells, Cell{X: rowLabels + column*cellStep, Y: columnHead + row*cellStep, Level: d.Level, Title: d.Title, Open: d.Open, Marked: d.Marked})
		if _, m, day := d.Day.Date(); day == 1 || i == 0 {
			at := column
			if row > 0 && i > 0 {
				at++ // the first full week of the month
			}
			if at-last >= 3 && at < weeks && !(i == 0 && leaves(days, m)) {
				g.Texts = append(g.Texts, Text{X: rowLabels + at*cellStep, Y: 10, Text: month(m)})
				last = at
			}
		}
		if i < 7 && i%2 == 0 {
			g.Texts = append(g.Texts, Text{X: 0, Y: columnHead + row*cellStep + 9, Text: weekday(d.Day.Weekday())})
		}
	}
	return g
}

// leaves reports whether the month that days begin in ends before its label has
// room beside the next.
func leaves(days []CalendarDay, m time.Month) bool {
	i := min(len(days)-1, 2*7)
	_, later, _ := days[i].Day.Date()
	return later != m
}

// NewWeek lays hours out in columns and weekdays in rows, starting with start.
// level and title say what a cell shows.
func NewWeek(start time.Weekday, level func(time.Weekday, int) int, title func(time.Weekday, int) string, weekday func(time.Weekday) string) Grid {
	g := Grid{Width: rowLabels + 24*cellStep, Height: columnHead + 7*cellStep, Side: cellSide}
	for row := range 7 {
		w := (start + time.Weekday(row)) % 7
		g.Texts = append(g.Texts, Text{X: 0, Y: columnHead + row*cellStep + 9, Text: weekday(w)})
		for h := range 24 {
			g.Cells = append(g.Cells, Cell{X: rowLabels + h*cellStep, Y: columnHead + row*cellStep, Level: level(w, h), Title: title(w, h)})
		}
	}
	for h := 0; h < 24; h += 3 {
		g.Texts = append(g.Texts, Text{X: rowLabels + h*cellStep, Y: 10, Text: string([]byte{'0' + byte(h/10), '0' + byte(h%10)})})
	}
	return g
}

// Level grades value against the largest: 0 for nothing, else 1 to 5.
func Level(value, largest float64) int {
	if value <= 0 || largest <= 0 {
		return 0
	}
	return min(5, 1+int(5*value/largest))
}
