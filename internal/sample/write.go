package sample

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/ops"
)

// Options say how big the story is told. The zero value is the committed
// sample data: about 4,000 members over 200 days.
type Options struct {
	Members int // about this many join
	Days    int
	Last    ops.Day // of the story; 0 is 31 October 2026
	// Holidays are days on which two fifths fewer check in; they are written, too.
	// nil is National Day, 1 to 7 October.
	Holidays []ops.Holiday
}

// filled returns the options with what the zero value stands for.
func (o Options) filled() Options {
	if o.Members == 0 {
		o.Members = standardMembers
	}
	if o.Days == 0 {
		o.Days = standardDays
	}
	if o.Last == 0 {
		o.Last = Last()
	}
	if o.Holidays == nil {
		o.Holidays = nationalDay(ops.Range{From: o.start(), To: o.Last + 1})
	}
	return o
}

// start is the first day of the story.
func (o Options) start() ops.Day { return o.Last + 1 - ops.Day(o.Days) }

const (
	standardMembers = 4000
	standardDays    = 200
	rowsPerFile     = 1_000_000 // the limit of one import
)

// Write writes the CSV files of the story into dir, which it creates. Files
// that would pass a million rows are split: events-001.csv, events-002.csv, …
func Write(dir string, o Options) error {
	o = o.filled()
	if o.Members < 1 || o.Members > 10_000_000 || o.Days < 30 || o.Days > 3650 {
		return &ops.Error{Code: "bad_sample_size", Message: fmt.Sprintf("%d members over %d days cannot be told.", o.Members, o.Days),
			Hint: "Use 1 to 10,000,000 members and 30 to 3,650 days.", Args: []any{o.Members, o.Days}}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	w := &writer{dir: dir, files: map[string]*file{}}
	s := &story{Options: o, w: w, r: dice(21), rest: dice(22), named: dice(23), talk: dice(24), found: dice(25), end: o.Last + 1, off: map[ops.Day]bool{},
		tally: newTally(o.Days), qualified: map[int][]int32{}}
	s.tell()
	return errors.Join(w.err, w.close())
}

// dice returns one of the sources of chance of the story.
func dice(n uint64) *rand.Rand { return rand.New(rand.NewPCG(20261031, n)) }

// writer keeps one open CSV file per record.
type writer struct {
	dir   string
	files map[string]*file
	err   error
}

type file struct {
	f    *os.File
	b    *bufio.Writer
	rows int
	part int
}

// layouts are the columns the sample files use, of those each record has.
func layout(record string) string {
	return map[string]string{
		"spend":        "date,platform,account,campaign,ad_group,keyword,channel,industry,impressions,clicks,cost,currency,reported_conversions,reported_value",
		"followers":    "date,account,source,gained,lost,total",
		"posts":        "post_id,date,title,account,kind,published_at,delivered,reads,shares,likes,comments,followers_gained,followers_lost",
		"orders":       "order_id,at,member,product,product_role,channel,campaign,quantity,revenue,refund,cost_of_goods,currency",
		"costs":        "date,kind,channel,campaign,label,cost,currency,hours",
		"events":       "member,at,event,group,challenge,channel,campaign,invited_by,props",
		"members":      "member,joined_at,channel,campaign,group,city,invited_by,staff,nickname,contact",
		"targets":      "metric,scope,from,to,floor,goal,stretch,phasing,owner,kind,parent,state,approved_by,approved_on",
		"groups":       "group,kind,created,closed,owner,channel",
		"search_terms": "date,platform,account,campaign,ad_group,keyword,term,impressions,clicks,cost,currency,reported_conversions",
		"holidays":     "region,date,name,kind,group",
		"rates":        "date,currency,rate",
	}[record]
}

// row writes one row. Fields never hold commas, quotes or line ends, but for those
// that prop wrote.
func (w *writer) row(record string, fields ...string) {
	if w.err != nil {
		return
	}
	f := w.files[record]
	if f == nil || f.rows == rowsPerFile {
		if f, w.err = w.next(record, f); w.err != nil {
			return
		}
	}
	f.rows++
	for i, s := range fields {
		if i > 0 {
			f.b.WriteByte(',')
		}
		f.b.WriteString(s)
	}
	w.err = f.b.WriteByte('\n')
}

func (w *writer) next(record string, last *file) (*file, error) {
	name, part := record+".csv", 1
	if last != nil {
		if err := last.close(); err != nil {
			return nil, err
		}
		if part = last.part + 1; part == 2 {
			if err := os.Rename(filepath.Join(w.dir, name), filepath.Join(w.dir, record+"-001.csv")); err != nil {
				return nil, err
			}
		}
		name = fmt.Sprintf("%s-%03d.csv", record, part)
	}
	path := filepath.Join(w.dir, name)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) { // it may be a link to something else
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	out := &file{f: f, b: bufio.NewWriterSize(f, 1<<20), part: part}
	out.b.WriteString(layout(record) + "\n")
	w.files[record] = out
	return out, nil
}

func (f *file) close() error { return errors.Join(f.b.Flush(), f.f.Close()) }

func (w *writer) close() error {
	var errs []error
	for _, f := range w.files {
		errs = append(errs, f.close())
	}
	return errors.Join(errs...)
}

// yuan writes fen as a decimal amount.
func yuan(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	return fmt.Sprintf("%s%d.%02d", sign, fen/100, fen%100)
}

func num(n int) string { return strconv.Itoa(n) }

// clock writes an instant of a day as local wall-clock time.
func clock(d ops.Day, minute, second int) string {
	t := time.Unix(int64(d)*86400, 0).UTC().Add(time.Duration(minute)*time.Minute + time.Duration(second)*time.Second)
	return t.Format("2006-01-02 15:04:05")
}

func slug(s string) string { return strings.ReplaceAll(strings.ToLower(s), " ", "-") }
