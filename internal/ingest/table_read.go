package ingest

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"daybreak/internal/ops"
)

// Read reads a file of any supported format into its tables. It trusts the
// bytes and not the name: CSV named .xls, UTF-16 named .csv and HTML named
// .xls are read as what they are. name is for messages.
//
// Every error is an *ops.Error: empty_file, file_too_large, no_rows,
// no_table (no header was found), not_csv, compressed, old_excel, encrypted,
// and those of decode, readCSV, readXLSX and readHTML.
func Read(r io.ReaderAt, size int64, name string, h Hints) (*Document, error) {
	d, err := read(r, size, name, h)
	if err != nil {
		err.Where.File = name
		return nil, err
	}
	return d, nil
}

func read(r io.ReaderAt, size int64, name string, h Hints) (*Document, *ops.Error) {
	if size > MaxUpload {
		return nil, fileTooLarge(MaxUpload)
	}
	if size == 0 {
		return nil, emptyFile()
	}
	d := &Document{Name: name}
	head := make([]byte, min(size, 512))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, &ops.Error{Code: "unreadable", Message: "The file could not be read.", Err: err}
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		d.Format = "xlsx"
		sheets, notices, err := readXLSX(r, size)
		if err != nil {
			return nil, err
		}
		d.Notices = notices
		rows := 0
		for _, s := range sheets {
			rows += s.grid.len()
			d.headless = d.headless || s.grid.headless()
			for _, t := range findTables(s.grid, h.Header) {
				t.Sheet, t.Hidden = s.name, s.hidden
				t.Notices = append(s.notices, t.Notices...)
				d.Tables = append(d.Tables, t)
			}
		}
		if rows == 0 {
			return nil, emptyFile()
		}
		return d, d.finish()
	}
	data := make([]byte, size)
	if _, err := r.ReadAt(data, 0); err != nil && err != io.EOF {
		return nil, &ops.Error{Code: "unreadable", Message: "The file could not be read.", Err: err}
	}
	if err := foreign(data, name); err != nil {
		return nil, err
	}
	text, encoding, notices, err := decode(data, h.Encoding)
	if err != nil {
		return nil, err
	}
	d.Encoding, d.Notices = encoding, notices
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, emptyFile()
	}
	if looksHTML(text) {
		d.Format = "html"
		grids, err := readHTML(text)
		if err != nil {
			return nil, err
		}
		for _, g := range grids {
			d.headless = d.headless || g.headless()
			d.Tables = append(d.Tables, findTables(g, h.Header)...)
		}
		for _, t := range d.Tables {
			t.sparse = true
		}
		return d, d.finish()
	}
	if first := bytes.TrimSpace(text)[0]; first == '{' || first == '[' && bytes.ContainsAny(text[:min(len(text), 64)], "{\":") {
		return nil, notCSV("JSON")
	}
	d.Format = "csv"
	_, d.Delimiter = cutSeparatorLine(text)
	declared := d.Delimiter != 0
	if h.Delimiter != 0 {
		d.Delimiter = h.Delimiter
	}
	if d.Delimiter == 0 {
		d.Delimiter = guessDelimiter(text)
	}
	if !bytes.ContainsRune([]byte("\t;|,"), d.Delimiter) {
		return nil, &ops.Error{Code: "delimiter", Message: fmt.Sprintf("%q is not a delimiter Daybreak knows.", d.Delimiter),
			Hint: "Choose comma, semicolon, tab or bar.", Args: []any{string(d.Delimiter)}}
	}
	g, err := readCSV(text, d.Delimiter)
	if err != nil {
		return nil, err
	}
	g.declared = declared
	d.Tables = findTables(g, h.Header)
	d.headless = g.headless()
	return d, d.finish()
}

