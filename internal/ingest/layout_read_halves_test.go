package ingest

import (
	"bytes"
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// readBothWays reads a file with one reader and in halves; halves is nil where
// that cannot be.
func readBothWays(t testing.TB, data, name string) (one, halves *reading, err error) {
	t.Helper()
	settings := testSettings(t, "Asia/Shanghai")
	src := source{file: File{Name: name, Size: int64(len(data)), R: strings.NewReader(data)}, settings: settings, now: settings.Clock()}
	header := func() (*csvReader, *layout) {
		c, l, names, err := src.ownHeader()
		if err != nil || l == nil {
			t.Fatal(l, err)
		}
		c.names = names
		return c, l
	}
	c, l := header()
	b, err := src.readHalves(context.Background(), c, l)
	if err != nil {
		t.Fatal(err)
	}
	if b != nil {
		halves = b.reading(ownLayoutName)
	}
	c, l = header()
	b, _, err = src.readRows(context.Background(), c, l, nil)
	if err != nil {
		return nil, halves, err
	}
	return b.reading(ownLayoutName), halves, nil
}

// same compares what two readings hold, code by code.
func same(a, b *reading) string {
	for c := range a.rows.Record.Columns {
		if !reflect.DeepEqual(a.rows.Ints[c], b.rows.Ints[c]) || !reflect.DeepEqual(a.rows.Codes[c], b.rows.Codes[c]) {
			return a.rows.Record.Columns[c].Name
		}
		if d := a.rows.Dicts[c]; d != nil {
			for i := range max(d.Len(), b.rows.Dicts[c].Len()) {
				if d.Len() != b.rows.Dicts[c].Len() || d.Text(uint32(i)) != b.rows.Dicts[c].Text(uint32(i)) {
					return "dictionary of " + a.rows.Record.Columns[c].Name
				}
			}
		}
	}
	switch {
	case !reflect.DeepEqual(a.rows.Lines, b.rows.Lines):
		return "lines"
	case a.days != b.days || a.read != b.read || a.rejected != b.rejected:
		return "counts"
	case len(a.notices) != len(b.notices):
		return "notices"
	}
	return ""
}

func TestReadHalves(t *testing.T) {
	// 3,000 rows of 200 days, all good: halves it is.
	one, halves, err := readBothWays(t, string(spendFile(3000)), "spend")
	if err != nil || halves == nil {
		t.Fatalf("%v, in halves %v", err, halves != nil)
	}
	if diff := same(one, halves); diff != "" {
		t.Errorf("other %s", diff)
	}
	row := func(day int, campaign string) string {
		return fmt.Sprintf("2026-01-%02d,baidu,%s,1.00,CNY\n", day, campaign)
	}
	head := "date,platform,campaign,cost,currency\n"
	for what, rows := range map[string]string{
		"a key in both halves":       row(1, "a") + row(2, "b") + row(3, "c") + row(1, "a"),
		"a name in two spellings":    row(1, "abc") + row(2, "b") + row(3, "c") + row(4, "ABC"),
		"quotes":                     row(1, "a") + row(2, "b") + row(3, `"c, ""d"""`) + row(4, "d"),
		"a line end within quotes":   row(1, "a") + row(2, "\"b\nb\"") + row(3, "c") + row(4, "d"),
		"a bad row":                  row(1, "a") + row(2, "b") + row(32, "c") + row(4, "d"),
		"an empty line":              row(1, "a") + row(2, "b") + "\n" + row(4, "d"),
		"a blank row":                row(1, "a") + row(2, "b") + ",,,,\n" + row(4, "d"),
		"a row with too many values": row(1, "a") + row(2, "b") + row(3, "c,d") + row(4, "d"),
		"bytes that are not UTF-8":   row(1, "a") + row(2, "b") + row(3, "\xff") + row(4, "d"),
		"one line":                   strings.TrimSuffix(row(1, "a"), "\n"),
	} {
		if _, halves, _ := readBothWays(t, head+rows, what); halves != nil {
			t.Errorf("%s: read in halves", what)
		}
	}
	for what, rows := range map[string]string{
		"no line end at the end": row(1, "a") + row(2, "b") + strings.TrimSuffix(row(3, "c"), "\n"),
		"CRLF":                   strings.ReplaceAll(row(1, "a")+row(2, "b")+row(3, "a")+row(4, "b"), "\n", "\r\n"),
		"a day in both halves":   row(1, "a") + row(1, "b") + row(1, "c") + row(1, "d"),
		"names of either half":   row(2, "x") + row(1, "y") + row(2, "z") + row(1, "x"),
	} {
		one, halves, err := readBothWays(t, "\ufeff"+head+rows, what)
		if err != nil || halves == nil {
			t.Errorf("%s: %v, in halves %v", what, err, halves != nil)
		} else if diff := same(one, halves); diff != "" {
			t.Errorf("%s: other %s", what, diff)
		}
	}
}

// Whatever is read in halves is as one reader reads it, and there is nothing to
// tell about it.
func TestRandomHalves(t *testing.T) {
	read := 0
	rapid.Check(t, func(rt *rapid.T) {
		var b bytes.Buffer
		b.WriteString("member,at,event,key,channel\n")
		for range rapid.IntRange(1, 12).Draw(rt, "rows") {
			key := rapid.SampledFrom([]string{"", "", "k1", "k2", "k3"}).Draw(rt, "key")
			channel := rapid.SampledFrom([]string{"", "zhihu", "Zhihu", "tieba", "blog"}).Draw(rt, "channel")
			at := fmt.Sprintf("2026-01-%02d %02d:00:00", rapid.IntRange(1, 3).Draw(rt, "day"), rapid.IntRange(0, 2).Draw(rt, "hour"))
			fmt.Fprintf(&b, "m%d,%s,check_in,%s,%s\n", rapid.IntRange(1, 5).Draw(rt, "member"), at, key, channel)
		}
		one, halves, err := readBothWays(t, b.String(), "events")
		if err != nil {
			rt.Fatal(err)
		}
		if halves != nil {
			read++
			if diff := same(one, halves); diff != "" || one.rejected > 0 || len(one.notices) > 0 {
				rt.Fatalf("other %s\n%s", diff, b.String())
			}
		}
	})
	if read == 0 {
		t.Error("nothing was read in halves")
	}
}
