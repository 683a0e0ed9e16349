package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	"daybreak/internal/ops"
)

// source is one file and all that decides how it reads. Reading it twice gives
// the same.
type source struct {
	file     File
	options  Options
	settings Settings
	now      time.Time // by the clock of the server
	plans    *plans    // what is known of targets
	names    ops.Keys  // names that mean others
	orders   *orders   // what a first reading left open of orders; nil before it

	supposed map[string]string // the last answers about files with the header, which the rows bear out
}

// reading is what a file turned out to hold. read = rows.Len() + rejected.
type reading struct {
	layout   string
	rows     *ops.Rows
	days     ops.Range
	read     int
	rejected int
	rejects  []Rejected
	notices  []*ops.Error
	mapping  *Mapping        // of an export
	awaits   map[string]bool // orders of refunds whose payment the file does not have
}

// ownLayoutName is the layout of files with Daybreak's own header.
const ownLayoutName = "daybreak"

// progressEvery is how many rows pass between two looks at the context and two
// calls of Options.Progress.
const progressEvery = 8192

func (s *source) reader() io.Reader { return io.NewSectionReader(s.file.R, 0, s.file.Size) }

// sum returns the SHA-256 of the file's bytes in hex. An export may hold several
// tables, and one table several records: which of them is to be read, where a
// person said so, is part of what is summed up.
func (s *source) sum(ctx context.Context) (string, error) {
	h := sha256.New()
	if o := s.options; o.Table > 0 || o.Sheet != "" || o.Record != "" {
		if own, err := s.own(); err == nil && !own {
			fmt.Fprintf(h, "table %d\x00%s\x00%s\x00", o.Table, strings.ToLower(strings.TrimSpace(o.Sheet)), o.Record)
		}
	}
	r := s.reader()
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		if _, err := io.CopyN(h, r, 4<<20); errors.Is(err, io.EOF) {
			return hex.EncodeToString(h.Sum(nil)), nil
		} else if err != nil {
			return "", err
		}
	}
}

// read reads the file, whichever layout it has. Every rejected row goes to out
// with its reason; out may be nil.
func (s *source) read(ctx context.Context, out *rejectWriter) (*reading, error) {
	if s.plans != nil {
		s.plans.known = false // of the rows of another reading
	}
	c, l, header, err := s.ownHeader()
	switch {
	case err != nil:
		return nil, err
	case l == nil:
		return s.readForeign(ctx, out)
	}
	return s.readOwn(ctx, c, l, header, out)
}

// own reports whether the file is in one of Daybreak's own layouts.
func (s *source) own() (bool, error) {
	_, l, _, err := s.ownHeader()
	return l != nil, err
}

// ownHeader reads the first line. Where it is the header of one of Daybreak's
// own layouts, it returns that and a reader of the rows below; else no layout.
func (s *source) ownHeader() (*csvReader, *layout, []string, error) {
	if s.file.Size == 0 {
		return nil, nil, nil, emptyFile()
	}
	head := make([]byte, min(s.file.Size, 512))
	if _, err := s.file.R.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, nil, err
	}
	if err := refuseKind(head); err != nil {
		return nil, nil, nil, err
	}
	if looksHTML(bytes.TrimPrefix(head, []byte("\ufeff"))) {
		return nil, nil, nil, nil // its whole table may be one line
	}
	c := newCSVReader(s.reader(), s.file.Size)
	cells, line, err := c.next()
	if errors.Is(err, io.EOF) {
		return nil, nil, nil, emptyFile()
	} else if err != nil {
		if code := ops.CodeOf(err); code == "too_many_columns" || code == "record_too_long" {
			return nil, nil, nil, err
		}
		return nil, nil, nil, nil // whatever it is, it is not ours
	}
	header := texts(cells)
	l, unclear := ownLayout(header, s.options.Record)
	if unclear != nil && !s.toldHow() {
		return nil, nil, nil, unclear
	}
	if l == nil || s.toldHow() || !l.spelled(header) && s.options.Record == "" {
		return nil, nil, nil, nil
	}
	if err := l.check(header, line); err != nil {
		return nil, nil, nil, err
	}
	return c, l, header, nil
}

// toldHow reports whether the user said how to read the file: then nothing is
// taken for granted, not even a header of our own (which may be in GB18030).
func (s *source) toldHow() bool {
	return s.options.Mapping != nil || s.options.Table > 0 || s.options.Hints != Hints{} || !s.options.Said.empty()
}