// finish names the tables' file and refuses a document in which there is
// nothing to read.
func (d *Document) finish() *ops.Error {
	rows := 0
	for _, t := range d.Tables {
		t.File = d.Name
		rows += t.Len()
		for _, s := range t.grid.merged {
			if i := t.mergedData(s); i >= 0 {
				return &ops.Error{Code: "merged_cells", Message: fmt.Sprintf("Cells of data rows are merged, the first in row %d.", i),
					Hint: "Unmerge them and fill every row, or export as CSV.", Where: ops.Place{Sheet: t.Sheet, Line: i}, Args: []any{i}}
			}
		}
	}
	if len(d.Tables) == 0 && d.headless {
		return &ops.Error{Code: "no_header", Message: "The first line holds values and not the names of its columns.",
			Hint: "Put a line above it that names the columns, such as date, platform, campaign, cost, and take it along."}
	}
	if len(d.Tables) == 0 {
		return &ops.Error{Code: "no_table", Message: "No line of the file looks like the header of a table.",
			Hint: "Check encoding and delimiter, or say which line is the header."}
	}
	if rows == 0 {
		e := noRows()
		e.Where.Line = d.Tables[0].HeaderLine
		return e
	}
	return nil
}

// mergedData returns the first data row a merged area covers if the area
// hides values of others, else -1.
func (t *Table) mergedData(s span) int {
	for i := range t.rows {
		if n := t.Line(i); n >= s.fromRow && n <= s.toRow && (s.toRow > s.fromRow || s.toColumn > s.fromColumn) {
			return n
		}
	}
	return -1
}

func notCSV(kind string) *ops.Error {
	return &ops.Error{Code: "not_csv", Message: "This looks like " + article(kind) + " " + kind + ".", Hint: "Upload a CSV file or an .xlsx workbook.",
		Args: []any{kind}}
}

func article(noun string) string {
	if strings.ContainsRune("AEIOU", rune(noun[0])) {
		return "an"
	}
	return "a"
}

// foreign recognises files that are no text.
func foreign(data []byte, name string) *ops.Error {
	for _, k := range []struct{ magic, kind string }{
		{"%PDF", "PDF"}, {"\x89PNG", "PNG image"}, {"\xff\xd8\xff", "JPEG image"}, {"GIF8", "GIF image"}, {"SQLite format 3", "SQLite database"},
		{"PAR1", "Parquet file"}, {"{\\rtf", "RTF document"},
	} {
		if bytes.HasPrefix(data, []byte(k.magic)) {
			return notCSV(k.kind)
		}
	}
	switch {
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b}), bytes.HasPrefix(data, []byte("7z\xbc\xaf")), bytes.HasPrefix(data, []byte("Rar!")), bytes.HasPrefix(data,
		[]byte("BZh")), bytes.HasPrefix(data, []byte{0xfd, '7', 'z', 'X', 'Z'}):
		return &ops.Error{Code: "compressed", Message: "This is a compressed file.", Hint: "Unzip it first and upload the file in it.", Args: []any{"gzip"}}
	case bytes.HasPrefix(data, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		if bytes.Contains(data, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
			return &ops.Error{Code: "encrypted", Message: "The workbook is protected with a password.",
				Hint: "Remove the password (save without it) and upload it again."}
		}
		return &ops.Error{Code: "old_excel", Message: "This is an Excel file of the old binary format (.xls).",
			Hint: "Open it and save it as .xlsx or CSV UTF-8, then upload that."}
	case strings.EqualFold(path.Ext(name), ".xlsx") && !looksText(data):
		return &ops.Error{Code: "not_xlsx", Message: "This is not an XLSX workbook.", Hint: "Export it again as .xlsx or CSV.", Args: []any{"?"}}
	}
	return nil
}

// looksText reports whether data has no control characters a text would not
// have; NULs are left to decode, which knows UTF-16.
func looksText(data []byte) bool {
	for _, b := range data[:min(len(data), 4096)] {
		if b < 0x20 && b != 0 && b != '\t' && b != '\n' && b != '\r' && b != 0x0c {
			return false
		}
	}
	return true
}

func looksHTML(text []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(text[:min(len(text), 4096)]))
	for _, p := range []string{"<!doctype html", "<html", "<table", "<head", "<body", "<meta", "<style", "<?xml"} {
		if bytes.HasPrefix(head, []byte(p)) {
			return true
		}
	}
	return false
}
