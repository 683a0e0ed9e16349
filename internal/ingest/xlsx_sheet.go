package ingest

import (
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"daybreak/internal/ops"
)

// cellFormat is what a number format makes of a number.
type cellFormat uint8

const (
	plainFormat cellFormat = iota
	dateFormat
	timeFormat // a time of day or a duration, without a date
	percentFormat
)

// styles reads which number format each cell style has.
func (w *workbook) styles() *ops.Error {
	custom := map[int]cellFormat{}
	inside := false
	literals := regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)
	return w.part("xl/styles.xml", func(_ *xml.Decoder, t xml.Token) *ops.Error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "numFmt":
				id, _ := strconv.Atoi(attr(t, "numFmtId"))
				custom[id] = formatOf(literals.ReplaceAllString(attr(t, "formatCode"), ""))
			case "cellXfs":
				inside = true
			case "xf":
				if !inside {
					return nil
				}
				id, _ := strconv.Atoi(attr(t, "numFmtId"))
				f, ok := custom[id]
				if !ok {
					f = builtinFormat(id)
				}
				w.formats = append(w.formats, f)
			}
		case xml.EndElement:
			if t.Name.Local == "cellXfs" {
				inside = false
			}
		}
		return nil
	})
}

// builtinFormat classifies the number formats every workbook has
// (ECMA-376 18.8.30, with those of East Asian locales).
func builtinFormat(id int) cellFormat {
	switch {
	case id == 9, id == 10:
		return percentFormat
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return dateFormat
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return timeFormat
	}
	return plainFormat
}

// formatOf classifies a format code freed of literals.
func formatOf(code string) cellFormat {
	code = strings.ToLower(code)
	switch {
	case strings.Contains(code, "general"):
		return plainFormat
	case strings.ContainsAny(code, "yd"), strings.Contains(code, "mmm"):
		return dateFormat
	case strings.ContainsAny(code, "hs"):
		return timeFormat
	case strings.Contains(code, "%"):
		return percentFormat
	}
	return plainFormat
}

// span is a merged area, rows and columns counted from 1, both ends included.
type span struct{ fromRow, fromColumn, toRow, toColumn int }

// sheet reads one worksheet. Rows a workbook leaves out stand as one blank
// row; cells it leaves out are blank.
func (w *workbook) sheet(part string, out *sheet) *ops.Error {
	g := newGrid()
	var (
		row, column      int // of the cell being read
		typ, ref         string
		style            int
		value            []byte
		collect, formula bool
		skip             bool
		hiddenRows       int
		filtered         bool
	)
	err := w.part(part, func(_ *xml.Decoder, t xml.Token) *ops.Error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				n := row + 1
				if r := attr(t, "r"); r != "" {
					var err error
					if n, err = strconv.Atoi(r); err != nil {
						n = -1
					}
				}
				if n <= row || n > 1_048_576 {
					return damagedPart(part, fmt.Sprintf("row %s follows row %d", ops.Show(attr(t, "r")), row), nil)
				}
				if n > row+1 && g.len() > 0 {
					g.endRow(row + 1)
				}
				row, column = n, 0
				if h := attr(t, "hidden"); h == "1" || h == "true" {
					hiddenRows++
				}
			case "c":
				typ, style, ref, value, formula = "", 0, "", value[:0], false
				for _, a := range t.Attr {
					switch a.Name.Local {
					case "r":
						ref = a.Value
					case "t":
						typ = a.Value
					case "s":
						style, _ = strconv.Atoi(a.Value)
					}
				}
				n := column + 1
				if ref != "" {
					r, c := cellAt(ref)
					if n = c; c < 1 || r != row || c <= column {
						return damagedPart(part, fmt.Sprintf("cell %s stands in row %d after column %d", ops.Show(ref), row, column), nil)
					}
				}
				if n > MaxColumns {
					return tooManyColumns(row)
				}
				for column++; column < n; column++ {
					g.addKind(nil, textCell)
				}
			case "v", "t":
				collect = !skip
			case "f":
				formula = true
			case "rPh":
				skip = true
			case "mergeCell":
				if s, ok := spanOf(attr(t, "ref")); ok {
					g.merged = append(g.merged, s)
				}
			case "autoFilter":
				filtered = true
			}
		case xml.CharData:
			if collect {
				if value = append(value, t...); len(value) > MaxCell*4 {
					return textTooLong("cell " + ref)
				}
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "v", "t":
				collect = false
			case "rPh":
				skip = false
			case "c":
				if formula && len(value) == 0 && typ != "str" {
					g.addKind([]byte("=?"), errorCell)
					return nil
				}
				if err := w.cell(g, part, ref, typ, style, value); err != nil {
					return err
				}
			case "row":
				g.endRow(row)
				return g.tooLarge()
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if out.hidden {
		out.notices = append(out.notices, &ops.Error{Code: "hidden_sheet", Message: "The sheet “" + ops.Show(out.name) + "” is hidden.",
			Where: ops.Place{Sheet: out.name}, Args: []any{out.name}})
	}
	if hiddenRows > 0 || filtered && hiddenRows > 0 {
		out.notices = append(out.notices,
			&ops.Error{Code: "hidden_rows", Message: fmt.Sprintf("%d rows of the sheet are hidden or filtered out; they were read as well.", hiddenRows),
				Where: ops.Place{Sheet: out.name}, Args: []any{hiddenRows}})
	}
	out.grid = g
	return nil
}

// cell adds one value as text: a date as 2026-09-01, with a time where it has
// one; a percentage as 12.18%; a number with a point and no grouping.
func (w *workbook) cell(g *grid, part, ref, typ string, style int, value []byte) *ops.Error {
	switch typ {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(string(value)))
		if err != nil || i < 0 || i >= len(w.strings.ends) {
			return damagedPart(part, fmt.Sprintf("cell %s names a text that is not there", ops.Show(ref)), err)
		}
		g.addKind(w.strings.at(i), textCell)
	case "e":
		g.addKind(value, errorCell)
	case "b":
		g.addKind([]byte(map[bool]string{true: "TRUE", false: "FALSE"}[string(value) == "1"]), textCell)
	case "str", "inlineStr":
		g.addKind(cleanEscapes(value), textCell)
	case "d":
		g.addKind(value, textCell)
	case "", "n":
		if len(value) == 0 {
			g.addKind(nil, textCell)
			return nil
		}
		v, err := strconv.ParseFloat(strings.TrimSpace(string(value)), 64)
		if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
			return damagedPart(part, fmt.Sprintf("cell %s says %s is a number", ops.Show(ref), ops.Show(string(value))), err)
		}
		format := plainFormat
		if style >= 0 && style < len(w.formats) {
			format = w.formats[style]
		}
		text, kind := numberText(v, format, w.base04)
		if raw := strings.TrimSpace(string(value)); format == plainFormat && exact(raw) {
			text = raw
		}
		g.addKind([]byte(text), kind)
	default:
		return damagedPart(part, fmt.Sprintf("cell %s has the unknown type %s", ops.Show(ref), ops.Show(typ)), nil)
	}
	return nil
}

