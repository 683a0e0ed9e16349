package ingest

import (
	"bytes"
	"fmt"
	"strings"

	"daybreak/internal/ops"
)

// The sizes beyond which a table is refused that is kept in memory, whatever
// its format: with 5 bytes a cell they stay well below 256 MiB.
const (
	tableCells = 12 << 20
	tableText  = 64 << 20
	tableNotes = 1000 // lines that are no data rows, beyond MaxRows
)

// readCSV splits decoded text into records by the rules of RFC 4180, strictly:
// a quote may only open a field, or close it, or stand doubled within. Unlike
// encoding/csv it keeps blank lines, so that every line is accounted for, and
// refuses a record or a table that grows too large as soon as it does. Lines
// end with LF, CRLF or, in files without any LF, CR.
//
// Errors: stray_quote, unclosed_quote, too_many_columns, record_too_long,
// too_many_rows, too_many_cells.
func readCSV(text []byte, comma rune) (*grid, *ops.Error) {
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(text, []byte{'\r'}, []byte{'\n'})
	}
	g := newGrid()
	sep := byte(comma)
	g.text = make([]byte, 0, len(text))
	g.ends = make([]uint32, 0, min(tableCells, bytes.Count(text, []byte{sep})+bytes.Count(text, []byte{'\n'})+1))
	line := 1
	for i := 0; i < len(text); {
		start, began := i, line
		for ended := false; !ended; {
			if i < len(text) && text[i] == '"' {
				opened := line
				i++
				for {
					q := bytes.IndexByte(text[i:], '"')
					if q < 0 || i+q-start > MaxRecord {
						if i+max(q, 0)-start > MaxRecord || len(text)-start > MaxRecord {
							return nil, recordTooLong(opened)
						}
						return nil, &ops.Error{Code: "unclosed_quote", Message: fmt.Sprintf("The quote opened on line %d is never closed.", opened), Hint: "Add the missing quote, or export the file again.", Where: ops.Place{Line: opened}, Args: []any{opened}}
					}
					line += bytes.Count(text[i:i+q], []byte{'\n'})
					g.text = append(g.text, text[i:i+q]...)
					i += q + 1
					if i < len(text) && text[i] == '"' {
						g.text = append(g.text, '"')
						i++
						continue
					}
					break
				}
			} else {
				n := bytes.IndexAny(text[i:min(len(text), i+MaxRecord+1)], string([]byte{sep, '\n', '"'}))
				if n < 0 {
					n = min(len(text)-i, MaxRecord+1)
				}
				if i+n < len(text) && text[i+n] == '"' {
					_, column := position(text, i+n)
					return nil, &ops.Error{Code: "stray_quote", Message: fmt.Sprintf("Line %d has a quote in the middle of a value, at character %d.", line, column), Hint: "A value that contains a quote must be quoted itself, with the inner quote doubled.", Where: ops.Place{Line: line}, Args: []any{line, column}}
				}
				cell := text[i : i+n]
				i += n
				if i == len(text) || text[i] == '\n' {
					cell = bytes.TrimSuffix(cell, []byte{'\r'})
				}
				g.text = append(g.text, cell...)
			}
			g.add(nil) // the cell's text is in place
			if i-start > MaxRecord {
				return nil, recordTooLong(began)
			}
			if len(g.ends)-int(g.first[len(g.first)-1]) > MaxColumns {
				return nil, tooManyColumns(began)
			}
			switch {
			case i == len(text):
				ended = true
			case text[i] == sep:
				i++
			case text[i] == '\n':
				i++
				line++
				ended = true
			case text[i] == '\r' && (i+1 == len(text) || text[i+1] == '\n'):
				i = min(i+2, len(text))
				line++
				ended = true
			default: // after a closing quote
				_, column := position(text, i)
				return nil, &ops.Error{Code: "stray_quote", Message: fmt.Sprintf("Line %d has text after a closing quote, at character %d.", line, column), Hint: "A value that contains a quote must be quoted itself, with the inner quote doubled.", Where: ops.Place{Line: line}, Args: []any{line, column}}
			}
		}
		g.endRow(began)
		if err := g.tooLarge(); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// tooLarge reports a grid beyond the limits every format shares.
func (g *grid) tooLarge() *ops.Error {
	switch {
	case g.len() > MaxRows+tableNotes:
		return tooManyRows()
	case len(g.ends) > tableCells:
		return &ops.Error{Code: "too_many_cells", Message: fmt.Sprintf("The file has more than %d cells.", tableCells), Hint: "Split it, or remove columns that are not needed.", Args: []any{tableCells}}
	case len(g.text) > tableText:
		return tooMuchText()
	}
	return nil
}

func tooManyRows() *ops.Error {
	return &ops.Error{Code: "too_many_rows", Message: fmt.Sprintf("The file has more than %d rows.", MaxRows), Hint: "Split it, for example by month.", Args: []any{MaxRows}}
}

func tooMuchText() *ops.Error {
	return &ops.Error{Code: "expands_too_large", Message: "The file's text is larger than 64 MiB.", Hint: "Split it, for example by month.", Args: []any{tableText >> 20}}
}

// cutSeparatorLine takes a first line such as sep=; off the text.
func cutSeparatorLine(text []byte) (rest []byte, comma rune) {
	if len(text) < 5 || !strings.EqualFold(string(text[:4]), "sep=") {
		return text, 0
	}
	for _, c := range delimiters() {
		after := bytes.TrimLeft(text[5:], "\r")
		if rune(text[4]) == c && (len(after) == 0 || after[0] == '\n') {
			return text[5:], c
		}
	}
	return text, 0
}

func delimiters() []rune { return []rune{'\t', ';', '|', ','} }

// guessDelimiter picks the delimiter whose records are widest and most even.
// A delimiter under which quotes are misplaced is out: a wrong one nearly
// always misplaces some.
func guessDelimiter(text []byte) rune {
	head, cut := text, false
	if len(head) > 1<<18 {
		head, cut = head[:1<<18], true
		if end := bytes.LastIndexByte(head, '\n'); end > 0 {
			head = head[:end+1]
		}
	}
	best, most := ',', 0
	for _, c := range delimiters() {
		g, err := readCSV(head, c)
		if err != nil && (!cut || err.Code != "unclosed_quote") {
			continue
		}
		if err != nil { // the head may end inside a quoted value
			end := bytes.LastIndexByte(head[:len(head)/2], '\n')
			if g, err = readCSV(head[:end+1], c); err != nil {
				continue
			}
		}
		widths := map[int]int{}
		for r := range g.len() {
			widths[g.width(r)]++
		}
		for w, n := range widths {
			if score := (w - 1) * n; score > most {
				best, most = c, score
			}
		}
	}
	return best
}
