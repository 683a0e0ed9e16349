package ingest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// repeated is a file of n bytes that takes no memory: head, then body again
// and again.
type repeated struct {
	head, body string
	n          int64
}

func (r repeated) ReadAt(p []byte, at int64) (int, error) {
	n := 0
	for n < len(p) && at < r.n {
		from := r.head
		i := at
		if at >= int64(len(r.head)) {
			from, i = r.body, (at-int64(len(r.head)))%int64(len(r.body))
		}
		k := copy(p[n:], from[i:min(int64(len(from)), i+r.n-at)])
		n, at = n+k, at+int64(k)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// TestBombs: files made to use up memory are refused early and cheaply.
func TestBombs(t *testing.T) {
	const header = "date,platform,campaign,clicks,cost,currency\n"
	long := strings.Repeat("x", 1<<16)
	for _, c := range []struct {
		name string
		file repeated
		code ops.Code
		line int
	}{
		{"40 MB of commas", repeated{"", strings.Repeat(",", 1<<16), 40 << 20}, "too_many_columns", 1},
		{"40 MB of commas below the header", repeated{header, strings.Repeat(",", 1<<16), 40 << 20}, "too_many_columns", 2},
		{"40 MB of quoted commas", repeated{header, strings.Repeat(`"",`, 1<<16), 40 << 20}, "too_many_columns", 2},
		{"one value of 200 MB", repeated{header + "2026-09-01,", long, 200 << 20}, "record_too_long", 2},
		{"one quoted value of 200 MB", repeated{header + `2026-09-01,"`, long, 200 << 20}, "record_too_long", 2},
		{"a quote open for 200 MB", repeated{header + `2026-09-01,"x` + "\n", "2026-09-01,baidu,Brand,1,2,CNY\n", 200 << 20}, "unclosed_quote", 2},
		{"200 MB of quotes", repeated{header + `2026-09-01,`, strings.Repeat(`"`, 1<<16), 200 << 20}, "record_too_long", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			s := testSettings(t, "UTC")
			src := source{file: File{Size: c.file.n, R: c.file}, settings: s, now: s.Clock()}
			_, err := src.read(t.Context(), nil)
			runtime.ReadMemStats(&after)
			var e *ops.Error
			if !errors.As(err, &e) || e.Code != c.code || e.Where.Line != c.line {
				t.Errorf("got %v, want %s on line %d", err, c.code, c.line)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
				t.Errorf("allocated %d MiB", used>>20)
			}
		})
	}
}

// TestRecordLimit: a row may have MaxRecord bytes and MaxColumns values, not
// more, quoted or not.
func TestRecordLimit(t *testing.T) {
	for _, c := range []struct {
		text string
		code ops.Code
	}{
		{strings.Repeat("x", MaxRecord) + "\n", ""},
		{strings.Repeat("x", MaxRecord+1) + "\n", "record_too_long"},
		{`"` + strings.Repeat("x", MaxRecord-2) + `"` + "\n", ""},
		{`"` + strings.Repeat("x", MaxRecord-1) + `"` + "\n", "record_too_long"},
		{strings.Repeat(",", MaxColumns-1) + "\n", ""},
		{strings.Repeat(",", MaxColumns) + "\n", "too_many_columns"},
		{strings.Repeat(`"",`, MaxColumns-1) + "\n", ""},
		{strings.Repeat(`"",`, MaxColumns) + "\n", "too_many_columns"},
	} {
		r := newCSVReader(strings.NewReader("a\n"+c.text+"b\n"), 2<<20)
		for range 2 {
			if _, _, err := r.next(); err != nil {
				if ops.CodeOf(err) != c.code {
					t.Errorf("%.20q…: %v, want %q", c.text, err, c.code)
				}
				c.code = ""
				break
			}
		}
		if c.code != "" {
			t.Errorf("%.20q… was read, want %s", c.text, c.code)
		}
	}
}

// TestBufferBorders reads a file far longer than the buffer, whose records
// fall on every possible border, a few bytes at a time.
func TestBufferBorders(t *testing.T) {
	var text strings.Builder
	var want [][]string
	w := csv.NewWriter(&text)
	for i := range 60_000 {
		row := []string{strings.Repeat("é", i%41), "a\"b\r\nc,"[:i%8], "", "z"}
		want = append(want, row)
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	r := newCSVReader(&dribble{strings.NewReader(text.String()), 1}, int64(text.Len()))
	for i, row := range want {
		cells, _, err := r.next()
		if err != nil {
			t.Fatalf("record %d: %v", i, err)
		}
		if !slices.Equal(texts(cells), row) {
			t.Fatalf("record %d is %q, want %q", i, cells, row)
		}
	}
	if _, _, err := r.next(); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}

// dribble gives reads of ever changing length.
type dribble struct {
	r io.Reader
	n int
}

func (d *dribble) Read(p []byte) (int, error) {
	d.n = d.n*7%4099 + 1
	return d.r.Read(p[:min(len(p), d.n)])
}

// FuzzCSVReader holds the splitter against encoding/csv: what both read is the
// same, and what encoding/csv reads is refused only for limits and encoding.
func FuzzCSVReader(f *testing.F) {
	for _, s := range []string{"a,b\nc,d\n", "\"a\"\"b\",\"\n\"\r\n\r\nx", "\ufeffa\n", "a\"b\n", "\"a\"b\n", "\"a", "\"", "\"\"", ",\n,", "a\r", "\"a\"\r",
		"\n\n\"x\"\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		// A CR that ends no line is text to us and, in quotes, dropped by
		// encoding/csv.
		if bytes.Contains(bytes.ReplaceAll(data, []byte("\r\n"), nil), []byte("\r")) {
			t.Skip()
		}
		ours, ourErr := readAll(data)
		std := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
		std.FieldsPerRecord = -1
		var theirs [][]string
		var stdErr error
		for {
			row, err := std.Read()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					stdErr = err
				}
				break
			}
			theirs = append(theirs, row)
		}
		switch code := ops.CodeOf(ourErr); code {
		case "encoding", "too_many_columns", "record_too_long":
			return
		case "":
			if ourErr != nil {
				t.Fatal(ourErr)
			}
		}
		if (ourErr == nil) != (stdErr == nil) {
			t.Fatalf("we say %v, encoding/csv says %v", ourErr, stdErr)
		}
		same := len(ours) == len(theirs)
		for i := 0; same && i < len(ours); i++ {
			for j := range ours[i] { // encoding/csv turns CRLF within quotes into LF
				ours[i][j] = strings.ReplaceAll(ours[i][j], "\r\n", "\n")
			}
			same = slices.Equal(ours[i], theirs[i])
		}
		if !same {
			t.Fatalf("we read %q, encoding/csv %q", ours, theirs)
		}
	})
}

func readAll(data []byte) (out [][]string, err error) {
	r := newCSVReader(bytes.NewReader(data), int64(len(data)))
	for {
		cells, _, err := r.next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, texts(cells))
	}
}
