package ingest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// FuzzDecode: decoding gives valid UTF-8 without a mark, or an error that says
// what to do; nothing is lost on the way, for encoding the text again gives
// the bytes of the file.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("a,b\n"), "")
	f.Add([]byte{0xff, 0xfe, 'a', 0}, "")
	f.Add([]byte("\xc8\xd5\xc6\xda"), "")
	f.Add([]byte("caf\xe9"), "windows-1252")
	f.Add([]byte("a\x00,\x00b\x00\n\x00"), "")
	f.Add([]byte("\xa4\xe9\xb4\xc1,\xbc\x73\xa7\x69"), "big5")
	f.Fuzz(func(t *testing.T, data []byte, hint string) {
		text, name, _, err := decode(data, hint)
		if err != nil {
			if err.Code == "" || err.Message == "" || err.Hint == "" {
				t.Errorf("%+v", err)
			}
			return
		}
		if badRune(text) >= 0 || bytes.IndexByte(text, 0) >= 0 || bytes.HasPrefix(text, []byte("\ufeff")) && name == "utf-8" &&
			!bytes.HasPrefix(data, []byte("\ufeff\ufeff")) || !slices.Contains(Encodings(), name) {
			t.Errorf("%q as %s: %q", data, name, text)
		}
		if name == "utf-8" && !bytes.HasSuffix(data, text) {
			t.Errorf("%q changed to %q", data, text)
		}
		if strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "windows") {
			again, encodeErr := encodingNamed(name).NewEncoder().Bytes(text)
			if encodeErr != nil || !bytes.HasSuffix(data, again) || len(data)-len(again) > 4 {
				t.Errorf("%q as %s is %q, which is %q %v", data, name, text, again, encodeErr)
			}
		}
	})
}

// records counts the records of a CSV: line ends outside quotes, and a last
// line without one. It knows nothing of what a line means.
func records(text []byte) int {
	end := byte('\n')
	if bytes.IndexByte(text, '\n') < 0 {
		end = '\r'
	}
	n, quoted, open := 0, false, false
	for _, b := range text {
		open = true
		switch {
		case b == '"':
			quoted = !quoted
		case b == end && !quoted:
			n++
			open = false
		}
	}
	if open {
		n++
	}
	return n
}

// accounted checks that every data row of a table has become rows of a record,
// is rejected, or is counted by a notice; and none of it twice.
func accounted(t *testing.T, table *Table, r *reading) {
	t.Helper()
	if r.read != table.Len() {
		t.Errorf("%d rows read of %d", r.read, table.Len())
	}
	taken := map[int]bool{}
	for _, line := range r.rows.Lines {
		taken[int(line)] = true
	}
	used := len(taken)
	if table.turned != nil { // a line is several rows, each of one day
		used = r.rows.Len()
		clear(taken)
	}
	for _, bad := range r.rejects {
		if taken[bad.Err.Where.Line] {
			t.Errorf("line %d is rejected and imported", bad.Err.Where.Line)
		}
	}
	besides := 0
	for _, n := range r.notices {
		switch n.Code {
		case "rows_added_up", "repeated_events", "idle_rows", "unpaid_rows":
			besides += n.Args[0].(int)
		}
	}
	// A period may open some days and add to others: then its row counts in both.
	if good := r.read - r.rejected; good > used+besides || good < used {
		t.Errorf("%d rows read, %d rejected: %d became rows and %d were added up or stand for nothing", r.read, r.rejected, used, besides)
	}
}

