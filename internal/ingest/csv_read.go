package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"daybreak/internal/ops"
)

// csvReader splits UTF-8 text into records (RFC 4180; lines end in LF or CRLF,
// a byte order mark is skipped). It is the only reader of CSV: for Daybreak's
// own layouts and, told the delimiter, for every other text. A value written
// ="3001", as some exports write what must stay a text, is 3001. It never
// holds more than one record, and refuses what the record limits do not allow
// before having read it. Its errors end the file: after one of them it is
// unknown where the next record begins.
type csvReader struct {
	names  []string // of the columns, for messages; set after the header is read
	comma  byte     // the delimiter
	blanks bool     // an empty line is a record of one empty value, not skipped

	r       io.Reader
	buf     []byte // unread bytes are buf[at:end]
	at, end int
	atEOF   bool
	begun   bool
	line    int   // of the file, on which buf[at] lies
	read    int64 // bytes taken from r
	quotes  bool  // a record had quotes
	cells   [][]byte
	scratch []byte // texts of quoted values, unquoted
}

// newCSVReader returns a reader of r, which has size bytes.
func newCSVReader(r io.Reader, size int64) *csvReader {
	return &csvReader{r: r, comma: ',', buf: make([]byte, min(size+1, MaxRecord+int64(len("\r\n")))), line: 1}
}

// next returns the values of the next record and the line it begins on, or
// io.EOF. The values are valid until the next call.
func (c *csvReader) next() (cells [][]byte, line int, err error) {
	if !c.begun {
		c.begun = true
		if err := c.fill(); err != nil {
			return nil, 0, err
		}
		if bytes.HasPrefix(c.buf[:c.end], []byte("\ufeff")) {
			c.at = 3
		}
	}
	for {
		text, err := c.physicalLine()
		if err != nil {
			return nil, c.line, err
		}
		if bytes.IndexByte(text, '"') >= 0 {
			return c.quoted()
		}
		c.at += len(text)
		line = c.line
		c.line++
		text = trimLineEnd(text)
		if len(text) == 0 && !c.blanks {
			continue
		}
		if len(text) > MaxRecord {
			return nil, line, recordTooLong(line)
		}
		c.cells = c.cells[:0]
		for rest := text; ; {
			i := bytes.IndexByte(rest, c.comma)
			if i < 0 {
				c.cells = append(c.cells, rest)
				break
			}
			c.cells = append(c.cells, rest[:i])
			rest = rest[i+1:]
			if len(c.cells) == MaxColumns {
				return nil, line, tooManyColumns(line)
			}
		}
		return c.cells, line, c.encoding(text, line)
	}
}

// consumed returns how many bytes of the file the records read so far take.
func (c *csvReader) consumed() int64 { return c.read - int64(c.end-c.at) }

// physicalLine returns the bytes up to and with the next LF, or up to the end
// of the file, without moving on.
func (c *csvReader) physicalLine() ([]byte, error) {
	for seen := 0; ; {
		if i := bytes.IndexByte(c.buf[c.at+seen:c.end], '\n'); i >= 0 {
			return c.buf[c.at : c.at+seen+i+1], nil
		}
		seen = c.end - c.at
		switch {
		case c.atEOF && seen == 0:
			return nil, io.EOF
		case c.atEOF:
			return c.buf[c.at:c.end], nil
		case seen == len(c.buf):
			// The values so far say whether it is one huge value or far too many.
			if bytes.Count(c.buf[c.at:c.end], []byte{c.comma}) >= MaxColumns {
				return nil, tooManyColumns(c.line)
			}
			return nil, recordTooLong(c.line)
		}
		if err := c.fill(); err != nil {
			return nil, err
		}
	}
}

// fill moves the unread bytes to the front and reads on until the buffer is
// full or the file ends.
func (c *csvReader) fill() error {
	c.end = copy(c.buf, c.buf[c.at:c.end])
	c.at = 0
	for c.end < len(c.buf) && !c.atEOF {
		n, err := c.r.Read(c.buf[c.end:])
		c.end += n
		c.read += int64(n)
		if errors.Is(err, io.EOF) {
			c.atEOF = true
		} else if err != nil {
			return fmt.Errorf("read line %d: %w", c.line, err)
		}
	}
	return nil
}

// quoted reads a record that has a quote on its first line.
func (c *csvReader) quoted() ([][]byte, int, error) {
	c.quotes = true
	for {
		n, lines, err := c.splitQuoted(c.buf[c.at:c.end])
		begin := c.line
		switch {
		case errors.Is(err, errMore) && !c.atEOF && c.end-c.at < len(c.buf):
			if err := c.fill(); err != nil {
				return nil, begin, err
			}
			continue
		case errors.Is(err, errMore):
			return nil, begin, c.unclosed(begin)
		case err != nil:
			return nil, begin, err
		case len(trimLineEnd(c.buf[c.at:c.at+n])) > MaxRecord:
			return nil, begin, recordTooLong(begin)
		}
		record := c.buf[c.at : c.at+n]
		c.at += n
		c.line += lines
		return c.cells, begin, c.encoding(record, begin)
	}
}

// errMore says that the bytes end inside a quoted value.
var errMore = errors.New("the record goes on")

