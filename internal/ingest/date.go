package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ops"
)

// dateOrder is the order of day, month and year in dates of three numbers.
type dateOrder uint8

const (
	anyOrder dateOrder = iota // no date of three short numbers, or every order gives the same days
	dayFirst
	monthFirst
	yearFirst   // 26-03-26
	mixedOrder  // no order fits all cells
	orderUnsure // several orders fit
)

// moment is a date with what else the cell said.
type moment struct {
	year, month, day     int
	hour, minute, second int
	timed                bool
	zoned                bool
	offset               int     // seconds east of UTC, when zoned
	until                *moment // of a range of dates, its last day
}

// many reports whether m is a range of more than one day.
func (m moment) many() bool { return m.until != nil && m.until.civil() != m.civil() }

func (m moment) civil() ops.Day { return ops.DayOf(m.year, time.Month(m.month), m.day) }

// opsDay returns the ops day a daily figure of this moment belongs to. A
// report's own date stands as it is, with or without a local time (exports
// write T01:00:00 after a change of clocks); an instant with an offset is
// placed by the calendar.
func (m moment) opsDay(c ops.Calendar) ops.Day {
	if m.zoned && m.timed {
		return c.Day(m.instant(c))
	}
	return m.civil()
}

// instant returns the moment as an instant: wall-clock time in the calendar's
// zone unless the cell has an offset; a date alone is the start of that ops
// day.
func (m moment) instant(c ops.Calendar) time.Time {
	if !m.timed {
		return c.Start(m.civil())
	}
	zone := c.Zone
	if m.zoned {
		zone = time.FixedZone("", m.offset)
	}
	return time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute, m.second, 0, zone)
}

func (m moment) valid() bool {
	if m.month < 1 || m.month > 12 || m.day < 1 || m.day > 31 || m.hour > 24 || m.minute > 59 || m.second > 60 {
		return false
	}
	t := time.Date(m.year, time.Month(m.month), m.day, 0, 0, 0, 0, time.UTC)
	return t.Day() == m.day
}

// dateForms holds the shapes of dates, compiled once per table. It is not for
// several goroutines.
type dateForms struct {
	compact, serial, iso, short, named, reversed, clock *regexp.Regexp

	known map[dateCell]dateRead // cells parsed before: a report has few days
}

// mostDates is how many cells dateForms remembers before it begins anew.
const mostDates = 4096

type dateCell struct {
	text  string
	order dateOrder
}

type dateRead struct {
	moment moment
	ok     bool
}

