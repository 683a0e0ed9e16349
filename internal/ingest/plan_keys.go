package ingest

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/currency"
	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ops"
)

// fill gives column c a blank for each row there is: a value is to follow.
func (b *rowBuilder) fill(c int) {
	b.filled[c] = true
	if b.rows.Dicts[c] != nil {
		b.rows.Codes[c] = make([]uint32, b.len(), max(cap(b.rows.Lines), b.len()+1))
		return
	}
	b.rows.Ints[c] = blanks(b.len(), max(cap(b.rows.Lines), b.len()+1))
}

func blanks(n, room int) []int64 {
	out := make([]int64, n, room)
	for i := range out {
		out[i] = ops.NoValue
	}
	return out
}

// code and int return what row i has in column c.
func (b *rowBuilder) code(c, i int) uint32 {
	if !b.filled[c] {
		return 0
	}
	return b.rows.Codes[c][i]
}

func (b *rowBuilder) int(c, i int) int64 {
	if !b.filled[c] {
		return ops.NoValue
	}
	return b.rows.Ints[c][i]
}

// settle ends the building. Columns without any value are one and the same
// column of blanks.
func (b *rowBuilder) settle() {
	var codes []uint32
	var ints []int64
	for c, d := range b.rows.Dicts {
		if d != nil {
			d.Settle()
		}
		switch {
		case b.filled[c]:
		case d != nil:
			if codes == nil {
				codes = make([]uint32, b.len())
			}
			b.rows.Codes[c] = codes
		default:
			if ints == nil {
				ints = blanks(b.len(), b.len())
			}
			b.rows.Ints[c] = ints
		}
	}
}

// keyColumns returns the key of the row being built: an event that has a key
// of its own needs no other column.
func (b *rowBuilder) keyColumns() []int {
	if b.eventKey >= 0 && b.codes[b.eventKey] != 0 {
		return b.key[:1] // the first column
	}
	return b.key
}

func (b *rowBuilder) keyNames() string {
	var names []string
	for _, c := range b.keyColumns() {
		if b.codes[c] != 0 || b.ints[c] != ops.NoValue {
			names = append(names, b.record.Columns[c].Name)
		}
	}
	return strings.Join(names, ", ")
}

// addKey notes the key of the row being built as that of row i, or returns the
// row that has it already.
func (b *rowBuilder) addKey(i int) (at int, dup bool) {
	day, k := b.keyBytes()
	return b.keys.add(day, uint32(maphash.Bytes(b.keys.seed, k)), i, b.equal)
}

// keyBytes returns the key of the row being built and, if it has one, its day.
func (b *rowBuilder) keyBytes() (day int64, k []byte) {
	k = b.keyText[:0]
	for _, c := range b.keyColumns() {
		if b.rows.Dicts[c] != nil {
			k = binary.LittleEndian.AppendUint32(k, b.codes[c])
			continue
		}
		v := b.ints[c]
		k = binary.LittleEndian.AppendUint64(k, uint64(v))
		switch b.record.Columns[c].Type {
		case ops.Date:
			day = v
		case ops.Instant:
			day = v / (24 * time.Hour).Microseconds()
		}
	}
	b.keyText = k
	return day, k
}

// equalKey reports whether row i has the key of the row being built.
func (b *rowBuilder) equalKey(i int) bool {
	for _, c := range b.keyColumns() {
		switch {
		case b.rows.Dicts[c] != nil:
			if b.code(c, i) != b.codes[c] {
				return false
			}
		case b.int(c, i) != b.ints[c]:
			return false
		}
	}
	// A row without a key of its own is none of those that have one.
	return b.eventKey < 0 || b.code(b.eventKey, i) == b.codes[b.eventKey]
}

// reject counts a row that cannot be imported.
func (b *rowBuilder) reject(why *ops.Error, cells [][]byte) {
	if b.rejected++; len(b.rejects) < MaxShown {
		b.rejects = append(b.rejects, Rejected{Cells: texts(cells), Err: why})
	}
}

// read returns how many rows were given, good and bad.
func (b *rowBuilder) read() int { return b.len() + b.rejected }

// tooMany complains if the file names more campaigns than charts can bear.
func (b *rowBuilder) tooMany(line int) error {
	if b.campaign < 0 || b.columns[b.campaign].folds.used <= MaxCampaigns {
		return nil
	}
	return fault("too_many_values", fmt.Sprintf("The file has more than %d different campaigns.", MaxCampaigns),
		"Check that the column holds names of campaigns and not ids of single clicks.", MaxCampaigns).at(line, "campaign", "")
}

func (b *rowBuilder) notice(code ops.Code, message string, args ...any) {
	b.notices = append(b.notices, fault(code, message, "", args...).Error)
}

// reading returns what was gathered.
func (b *rowBuilder) reading(layout string) *reading {
	if b.mergedCount > 0 {
		list := strings.Join(b.merged, "; ")
		b.notice("merged_names", fmt.Sprintf("%d spellings mean a name written differently before: %s.", b.mergedCount, list), b.mergedCount, list)
	}
	b.clock.notices(b)
	b.settle()
	return &reading{layout: layout, rows: b.rows, days: b.days, read: b.read(), rejected: b.rejected, rejects: b.rejects, notices: b.notices,
		awaits: b.awaits}
}

// cleanText returns a text as Daybreak keeps it: Unicode NFC, no blanks at the
// ends, without the ' that an export puts before what a spreadsheet would run.
// It refuses invisible characters and more than limit characters.
func cleanText(raw string, limit int) (string, *ops.Error) {
	s := norm.NFC.String(strings.TrimSpace(ops.UnsafeText(strings.TrimSpace(raw))))
	n := 0
	for _, r := range s {
		if n++; ops.Invisible(r) {
			return "", fault("control_char", fmt.Sprintf("The text contains the invisible character U+%04X.", r),
				"Take the character out.", fmt.Sprintf("U+%04X", r)).value([]byte(raw))
		}
	}
	if n > limit {
		return "", fault("name_too_long", fmt.Sprintf("The text has %d characters; %d are allowed.", utf8.RuneCountInString(s), limit),
			"Shorten it.", n, limit).value([]byte(raw))
	}
	return s, nil
}

// currencyCode returns the ISO 4217 code in capitals.
func currencyCode(s string) (string, *ops.Error) {
	u, err := currency.ParseISO(s)
	if err != nil {
		return "", fault("bad_currency", fmt.Sprintf("“%s” is no currency code.", ops.Show(s)), "Write three letters, such as CNY or EUR.",
			ops.Show(s)).value([]byte(s))
	}
	return u.String(), nil
}