// readOwn reads the rows below the header of one of Daybreak's own layouts.
func (s *source) readOwn(ctx context.Context, c *csvReader, l *layout, header []string, out *rejectWriter) (*reading, error) {
	c.names = header
	out.header(header)
	var b *rowBuilder
	var err error
	if out == nil && s.file.Size >= longFile { // and nobody wants the rows that cannot be imported
		if b, err = s.readHalves(ctx, c, l); err != nil {
			return nil, err
		}
		if b == nil {
			runtime.GC() // what was read in vain is tens of megabytes
		}
	}
	blank := 0
	if b == nil {
		if b, blank, err = s.readRows(ctx, c, l, out); err != nil {
			return nil, err
		}
	}
	if b.read() == 0 {
		return nil, noRows()
	}
	if len(l.ignored) > 0 {
		b.notice("ignored_columns", fmt.Sprintf("Columns that no record has are ignored: %s.", someOf(l.ignored)), someOf(l.ignored))
	}
	if blank > 0 {
		b.notice("blank_rows", fmt.Sprintf("%d rows without any value were left out.", blank), blank)
	}
	if s.options.Progress != nil {
		s.options.Progress(s.file.Size, s.file.Size)
	}
	return b.reading(ownLayoutName), nil
}

// readRows reads all rows with one reader. It also returns how many had no value.
func (s *source) readRows(ctx context.Context, c *csvReader, l *layout, out *rejectWriter) (b *rowBuilder, blank int, err error) {
	b = newRowBuilder(l.record, s)
	for n := 1; ; n++ {
		cells, line, err := c.next()
		if errors.Is(err, io.EOF) {
			return b, blank, nil
		}
		if err != nil {
			return nil, 0, err
		}
		if n%progressEvery == 0 {
			if err := ctx.Err(); err != nil {
				return nil, 0, err
			}
			if s.options.Progress != nil {
				s.options.Progress(c.consumed(), s.file.Size)
			}
			b.expect(int(float64(n) * 1.02 * float64(s.file.Size) / float64(c.consumed())))
		}
		why := b.own(l, cells, line)
		if why != nil && isBlank(cells) {
			blank++
			continue
		}
		if why != nil {
			b.reject(why, cells)
			out.row(cells, why)
		}
		if b.read() > MaxRows {
			return nil, 0, fault("too_many_rows", fmt.Sprintf("The file has more than %d rows.", MaxRows),
				"Split it into several files.", MaxRows).at(line, "", "")
		}
		if err := b.tooMany(line); err != nil {
			return nil, 0, err
		}
	}
}

// own reads one row of one of Daybreak's own layouts. A row that cannot be
// imported is not added, and the first reason is returned.
func (b *rowBuilder) own(l *layout, cells [][]byte, line int) *ops.Error {
	b.start(line)
	if len(cells) != len(l.columns) {
		return fault("field_count", fmt.Sprintf("Line %d has %d values, the header has %d.", line, len(cells), len(l.columns)),
			"Give each row one value for each column; put values that contain a comma into quotes.", line, len(cells), len(l.columns)).at(line, "", "")
	}
	for _, i := range l.order {
		c := l.columns[i]
		if err := b.strict(c, cells[i]); err != nil {
			err.Where.Line, err.Where.Column = line, l.record.Columns[c].Name
			return err
		}
	}
	return b.finish()
}

// refuseKind refuses bytes that begin like something that is no table at all.
func refuseKind(head []byte) *ops.Error {
	for _, k := range []struct{ begin, name string }{
		{"\x1f\x8b", "gzip"}, {"BZh", "bzip2"}, {"\xfd7zXZ\x00", "xz"}, {"\x28\xb5\x2f\xfd", "zstd"}, {"7z\xbc\xaf\x27\x1c", "7z"}, {"Rar!\x1a\x07", "rar"},
	} {
		if bytes.HasPrefix(head, []byte(k.begin)) {
			return fault("compressed", fmt.Sprintf("This looks like a file packed with %s.", k.name), "Unpack it first.", k.name).Error
		}
	}
	for _, k := range []struct{ begin, name string }{
		{"%PDF-", "PDF"}, {"\x89PNG\r\n", "PNG image"}, {"\xff\xd8\xff", "JPEG image"}, {"GIF8", "GIF image"}, {"SQLite format 3\x00", "SQLite database"},
		{"{", "JSON document"}, {"[", "JSON document"},
	} {
		if bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n\ufeff"), []byte(k.begin)) {
			return fault("not_csv", fmt.Sprintf("This looks like a %s.", k.name), "Export the data as CSV UTF-8.", k.name).Error
		}
	}
	return nil
}

func texts(cells [][]byte) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = string(c)
	}
	return out
}

func isBlank(cells [][]byte) bool {
	for _, c := range cells {
		if len(bytes.TrimSpace(c)) > 0 {
			return false
		}
	}
	return true
}

// someOf lists names, the first shownNames of them.
func someOf(names []string) string {
	if len(names) > shownNames {
		return fmt.Sprintf("%s, … (+%d)", strings.Join(names[:shownNames], ", "), len(names)-shownNames)
	}
	return strings.Join(names, ", ")
}

// shownNames is how many names a sentence lists: an export may have 90 columns.
const shownNames = 8