// exact reports whether the characters of a number say more than its value in
// floating point does, as those of an id of 17 digits: then they are kept.
func exact(raw string) bool {
	digits := strings.TrimPrefix(raw, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if len(whole)+len(fraction) <= keptDigits || len(whole) == 0 || strings.Trim(whole+fraction, "0123456789") != "" {
		return false
	}
	return len(fraction) == 0 || len(whole)+len(fraction) > 18 // up to 17 tell a value apart, and a 0 may stand in front
}

func numberText(v float64, format cellFormat, from1904 bool) (string, cellKind) {
	switch format {
	case dateFormat:
		m, ok := serialMoment(strconv.FormatFloat(v, 'f', -1, 64), from1904)
		if !ok {
			return fmt.Sprintf("date serial %v", v), errorCell
		}
		text := m.civil().String()
		if m.timed {
			text += fmt.Sprintf(" %02d:%02d:%02d", m.hour, m.minute, m.second)
		}
		return text, textCell
	case timeFormat:
		s := int(math.Round(v * 86400))
		return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60), textCell
	case percentFormat:
		return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v*100, 'f', 8, 64), "0"), ".") + "%", numberCell
	}
	if math.Abs(v) >= 1e15 { // beyond the digits a spreadsheet keeps
		return strconv.FormatFloat(v, 'E', -1, 64), numberCell
	}
	return strconv.FormatFloat(v, 'f', -1, 64), numberCell
}

// cellAt splits a reference such as AB12; it returns 0, 0 for what is none.
func cellAt(ref string) (row, column int) {
	i := 0
	for i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && i < 4 {
		column = column*26 + int(ref[i]-'A') + 1
		i++
	}
	row, err := strconv.Atoi(ref[i:])
	if err != nil || column == 0 || row < 1 {
		return 0, 0
	}
	return row, column
}

func spanOf(ref string) (span, bool) {
	a, b, ok := strings.Cut(ref, ":")
	if !ok {
		return span{}, false
	}
	var s span
	s.fromRow, s.fromColumn = cellAt(a)
	s.toRow, s.toColumn = cellAt(b)
	return s, s.fromRow > 0 && s.toRow >= s.fromRow && s.toColumn >= s.fromColumn
}