// splitQuoted splits the record at the start of data into c.cells and returns
// its length and number of lines.
func (c *csvReader) splitQuoted(data []byte) (n, lines int, err error) {
	c.cells, c.scratch = c.cells[:0], c.scratch[:0]
	// Texts of quoted values are cut out of one buffer, which must not move
	// while the record is read: a record's texts are shorter than its bytes.
	if cap(c.scratch) < len(data) {
		c.scratch = make([]byte, 0, len(c.buf))
	}
	i := 0
	for {
		if len(c.cells) == MaxColumns {
			return 0, 0, tooManyColumns(c.line)
		}
		if open := opening(data[i:]); open > 0 {
			start := len(c.scratch)
			for i += open; ; {
				q := bytes.IndexByte(data[i:], '"')
				if q < 0 {
					return 0, 0, errMore
				}
				lines += bytes.Count(data[i:i+q], []byte("\n"))
				c.scratch = append(c.scratch, data[i:i+q]...)
				i += q + 1
				if i < len(data) && data[i] == '"' {
					c.scratch = append(c.scratch, '"')
					i++
					continue
				}
				if i == len(data) && !c.atEOF {
					return 0, 0, errMore // a second quote may follow
				}
				break
			}
			c.cells = append(c.cells, textOf(c.scratch[start:len(c.scratch):len(c.scratch)]))
		} else {
			end := bytes.IndexAny(data[i:], string([]byte{c.comma, '\n'}))
			if end < 0 {
				if !c.atEOF {
					return 0, 0, errMore
				}
				end = len(data) - i
			}
			text := data[i : i+end]
			if i+end == len(data) || data[i+end] == '\n' {
				text = bytes.TrimSuffix(text, []byte("\r"))
			}
			if q := bytes.IndexByte(text, '"'); q >= 0 {
				return 0, 0, c.stray(data, i+q, lines)
			}
			c.cells = append(c.cells, text)
			i += end
		}
		switch rest := data[i:]; {
		case len(rest) == 0 || len(rest) == 1 && rest[0] == '\r' && c.atEOF:
			return len(data), lines + 1, nil
		case rest[0] == c.comma:
			i++
		case rest[0] == '\n':
			return i + 1, lines + 1, nil
		case bytes.HasPrefix(rest, []byte("\r\n")):
			return i + 2, lines + 1, nil
		case len(rest) == 1 && !c.atEOF:
			return 0, 0, errMore
		default:
			c.cells = c.cells[:len(c.cells)-1]
			return 0, 0, c.stray(data, i, lines)
		}
	}
}

// opening returns how many bytes open a quoted value at the start of data: a
// quote, or = and a quote, by which an export keeps a spreadsheet program from
// reading a text as a number. 0 is none.
func opening(data []byte) int {
	switch {
	case len(data) > 0 && data[0] == '"':
		return 1
	case len(data) > 1 && data[0] == '=' && data[1] == '"':
		return 2
	}
	return 0
}

// textOf returns the text of a value that, unquoted, still reads ="3001".
func textOf(cell []byte) []byte {
	if n := len(cell); n >= 3 && cell[0] == '=' && cell[1] == '"' && cell[n-1] == '"' && bytes.IndexByte(cell[2:n-1], '"') < 0 {
		return cell[2 : n-1]
	}
	return cell
}

// unclosed says why the record that begins on line has no end within the
// limit: a quote that opens and never closes, unless all of it is one line.
func (c *csvReader) unclosed(line int) *ops.Error {
	data := c.buf[c.at:c.end]
	open, inside := 0, false
	for i, b := range data {
		if b == '"' {
			if inside = !inside; inside {
				open = i
			}
		}
	}
	if !inside || !c.atEOF && bytes.IndexByte(data[open:], '\n') < 0 {
		return recordTooLong(line)
	}
	line += bytes.Count(data[:open], []byte("\n"))
	return fault("unclosed_quote", fmt.Sprintf("The quote opened on line %d is never closed.", line),
		"Close the value with a second quote; a quote within a value is written twice.", line).at(line, c.name(len(c.cells)), "")
}

// stray complains about the quote, or the text after a closing quote, at
// data[i], in the value after those in c.cells.
func (c *csvReader) stray(data []byte, i, lines int) *ops.Error {
	line := c.line + lines
	begin := bytes.LastIndexByte(data[:i], '\n') + 1
	position := utf8.RuneCount(data[begin:i]) + 1
	text, _, _ := bytes.Cut(data[begin:], []byte("\n"))
	return fault("stray_quote", fmt.Sprintf("There is a stray quote on line %d, at character %d.", line, position),
		`Put the whole value into quotes and write each quote within it twice: "2""3".`, line, position).
		at(line, c.name(len(c.cells)), string(trimLineEnd(text)))
}

// encoding complains if record, the bytes of c.cells, is not UTF-8.
func (c *csvReader) encoding(record []byte, line int) error {
	if utf8.Valid(record) {
		return nil
	}
	for i, cell := range c.cells {
		if !utf8.Valid(cell) {
			return fault("encoding", fmt.Sprintf("Line %d, column %d is not UTF-8 text.", line, i+1),
				"Save the file as CSV UTF-8, or say which encoding it has.", line, i+1).at(line, c.name(i), string(cell))
		}
	}
	return fault("encoding", fmt.Sprintf("Line %d is not UTF-8 text.", line), "Save the file as CSV UTF-8, or say which encoding it has.", line, 0).at(line, "",
		"")
}

// name returns what to call column i in a message.
func (c *csvReader) name(i int) string {
	if i < len(c.names) && c.names[i] != "" {
		return c.names[i]
	}
	return fmt.Sprint(i + 1)
}

func trimLineEnd(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line
}