// FuzzTable: rows read, rows rejected and lines skipped are the lines of the
// file by an independent counter, and what our strict reader accepts
// encoding/csv reads the same.
func FuzzTable(f *testing.F) {
	for _, s := range []string{"Date,Campaign,Cost\n2026-09-01,A,1\n\nTotal,,1\n", "sep=;\na;b\n", "# x\n\nNth day,Views\n0,1\n\nDate,Cost\n1,\"2\n3\"\n",
		"Follows;\nDate;Primary\n2026-09-01;5\n", "<table><tr><td rowspan=2>Date<td>Cost<tr><td>5</table>",
		"Date,Platform,Campaign,Cost,Currency\n2026-09-01,X,A,1.50,CNY\n2026-09-01,X,A,2,CNY\n2026-09-02,X,B,x,CNY\n",
		"日期,小时,推广计划,展现,点击,消费\n2026-09-01,1,早,1,2,3\n2026-09-01,2,早,1,2,3\n总计,,,2,4,6\n",
		"Date,Read,Run\n2026-09-01,YES_MANUAL,NO\n",
		"Name,Financial Status,Currency,Total,Created at,Lineitem name,Lineitem quantity\n#1,paid,EUR,5.00,2026-09-01 10:00:00 +0200,a,1\n#1,,,,,b,2\n",
		"日期,阅读人数,,日期,分享人数\n2026-09-01,5,,2026-09-01,2\n", "Keyword;2026-09-01;2026-09-02;2026-09-03\na;1;2;3\n"} {
		f.Add([]byte(s), uint8(0))
	}
	zone := time.FixedZone("", 8*3600)
	settings := Settings{Calendar: ops.Calendar{Zone: zone, WeekStart: time.Monday}, Currency: "CNY",
		Clock: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, zone) }}
	f.Fuzz(func(t *testing.T, data []byte, header uint8) {
		d, err := Read(bytes.NewReader(data), int64(len(data)), "x", Hints{Header: int(header)})
		if err != nil {
			if ops.CodeOf(err) == "" {
				t.Fatal(err)
			}
			return
		}
		all, sheets, wide := map[int]bool{}, map[*grid]map[int]bool{}, false
		for _, table := range d.Tables {
			if sheets[table.grid] == nil {
				sheets[table.grid] = map[int]bool{}
			}
			mark := func(line int) { all[line], sheets[table.grid][line] = true, true }
			for _, s := range table.Skipped {
				mark(s.Line)
			}
			for i := range table.Len() {
				mark(table.Line(i))
			}
			wide = wide || table.turned != nil
			drafts, _ := Drafts(table, nil)
			for _, m := range drafts {
				for _, q := range table.Questions(m) {
					if len(q.Options) > 0 {
						_ = m.Answer(q.Field, q.Options[0])
					} else if q.Field != "" {
						_ = m.Answer(q.Field, "2026-09-01")
					}
				}
				_ = m.Answer("currency", "EUR")
				r, err := table.read(t.Context(), m, &source{settings: settings, now: settings.Clock()}, nil)
				if err != nil {
					if ops.CodeOf(err) == "" {
						t.Fatal(err)
					}
					continue
				}
				accounted(t, table, r)
			}
		}
		if d.Format != "csv" {
			for g, lines := range sheets {
				if !wide && len(lines) != g.len() {
					t.Errorf("%d lines of %d accounted for", len(lines), g.len())
				}
			}
			return
		}
		text, _, _, _ := decode(data, "")
		if want := records(text); len(all) != want {
			t.Errorf("%d lines of %d accounted for", len(all), want)
		}
		sameAsStandard(t, text, d.Delimiter)
	})
}

