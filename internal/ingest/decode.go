package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	enc16 "golang.org/x/text/encoding/unicode"

	"daybreak/internal/ops"
)

// Encodings lists the names Hints.Encoding may have.
func Encodings() []string {
	return []string{"utf-8", "utf-16le", "utf-16be", "gb18030", "big5", "windows-1252", "windows-1251"}
}

func encodingNamed(name string) encoding.Encoding {
	switch name {
	case "utf-16le":
		return enc16.UTF16(enc16.LittleEndian, enc16.IgnoreBOM)
	case "utf-16be":
		return enc16.UTF16(enc16.BigEndian, enc16.IgnoreBOM)
	case "gb18030":
		return simplifiedchinese.GB18030
	case "big5":
		return traditionalchinese.Big5
	case "windows-1252":
		return charmap.Windows1252
	case "windows-1251":
		return charmap.Windows1251
	}
	return nil
}

// decode turns the bytes of a text file into UTF-8 without byte order mark.
// It tries, in this order: the byte order mark, the NUL pattern of UTF-16,
// strict UTF-8, GB18030, Big5, and last windows-1251 or -1252, which fit
// anything and therefore come with a notice. hint overrides all of it.
//
// Errors: encoding (bytes that fit no encoding, or not the one named),
// control_char (NUL).
func decode(data []byte, hint string) (text []byte, name string, notices []*ops.Error, err *ops.Error) {
	mark, name := markOf(data)
	if name == "utf-32" {
		return nil, "", nil, &ops.Error{Code: "encoding", Message: "This looks like UTF-32.", Hint: "Save the file as CSV UTF-8 and upload it again.",
			Args: []any{"utf-32"}}
	}
	data = data[mark:]
	if hint != "" {
		name = hint
	}
	guessed := false
	if name == "" {
		name, guessed = guessEncoding(data)
	}
	switch e := encodingNamed(name); {
	case name == "utf-8":
		text = data
	case e == nil:
		return nil, "", nil, &ops.Error{Code: "encoding", Message: fmt.Sprintf("%q is not an encoding Daybreak knows.", name),
			Hint: "Choose one of " + strings.Join(Encodings(), ", ") + ".", Args: []any{name}}
	default:
		if strings.HasPrefix(name, "utf-16") && len(data)%2 != 0 {
			return nil, "", nil, &ops.Error{Code: "encoding", Message: "The UTF-16 text ends in the middle of a character.",
				Hint: "The file is cut off: export it again.", Args: []any{name}}
		}
		decoded, derr := e.NewDecoder().Bytes(data)
		if derr != nil {
			return nil, "", nil, &ops.Error{Code: "encoding", Message: "The file cannot be read as " + name + ".", Hint: "Choose another encoding.", Args: []any{name},
				Err: derr}
		}
		text = decoded
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if at := badRune(text); at >= 0 {
		line, column := position(text, at)
		return nil, "", nil, &ops.Error{Code: "encoding", Message: fmt.Sprintf("Line %d, character %d is not %s.", line, column, name),
			Hint: "Save the file as CSV UTF-8, or choose another encoding.", Where: ops.Place{Line: line}, Args: []any{name, line, column}}
	}
	if at := bytes.IndexByte(text, 0); at >= 0 {
		line, column := position(text, at)
		return nil, "", nil, &ops.Error{Code: "control_char", Message: fmt.Sprintf("Line %d, character %d is a NUL byte.", line, column),
			Hint: "Export the file again, or remove the character.", Where: ops.Place{Line: line, Value: "U+0000"}, Args: []any{line, column}}
	}
	if guessed {
		notices = append(notices, &ops.Error{Code: "encoding_guessed", Message: "The file does not say how it is encoded; it was read as " + name + ".",
			Hint: "If letters look wrong, choose another encoding.", Args: []any{name}})
	}
	return text, name, notices, nil
}

// markOf recognises a byte order mark.
func markOf(data []byte) (length int, name string) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(data, []byte{0, 0, 0xfe, 0xff}):
		return 4, "utf-32"
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return 2, "utf-16le"
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return 2, "utf-16be"
	case bytes.HasPrefix(data, []byte{0xef, 0xbb, 0xbf}):
		return 3, "utf-8"
	}
	return 0, ""
}

