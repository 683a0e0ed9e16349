package ingest

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ops"
)

// Fields of rows that each cover a week, a month or a quarter.
const (
	fieldWeek    = "week"
	fieldMonth   = "month"
	fieldQuarter = "quarter"
)

// periodFields lists the fields of periods, the finest first.
func periodFields() []string { return []string{fieldWeek, fieldMonth, fieldQuarter} }

// periodWords lists how exports head a column of periods.
func periodWords(field string) []string {
	switch field {
	case fieldWeek:
		return []string{"week", "week starting", "week start", "woche", "semaine", "semana", "周", "自然周", "统计周"}
	case fieldMonth:
		return []string{"month", "monat", "mois", "mes", "mês", "月", "月份", "统计月份", "年月"}
	}
	return []string{"quarter", "quartal", "trimestre", "季度"}
}

// periodForms are the ways to write a period that are no date.
type periodForms struct{ month, namedMonth, monthYear, quarter, quarterYear, week *regexp.Regexp }

func newPeriodForms() *periodForms {
	return &periodForms{
		month:       regexp.MustCompile(`^(\d{4})(?:\s*(?:年|[-/.])\s*(\d{1,2})\s*月?|(\d{2}))$`),
		namedMonth:  regexp.MustCompile(`^(\pL+)\.?[ ,-]+(\d{4})$`),
		monthYear:   regexp.MustCompile(`^(\d{1,2})[-/.](\d{4})$`),
		quarter:     regexp.MustCompile(`^(\d{4})\s*年?[- ]?(?:q|第)?([1-4一二三四])(?:季度|季|q)?$`),
		quarterYear: regexp.MustCompile(`^q([1-4])[- /]?(\d{4})$`),
		week:        regexp.MustCompile(`^(\d{4})(?:[- ]?w| ?年 ?第)(\d{1,2})周?$`),
	}
}

// period reads a cell of a column of weeks, months or quarters: a range of
// dates, a date that begins the period, or its name. A date inside it begins a
// period that the report cuts off.
func (f *periodForms) period(dates *dateForms, cell, field string, order dateOrder) (ops.Range, bool) {
	if m, ok := dates.parse(cell, order); ok && !dates.serial.MatchString(strings.TrimSpace(cell)) {
		if m.until != nil {
			return ops.Range{From: m.civil(), To: m.until.civil() + 1}, true
		}
		return periodFrom(m.civil(), field), true
	}
	s := strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(cell)), " "))
	year, number := 0, 0
	switch field {
	case fieldMonth:
		if p := f.month.FindStringSubmatch(s); p != nil {
			year, number = atoi(p[1]), atoi(p[2]+p[3])
		} else if p := f.namedMonth.FindStringSubmatch(s); p != nil {
			year, number = atoi(p[2]), monthName(p[1])
		} else if p := f.monthYear.FindStringSubmatch(s); p != nil {
			year, number = atoi(p[2]), atoi(p[1])
		}
		if year == 0 || number < 1 || number > 12 {
			return ops.Range{}, false
		}
		return periodFrom(ops.DayOf(year, time.Month(number), 1), field), true
	case fieldQuarter:
		if p := f.quarter.FindStringSubmatch(s); p != nil {
			year, number = atoi(p[1]), strings.Index("1234", p[2])+1
			if number == 0 {
				number = strings.Index("一二三四", p[2])/len("一") + 1
			}
		} else if p := f.quarterYear.FindStringSubmatch(s); p != nil {
			year, number = atoi(p[2]), atoi(p[1])
		}
		if year == 0 {
			return ops.Range{}, false
		}
		return periodFrom(ops.DayOf(year, time.Month(3*number-2), 1), field), true
	}
	p := f.week.FindStringSubmatch(s)
	if p == nil || atoi(p[2]) < 1 || atoi(p[2]) > 53 {
		return ops.Range{}, false
	}
	// Week 1 of ISO 8601 is that of 4 January; it begins on Monday.
	fourth := ops.DayOf(atoi(p[1]), time.January, 4)
	monday := fourth - ops.Day((int(fourth.Weekday())+6)%7)
	return periodFrom(monday+ops.Day(7*(atoi(p[2])-1)), fieldWeek), true
}

// periodFrom returns the days from d to the end of its week of seven days, its
// month or its quarter.
func periodFrom(d ops.Day, field string) ops.Range {
	if field == fieldWeek {
		return ops.Range{From: d, To: d + 7}
	}
	year, month, _ := d.Date()
	next := month + 1
	if field == fieldQuarter {
		next = (month-1)/3*3 + 4
	}
	return ops.Range{From: d, To: ops.DayOf(year, next, 1)}
}

// periods assigns a column of weeks, months or quarters, where no column says
// the day and nearly every cell is such a period.
func (t *Table) periods(h header, m *Mapping) {
	r, _ := ops.RecordNamed(m.Record)
	if r.Day != "date" || m.column("date") >= 0 || m.column(fieldNthDay) >= 0 {
		return
	}
	dates, forms := newDateForms(), newPeriodForms()
	for _, field := range periodFields() {
		for c, name := range h.names {
			if m.Columns[c].Use == UseField || !slices.Contains(periodWords(field), name) {
				continue
			}
			fits, all := 0, 0
			for i, cell := range t.Column(c) {
				if isNull(cell) {
					continue
				}
				if all++; i > 1000 {
					break
				}
				if _, ok := forms.period(dates, cell, field, dayFirst); ok {
					fits++
				} else if _, ok := forms.period(dates, cell, field, monthFirst); ok {
					fits++
				}
			}
			if all > 0 && fits*10 >= all*9 {
				m.Columns[c].Field, m.Columns[c].Use, m.Columns[c].Source, m.Columns[c].Confidence = field, UseField, FromShape, 80
				return
			}
		}
	}
}