// sameAsStandard holds our reading of a CSV against encoding/csv.
func sameAsStandard(t *testing.T, text []byte, delimiter rune) {
	if bytes.IndexByte(text, '\r') >= 0 {
		return // encoding/csv has its own rules for them
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord = delimiter, -1
	theirs, csvErr := r.ReadAll()
	if csvErr != nil {
		t.Fatalf("encoding/csv: %v", csvErr)
	}
	g, _ := readCSV(text, delimiter)
	i := 0
	for n := range g.len() {
		row := g.row(n)
		if len(row) == 1 && row[0] == "" && (i >= len(theirs) || !slices.Equal(theirs[i], row)) {
			continue // a blank line, which encoding/csv drops
		}
		if i >= len(theirs) || !slices.Equal(theirs[i], row) {
			t.Fatalf("line %d: %q, encoding/csv has %q", n, row, theirs[min(i, len(theirs)-1)])
		}
		i++
	}
	if i != len(theirs) {
		t.Fatalf("%d records of %d", i, len(theirs))
	}
}

var plainAmount = regexp.MustCompile(`^-?[0-9][0-9.,]*$`)

// amount reads a plain number the slow way, in hundredths rounded half away
// from zero; ok is false for what is no plain number.
func amount(cell string, comma bool) (units int64, ok bool) {
	if !plainAmount.MatchString(cell) {
		return 0, false
	}
	plain := strings.ReplaceAll(cell, ",", "")
	if comma {
		plain = strings.NewReplacer(".", "", ",", ".").Replace(cell)
	}
	v, ok := new(big.Rat).SetString(plain)
	if !ok {
		return 0, false
	}
	v.Mul(v, big.NewRat(100, 1))
	half := big.NewRat(1, 2)
	if v.Sign() < 0 {
		half.Neg(half)
	}
	v.Add(v, half)
	n := new(big.Int).Quo(v.Num(), v.Denom())
	return n.Int64(), n.IsInt64()
}

// FuzzValues: a column of numbers is read in one style and a column of dates
// in one order, over all its rows; each row adds exactly what its cell says.
func FuzzValues(f *testing.F) {
	f.Add("2026-09-01\n2026-09-02", "1.234,50\n1.234", "1.234\n5", byte(0))
	f.Add("01/09/2026\n13/09/2026\n02/09/2026", "1,234.5\n1,234\n--", "< 10\n1.2万\n１２", byte(1))
	f.Add("2026-09-01 - 2026-09-03\n1. Sept. 2026", "€5\n(5)\n6.49E+17", "1e3\nNaN\n0x10", byte(2))
	f.Add("9/1/26\n9/2/26\n9/3/26", "1,234\n2,345", "1'234\n1 234", byte(3))
	zone := time.FixedZone("", 8*3600)
	settings := Settings{Calendar: ops.Calendar{Zone: zone, WeekStart: time.Monday}, Currency: "CNY",
		Clock: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, zone) }}
	f.Fuzz(func(t *testing.T, dates, costs, clicks string, answers byte) {
		columns := [3][]string{strings.Split(dates, "\n"), strings.Split(costs, "\n"), strings.Split(clicks, "\n")}
		n := min(len(columns[0]), len(columns[1]), len(columns[2]))
		g := newGrid()
		table := &Table{Header: []string{"Date", "Cost", "Clicks", "Campaign"}, HeaderLine: 1, grid: g}
		for i := range n {
			for _, c := range columns {
				g.add([]byte(c[i]))
			}
			g.add(fmt.Appendf(nil, "c%d", i))
			g.endRow(i + 2)
			table.rows = append(table.rows, int32(i))
		}
		m, err := draft(table, nil)
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]string{"platform": "X", "currency": "CNY", AnswerDates: []string{"dmy", "mdy", "ymd"}[answers%3],
			AnswerDecimal: []string{"point", "comma"}[answers/3%2], AnswerPeriod: spreadPeriod}
		for field, v := range said {
			if err := m.Answer(field, v); err != nil {
				t.Fatal(err)
			}
		}
		in := table.interpret(m)
		r, err := table.read(t.Context(), m, &source{settings: settings, now: settings.Clock()}, nil)
		if err != nil {
			if ops.CodeOf(err) == "" {
				t.Fatal(err)
			}
			return
		}
		accounted(t, table, r)
		date, cost := r.rows.Record.Column("date"), r.rows.Record.Column("cost")
		sums := map[int]int64{}
		days := map[int]ops.Day{}
		for i, line := range r.rows.Lines {
			v := r.rows.Ints[cost][i]
			if v == ops.NoValue {
				continue
			}
			if sums[int(line)] += v; v > ops.MaxUnits || v < -ops.MaxUnits {
				t.Errorf("%d units", v)
			}
			days[int(line)] = ops.Day(r.rows.Ints[date][i])
		}
		style := in.styles[1]
		for line, got := range sums {
			cell := columns[1][line-2]
			if want, ok := amount(cell, style == decimalComma); ok && got != want {
				t.Errorf("%q is %d hundredths, not %d", cell, got, want)
			}
		}
		fits := [3]bool{true, true, true}
		for line, day := range days {
			var a, b, c int
			if n, err := fmt.Sscanf(columns[0][line-2], "%d/%d/%d", &a, &b, &c); n != 3 || err != nil || strings.Trim(columns[0][line-2], "0123456789/") != "" ||
				len(columns[0][line-2]) > 10 || a >= 1000 {
				continue
			}
			for o, want := range [3]ops.Day{ops.DayOf(century(c), time.Month(b), a), ops.DayOf(century(c), time.Month(a), b), ops.DayOf(2000+a, time.Month(b), c)} {
				fits[o] = fits[o] && want == day
			}
		}
		if fits == [3]bool{} {
			t.Errorf("%q read in several orders: %v", columns[0], days)
		}
	})
}
