package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
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

// readCSV splits decoded text into records, blank lines among them, so that
// every line is accounted for, and refuses a table that grows too large as soon
// as it does. In text without any LF, lines end with CR.
//
// Errors: stray_quote, unclosed_quote, too_many_columns, record_too_long,
// too_many_rows, too_many_cells.
func readCSV(text []byte, comma rune) (*grid, *ops.Error) {
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(text, []byte{'\r'}, []byte{'\n'})
	}
	g := newGrid()
	g.text = make([]byte, 0, len(text))
	g.ends = make([]uint32, 0, min(tableCells, bytes.Count(text, []byte(string(comma)))+bytes.Count(text, []byte{'\n'})+1))
	c := newCSVReader(bytes.NewReader(text), int64(len(text)))
	c.comma, c.blanks = byte(comma), true
	for {
		cells, line, err := c.next()
		if errors.Is(err, io.EOF) {
			return g, nil
		}
		if err != nil {
			return nil, asMistake(err)
		}
		for _, cell := range cells {
			g.add(cell)
		}
		g.endRow(line)
		if err := g.tooLarge(); err != nil {
			return nil, err
		}
	}
}

// asMistake returns what the file is to be told of err; reading from memory
// fails for no other reason.
func asMistake(err error) *ops.Error {
	var e *ops.Error
	if !errors.As(err, &e) {
		return &ops.Error{Code: "unreadable", Message: "The file could not be read.", Hint: "Upload it again.", Err: err}
	}
	return e
}

// tooLarge reports a grid beyond the limits every format shares.
func (g *grid) tooLarge() *ops.Error {
	switch {
	case g.len() > MaxRows+tableNotes:
		return tooManyRows()
	case len(g.ends) > tableCells:
		return &ops.Error{Code: "too_many_cells", Message: fmt.Sprintf("The file has more than %d cells.", tableCells),
			Hint: "Split it, or remove columns that are not needed.", Args: []any{tableCells}}
	case len(g.text) > tableText:
		return tooMuchText()
	}
	return nil
}

func tooManyRows() *ops.Error {
	return &ops.Error{Code: "too_many_rows", Message: fmt.Sprintf("The file has more than %d rows.", MaxRows), Hint: "Split it, for example by month.",
		Args: []any{MaxRows}}
}

func tooMuchText() *ops.Error {
	return &ops.Error{Code: "expands_too_large", Message: "The file's text is larger than 64 MiB.", Hint: "Split it, for example by month.",
		Args: []any{tableText >> 20}}
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
