package ingest

import (
	"bytes"
	"context"
	"io"
)

// readForeign reads a file whose header is none of Daybreak's own.
func (s *source) readForeign(_ context.Context, _ *rejectWriter) (*reading, error) {
	head := make([]byte, min(s.file.Size, 512))
	if _, err := s.file.R.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return nil, fault("encoding", "This is not UTF-8 text; it may be UTF-16.", "Save the file as CSV UTF-8.").at(1, "", "")
	}
	if bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n\ufeff"), []byte("<")) {
		return nil, fault("not_csv", "This looks like a web page.", "Export the data as CSV UTF-8.", "web page").Error
	}
	cells, line, err := newCSVReader(s.reader(), s.file.Size).next()
	if err != nil {
		return nil, err
	}
	e := unknownLayout(texts(cells), s.options.Record)
	e.Where.Line = line
	return nil, e
}