func newDateForms() *dateForms {
	return &dateForms{
		known:    map[dateCell]dateRead{},
		compact:  regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(\d{2})?$`),
		serial:   regexp.MustCompile(`^\d{5}(\.\d+)?$`),
		iso:      regexp.MustCompile(`^(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*日?[t ,]*(.*)$`),
		short:    regexp.MustCompile(`^(\d{1,2})([-/.])\s?(\d{1,2})([-/.])\s?(\d{4}|\d{2})[ ,]*(.*)$`),
		named:    regexp.MustCompile(`^(\pL+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}|\d{2}\b)[ ,]*(.*)$`),
		reversed: regexp.MustCompile(`^(\d{1,2})(?:\.|er|st|nd|rd|th)?[- ](?:de )?(\pL+)\.?[- ,](?: ?de )?\s*(\d{4}|\d{2}\b)[ ,]*(.*)$`),
		clock:    regexp.MustCompile(`^(\d{1,2})[:时時](\d{2})(?:[:分](\d{2})?秒?(?:[.,]\d+)?)?分?\s*(am|pm|a\.m\.|p\.m\.)?\s*(z|utc|gmt)?\s*([+-]\d{2}:?\d{2})?$`),
	}
}

// weekdays matches a name of a day at the beginning or the end of a date.
func (*dateForms) cutWeekday(s string) (rest string, weekday int) {
	if before, after, ok := strings.Cut(s, "星期"); ok {
		return cutChineseWeekday(before, after, s)
	}
	if before, after, ok := strings.Cut(s, "周"); ok {
		return cutChineseWeekday(before, after, s)
	}
	end := strings.IndexFunc(s, func(r rune) bool { return r < 'a' && r < 0x80 || r == ' ' })
	if end > 0 {
		if d := dayName(s[:end]); d >= 0 {
			return strings.TrimLeft(s[end:], "., "), d
		}
	}
	return s, -1
}

func cutChineseWeekday(before, after, s string) (string, int) {
	for d, name := range []string{"日", "一", "二", "三", "四", "五", "六", "天"} {
		if rest, ok := strings.CutPrefix(after, name); ok {
			return strings.TrimSpace(strings.Trim(strings.TrimSpace(before), "()") + " " + strings.Trim(strings.TrimSpace(rest), "()")), d % 7
		}
	}
	return s, -1
}

func dayName(s string) int {
	for d, names := range []string{
		" sun sunday so sonntag dim dimanche dom domingo ",
		" mon monday mo montag lun lundi lunes ",
		" tue tues tuesday di dienstag mar mardi martes ",
		" wed wednesday mi mittwoch mer mercredi mié miércoles ",
		" thu thur thurs thursday do donnerstag jeu jeudi jue jueves ",
		" fri friday fr freitag ven vendredi vie viernes ",
		" sat saturday sa samstag sam samedi sáb sábado ",
	} {
		if strings.Contains(names, " "+s+" ") {
			return d
		}
	}
	return -1
}

func monthName(s string) int {
	for m, names := range []string{
		" jan january januar jän janv janvier ene enero ",
		" feb february februar fév févr février febrero ",
		" mar march mär märz mrz mars marzo ",
		" apr april avr avril abr abril ",
		" may mai mayo ",
		" jun june juni juin junio ",
		" jul july juli juil juillet julio ",
		" aug august aoû août ago agosto ",
		" sep sept september septembre septiembre ",
		" oct october okt oktober octobre octubre ",
		" nov november novembre noviembre ",
		" dec december dez dezember déc décembre dic diciembre ",
	} {
		if strings.Contains(names, " "+s+" ") {
			return m + 1
		}
	}
	return 0
}

// parse reads a cell as a date, or as a range of dates (a - b). order decides
// dates of three short numbers. ok is false for what is no date at all and
// for dates that do not exist.
func (f *dateForms) parse(cell string, order dateOrder) (moment, bool) {
	r, ok := f.known[dateCell{cell, order}]
	if !ok {
		r.moment, r.ok = f.parseNew(cell, order)
		if len(f.known) == mostDates {
			clear(f.known)
		}
		f.known[dateCell{strings.Clone(cell), order}] = r
	}
	return r.moment, r.ok
}

func (f *dateForms) parseNew(cell string, order dateOrder) (moment, bool) {
	s := strings.TrimPrefix(strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(cell)), " ")), "'")
	if m, ok := f.one(s, order); ok {
		return m, true
	}
	for _, sep := range []string{" - ", " – ", " — ", "~", "至", " to ", "–", "-"} {
		a, b, found := strings.Cut(s, sep)
		if !found || sep == "-" && len(a) != 8 && strings.Contains(b, "-") {
			continue
		}
		from, ok := f.one(strings.TrimSpace(a), order)
		if !ok {
			continue
		}
		until, ok := f.one(strings.TrimSpace(b), order)
		if !ok || until.civil() < from.civil() {
			continue
		}
		from.until = &until
		return from, true
	}
	return moment{}, false
}

func (f *dateForms) one(s string, order dateOrder) (moment, bool) {
	weekday := -1
	m, ok := f.shape(s, order)
	if !ok { // "mar 15, 2024" is no Tuesday: look for the name of a day only when nothing fits without
		s, weekday = f.cutWeekday(s)
		m, ok = f.shape(s, order)
	}
	if !ok || !m.valid() {
		return moment{}, false
	}
	// The name of the day tells 2/1/26 from 1/2/26; where the date is clear it
	// is not checked, for people mistype it.
	if weekday >= 0 && int(m.civil().Weekday()) != weekday && f.short.MatchString(s) {
		return moment{}, false
	}
	return m, true
}

func (f *dateForms) shape(s string, order dateOrder) (m moment, ok bool) {
	if p := f.compact.FindStringSubmatch(s); p != nil {
		m = moment{year: atoi(p[1]), month: atoi(p[2]), day: atoi(p[3])}
		if p[4] != "" {
			m.hour, m.timed = atoi(p[4]), true
		}
		return m, true
	}
	if p := f.serial.FindStringSubmatch(s); p != nil {
		return serialMoment(s, false)
	}
	if p := f.iso.FindStringSubmatch(s); p != nil {
		m = moment{year: atoi(p[1]), month: atoi(p[2]), day: atoi(p[3])}
		return f.withClock(m, p[4])
	}
	if p := f.short.FindStringSubmatch(s); p != nil && p[2] == p[4] {
		a, b, c := atoi(p[1]), atoi(p[3]), atoi(p[5])
		switch {
		case order == yearFirst && len(p[5]) == 2 && len(p[1]) == 2:
			m = moment{year: 2000 + a, month: b, day: c}
		case order == yearFirst, order == monthFirst && p[2] == ".": // nobody writes 9.13.2026
			return m, false
		case order == dayFirst:
			m = moment{year: c, month: b, day: a}
		case order == monthFirst:
			m = moment{year: c, month: a, day: b}
		default:
			return m, false
		}
		m.year = century(m.year)
		return f.withClock(m, p[6])
	}
	if p := f.named.FindStringSubmatch(s); p != nil {
		m = moment{year: century(atoi(p[3])), month: monthName(p[1]), day: atoi(p[2])}
		return f.withClock(m, p[4])
	}
	if p := f.reversed.FindStringSubmatch(s); p != nil {
		m = moment{year: century(atoi(p[3])), month: monthName(p[2]), day: atoi(p[1])}
		return f.withClock(m, p[4])
	}
	return m, false
}

func (f *dateForms) withClock(m moment, s string) (moment, bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return m, true
	}
	p := f.clock.FindStringSubmatch(s)
	if p == nil {
		return m, false
	}
	m.timed = true
	m.hour, m.minute, m.second = atoi(p[1]), atoi(p[2]), atoi(p[3])
	if p[4] != "" {
		if m.hour < 1 || m.hour > 12 {
			return m, false
		}
		m.hour %= 12
		if p[4][0] == 'p' {
			m.hour += 12
		}
	}
	m.zoned = p[5] != "" || p[6] != ""
	if z := strings.ReplaceAll(p[6], ":", ""); z != "" {
		m.offset = atoi(z[1:3])*3600 + atoi(z[3:5])*60
		if z[0] == '-' {
			m.offset = -m.offset
		}
	}
	return m, m.hour < 24
}

// serialMoment reads the day number of a spreadsheet, counted from 1899-12-30
// or, in the 1904 system, from 1904-01-01. Days before March 1900 are refused:
// spreadsheets count a 29 February 1900 that never was.
func serialMoment(s string, from1904 bool) (m moment, ok bool) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v < 61 && !from1904 || v < 0 || v > 110_000 {
		return m, false
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if from1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	days := int(v)
	seconds := int((v-float64(days))*86400 + 0.5)
	t := first.AddDate(0, 0, days).Add(time.Duration(seconds) * time.Second)
	m.year, m.day = t.Year(), t.Day()
	m.month = int(t.Month())
	m.hour, m.minute, m.second = t.Clock()
	m.timed = seconds != 0
	return m, true
}

func century(year int) int {
	if year < 100 {
		return 2000 + year
	}
	return year
}

// atoi reads digits a pattern has matched; an unmatched group is 0.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// decideOrder reads a whole column of dates. A cell that is a date under some
// order rules out the orders under which it is none; a cell that is a date
// under no order decides nothing. Where several orders remain, a column whose
// days follow one another decides by that.
func (f *dateForms) decideOrder(cells func(yield func(string) bool)) dateOrder {
	orders := []dateOrder{dayFirst, monthFirst, yearFirst}
	fits := map[dateOrder]bool{dayFirst: true, monthFirst: true, yearFirst: true}
	days := map[dateOrder][]ops.Day{}
	short := false
	for cell := range cells {
		s := strings.TrimSpace(cell)
		if _, ok := f.parse(s, anyOrder); ok || isNull(s) {
			continue
		}
		var read [yearFirst + 1]moment
		var ok [yearFirst + 1]bool
		some := false
		for _, o := range orders {
			read[o], ok[o] = f.parse(s, o)
			some = some || ok[o]
		}
		if !some {
			continue
		}
		short = true
		for _, o := range orders {
			if !ok[o] {
				fits[o] = false
			} else if fits[o] {
				days[o] = append(days[o], read[o].civil())
			}
		}
	}
	if !short {
		return anyOrder
	}
	var left []dateOrder
	for _, o := range orders {
		if fits[o] && !sameAsAny(days, left, o) {
			left = append(left, o)
		}
	}
	switch len(left) {
	case 0:
		return mixedOrder
	case 1:
		return left[0]
	}
	var daily []dateOrder
	for _, o := range left {
		switch {
		case followOneAnother(days[o]):
			daily = append(daily, o)
		case firstsOfMonths(days[o]):
			return orderUnsure // as likely a table by month
		}
	}
	if len(daily) == 1 {
		return daily[0]
	}
	return orderUnsure
}

func sameAsAny(days map[dateOrder][]ops.Day, others []dateOrder, o dateOrder) bool {
	for _, p := range others {
		same := len(days[p]) == len(days[o])
		for i := 0; same && i < len(days[o]); i++ {
			same = days[p][i] == days[o][i]
		}
		if same {
			return true
		}
	}
	return false
}

// followOneAnother reports whether the days, as they come, move on by at most
// one day at a time in one direction, over at least two different days.
func followOneAnother(days []ops.Day) bool {
	if len(days) == 0 {
		return false
	}
	step, moves := ops.Day(0), 0
	for i := 1; i < len(days); i++ {
		d := days[i] - days[i-1]
		if d == 0 {
			continue
		}
		if d < -1 || d > 1 || step != 0 && d != step {
			return false
		}
		step = d
		moves++
	}
	return moves >= 1
}

// firstsOfMonths reports whether the days are each the first of a month, of at
// least two.
func firstsOfMonths(days []ops.Day) bool {
	different := false
	for _, d := range days {
		if _, _, first := d.Date(); first != 1 {
			return false
		}
		different = different || d != days[0]
	}
	return different
}