// guessEncoding names the encoding of text without a mark; sure is false for
// those that cannot be told from the bytes.
func guessEncoding(data []byte) (name string, unsure bool) {
	if name := nulPattern(data); name != "" {
		return name, false
	}
	if utf8.Valid(data) || mostlyUTF8(data) {
		return "utf-8", false
	}
	if accented(data) {
		return "windows-1252", true
	}
	if text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data); err == nil && badRune(text) < 0 && hasHan(text) {
		if lowTrails(data) {
			if text, err := traditionalchinese.Big5.NewDecoder().Bytes(data); err == nil && badRune(text) < 0 {
				return "big5", true
			}
		}
		return "gb18030", false
	}
	if text, err := traditionalchinese.Big5.NewDecoder().Bytes(data); err == nil && badRune(text) < 0 && hasHan(text) {
		return "big5", true
	}
	if cyrillic(data) {
		return "windows-1251", true
	}
	return "windows-1252", true
}

// nulPattern recognises UTF-16 without a mark: ASCII characters have a NUL
// half, always on the same side.
func nulPattern(data []byte) string {
	head := data[:min(len(data), 1<<16)]
	var even, odd int
	for i, b := range head {
		if b == 0 {
			if i%2 == 0 {
				even++
			} else {
				odd++
			}
		}
	}
	switch n := even + odd; {
	case n < 4 || n*20 < len(head) || len(data)%2 != 0:
		return ""
	case odd*10 >= n*9:
		return "utf-16le"
	case even*10 >= n*9:
		return "utf-16be"
	}
	return ""
}

// mostlyUTF8 reports whether data is UTF-8 with a few damaged bytes, which is
// an error to report and not another encoding.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return bad*20 <= good
}

// accented reports whether at least half the bytes above ASCII stand alone, as the accented
// letters of Western Europe do; those of Chinese text come in pairs.
func accented(data []byte) bool {
	high, alone := 0, 0
	for i, b := range data {
		if b < 0x80 {
			continue
		}
		high++
		if (i == 0 || data[i-1] < 0x80) && (i+1 == len(data) || data[i+1] < 0x80) {
			alone++
		}
	}
	return alone*2 >= high
}

// lowTrails reports whether many double-byte characters end below 0x80, as
// Big5 text does and text of mainland China hardly ever.
func lowTrails(data []byte) bool {
	pairs, low := 0, 0
	for i := 0; i+1 < len(data); i++ {
		if data[i] >= 0x81 {
			pairs++
			if data[i+1] < 0x80 {
				low++
			}
			i++
		}
	}
	return low*5 > pairs
}

// cyrillic reports whether the bytes above ASCII come in words, as letters of
// windows-1251 do and accented letters of windows-1252 do not.
func cyrillic(data []byte) bool {
	high, runs := 0, 0
	for i, b := range data {
		if b >= 0xc0 {
			high++
			if i == 0 || data[i-1] < 0xc0 {
				runs++
			}
		}
	}
	return high >= 3*runs
}

func hasHan(text []byte) bool {
	return bytes.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
}

// badRune returns the offset of the first byte that is no UTF-8 or stands for
// an undecodable one, or -1.
func badRune(text []byte) int {
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError {
			return i
		}
		i += n
	}
	return -1
}

// position returns line and character, counted from 1, of an offset.
func position(text []byte, at int) (line, column int) {
	start := bytes.LastIndexByte(text[:at], '\n') + 1
	return bytes.Count(text[:at], []byte{'\n'}) + 1, utf8.RuneCount(text[start:at]) + 1
}
