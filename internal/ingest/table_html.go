package ingest

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"daybreak/internal/ops"
)

// readHTML reads the tables of an HTML document, which several platforms call
// .xls. A cell that spans rows stands in each of them; one that spans columns
// stands in the first. Tables within tables are read as their text.
//
// Errors: not_csv (no table), and those of every format's limits.
func readHTML(text []byte) ([]*grid, *ops.Error) {
	z := html.NewTokenizer(bytes.NewReader(text))
	z.SetMaxBuf(MaxRecord)
	var (
		out   []*grid
		g     *grid
		depth int
		row   []string
		cell  *strings.Builder
		spans = map[int]spanned{} // by column
		cols  int
		rows  int
		line  = 1
		inRow bool
	)
	endCell := func() {
		if cell == nil {
			return
		}
		text := strings.Join(strings.Fields(cell.String()), " ")
		cell = nil
		for spans[len(row)].rows > 0 {
			row = append(row, spans[len(row)].text)
		}
		if rows > 1 {
			spans[len(row)] = spanned{text, rows}
		}
		row = append(row, text)
		for range cols - 1 {
			row = append(row, "")
		}
	}
	endRow := func() *ops.Error {
		if !inRow {
			return nil
		}
		endCell()
		for spans[len(row)].rows > 0 {
			row = append(row, spans[len(row)].text)
		}
		for c, s := range spans {
			if s.rows--; s.rows == 0 {
				delete(spans, c)
			} else {
				spans[c] = s
			}
		}
		if len(row) > MaxColumns {
			return tooManyColumns(line)
		}
		for _, c := range row {
			g.add([]byte(c))
		}
		g.endRow(line)
		line++
		row, inRow = row[:0], false
		return g.tooLarge()
	}
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		switch kind {
		case html.TextToken:
			if cell != nil {
				cell.Write(z.Text())
				cell.WriteByte(' ')
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := atom.Lookup(name)
			if tag == atom.Table {
				if depth++; depth == 1 {
					g, line = newGrid(), 1
					clear(spans)
				}
			}
			if depth != 1 {
				continue
			}
			switch tag {
			case atom.Tr:
				if err := endRow(); err != nil {
					return nil, err
				}
				inRow = true
			case atom.Td, atom.Th:
				if !inRow {
					inRow = true
				}
				endCell()
				cell, cols, rows = &strings.Builder{}, 1, 1
				for more {
					var k, v []byte
					k, v, more = z.TagAttr()
					n, err := strconv.Atoi(string(v))
					if err != nil || n < 1 {
						continue
					}
					switch string(k) {
					case "colspan":
						cols = min(n, MaxColumns+1)
					case "rowspan":
						rows = min(n, MaxRows)
					}
				}
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch tag := atom.Lookup(name); {
			case tag == atom.Table && depth > 0:
				if depth--; depth == 0 {
					if err := endRow(); err != nil {
						return nil, err
					}
					if g.len() > 0 {
						out = append(out, g)
					}
					g = nil
				}
			case depth == 1 && tag == atom.Tr:
				if err := endRow(); err != nil {
					return nil, err
				}
			case depth == 1 && (tag == atom.Td || tag == atom.Th):
				endCell()
			}
		}
	}
	if g != nil { // the table is never closed
		if err := endRow(); err != nil {
			return nil, err
		}
		if g.len() > 0 {
			out = append(out, g)
		}
	}
	if len(out) == 0 {
		return nil, &ops.Error{Code: "not_csv", Message: "This looks like a web page without a table.",
			Hint: "Upload the CSV or XLSX the platform offers for download.", Args: []any{"HTML"}}
	}
	return out, nil
}

type spanned struct {
	text string
	rows int
}
