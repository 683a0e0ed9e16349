package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// otherFiles imports the files of testdata/other_files one after another, as
// the API does, and adds up what the record then holds.
type otherFiles struct {
	t     *testing.T
	i     *Importer
	store *memory
}

func newOtherFiles(t *testing.T) *otherFiles {
	store := newMemory()
	i := NewImporter(store, testSettings(t, "UTC"))
	i.Memory = notebook{}
	return &otherFiles{t, i, store}
}

// said is Said of arguments like those of the API: answer.X=v and column.H=f.
func said(args ...string) (o Options) {
	o.Said = Said{Columns: map[string]string{}, Answers: map[string]string{}}
	for _, a := range args {
		name, value, _ := strings.Cut(a, "=")
		switch kind, rest, _ := strings.Cut(name, "."); kind {
		case "answer":
			o.Said.Answers[rest] = value
		case "column":
			o.Said.Columns[rest] = value
		case "as":
			o.Record = value
		case "preset":
			o.Preset = value
		case "header":
			o.Hints.Header, _ = strconv.Atoi(value)
		case "overlap":
			o.Overlap = Overlap(value)
		case "skip_rejected":
			o.SkipRejected = true
		}
	}
	return o
}

func (f *otherFiles) plan(name string, o Options) (*Plan, error) {
	f.t.Helper()
	data := readBytes(f.t, filepath.Join("testdata", "other_files", name))
	return f.i.Plan(f.t.Context(), File{Name: name, Size: int64(len(data)), R: bytes.NewReader(data)}, o)
}

// planText is plan of a file that is written in the test.
func (f *otherFiles) planText(name, text string, o Options) (*Plan, error) {
	return f.i.Plan(f.t.Context(), fileOf(name, text), o)
}

func (f *otherFiles) commit(p *Plan, err error) *Plan {
	f.t.Helper()
	if err == nil {
		_, err = f.i.Commit(context.Background(), p, By{"api", "tester"}, nil)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	return p
}

// asks returns the fields of the required questions behind an error, and its code.
func asks(err error) string {
	var open Open
	errors.As(err, &open)
	out := []string{}
	for _, q := range open {
		if q.Required {
			out = append(out, q.Field)
		}
	}
	slices.Sort(out)
	return fmt.Sprintf("%s %s", ops.CodeOf(err), strings.Join(out, " "))
}

// figures adds up a column of the rows that count, by the values of others; a
// group whose every value is unknown is "?". Amounts are as stored.
func (f *otherFiles) figures(record, column string, by ...string) map[string]string {
	r, _ := ops.RecordNamed(record)
	sums, known := map[string]int64{}, map[string]bool{}
	seen := map[string]bool{}
	for _, layer := range f.store.layers {
		for key := range layer {
			if seen[key] || !strings.HasPrefix(key, record+"\x00") {
				continue
			}
			seen[key] = true
			row, ok := f.store.now(key)
			if !ok {
				continue
			}
			cells := strings.Split(row, "\x00")
			var group []string
			for _, b := range by {
				cell := cells[r.Column(b)]
				if r.Columns[r.Column(b)].Type == ops.Date {
					d, _ := strconv.Atoi(cell)
					cell = ops.Day(d).String()
				}
				if r.Columns[r.Column(b)].Type == ops.Instant {
					us, _ := strconv.ParseInt(cell, 10, 64)
					cell = f.i.settings.Calendar.Day(timeOf(us)).String()
				}
				group = append(group, cell)
			}
			g := strings.Join(group, "/")
			v, err := strconv.ParseInt(cells[r.Column(column)], 10, 64)
			if err != nil {
				f.t.Fatal(column, err)
			}
			sums[g] += 0
			if v != ops.NoValue {
				sums[g] += v
				known[g] = true
			}
		}
	}
	out := map[string]string{}
	for g, v := range sums {
		if out[g] = fmt.Sprint(v); !known[g] {
			out[g] = "?"
		}
	}
	return out
}

func (f *otherFiles) want(record, column, by string, want map[string]string) {
	f.t.Helper()
	var dims []string
	if by != "" {
		dims = strings.Split(by, " ")
	}
	if got := f.figures(record, column, dims...); fmt.Sprint(got) != fmt.Sprint(want) {
		f.t.Errorf("%s by %s: %v, want %v", column, by, got, want)
	}
}

// TestTellingColumns: an export is recognised by the columns that tell it,
// whatever the number of others.
func TestTellingColumns(t *testing.T) {
	f := newOtherFiles(t)
	if _, err := f.plan("google-ad-report-wide.csv", Options{}); asks(err) != "questions_open period" {
		t.Error(asks(err))
	}
	p := f.commit(f.plan("google-ad-report-wide.csv", said("answer.period=spread")))
	if p.Layout != "google_ads" {
		t.Error(p.Layout)
	}
	f.want("spend", "cost", "date platform", map[string]string{"2026-10-01/google-ads": "853", "2026-10-02/google-ads": "853"})
	p, err := f.plan("shopify-orders-79-columns.csv", Options{})
	if err != nil || p.Layout != "shopify_orders" {
		t.Error(p, err)
	}
	for record, header := range map[string]string{
		"spend":  "日期,推广计划,展现量,点击量,消费,关键词",
		"orders": "Name,Financial Status,Lineitem quantity,Total,Currency,Paid at,Lineitem name",
	} {
		wide := header
		for n := range 90 {
			wide += fmt.Sprintf(",Extra %d", n)
		}
		table := tableOf(t, wide+"\n"+strings.Repeat("1,", strings.Count(wide, ","))+"1\n")
		if m, err := draft(table, nil); err != nil || m.Record != record {
			t.Errorf("%s: %v %v", header, m, err)
		}
	}
}

// TestOneMissingWordIsAsked: a table that lacks a word for one field is read
// as what it is nearest to, and that field is asked.
func TestOneMissingWordIsAsked(t *testing.T) {
	f := newOtherFiles(t)
	_, err := f.plan("spend-unknown-cost-word.csv", Options{})
	if asks(err) != "questions_open cost currency platform" {
		t.Fatal(asks(err))
	}
	var open Open
	errors.As(err, &open)
	i := slices.IndexFunc(open, func(q Question) bool { return q.Field == "cost" })
	if open[i].Columns[0] != "campaign_cost" {
		t.Error("not offered first:", open[i].Columns)
	}
	f.commit(f.plan("spend-unknown-cost-word.csv", said("as=spend", "column.campaign_cost=cost", "answer.currency=CNY", "answer.platform=mixed")))
	f.want("spend", "cost", "", map[string]string{"": "2360757"})
}

// TestNoDeadEnds: a table that fits nothing asks what it is, and told that,
// which column is what, for every kind of data.
func TestNoDeadEnds(t *testing.T) {
	f := newOtherFiles(t)
	_, err := f.planText("x.csv", "Colour,Weight\nred,big\nblue,small\n", Options{})
	if asks(err) != "unknown_layout as" || strings.Contains(err.Error(), "nearest") {
		t.Error(asks(err), err)
	}
	var open Open
	errors.As(err, &open)
	for _, r := range ops.Records() {
		if !slices.Contains(open[0].Options, r.Name) {
			t.Errorf("%s is not offered", r.Name)
		}
		_, err := f.planText("x.csv", "Colour,Weight\nred,big\nblue,small\n", Options{Record: r.Name})
		if ops.CodeOf(err) != "questions_open" {
			t.Errorf("as %s: %v", r.Name, err)
		}
	}
	for _, c := range []struct{ text, args, record string }{
		{"Nr,Seit,Wo\nm1,2026-09-01,Bar\n", "as=members column.Nr=member column.Seit=joined_at column.Wo=channel", "members"},
		{"wann;wofür;wieviel\n2026-09-01;Miete;12,50\n", "as=costs column.wann=date column.wofür=kind column.wieviel=cost answer.currency=EUR", "costs"},
		{"was;von;bis;wieviel\njoins;2026-09-01;2026-09-30;100\n", "as=targets column.was=metric column.von=from column.bis=to column.wieviel=goal", "targets"},
		{"Kennzahl;x;y;z\njoins;01.09.2026;30.09.2026;100\n", "as=targets column.x=from column.y=to column.z=goal", "targets"},
	} {
		p, err := f.planText("x.csv", c.text, said(strings.Split(c.args, " ")...))
		if err != nil || p.Rows.Len() != 1 || p.Record.Name != c.record || p.Refusal() != nil {
			t.Errorf("%s: %v %v", c.args, p, err)
		}
	}
}

// TestFilesWithoutNumbers: the sign-ups of a form hold no number at all.
func TestFilesWithoutNumbers(t *testing.T) {
	for _, args := range []string{"as=events", "header=1 preset=any_events"} {
		f := newOtherFiles(t)
		o := said(append(strings.Split(args, " "), "column.Email Address=member", "answer.event=apply", "column.Where did you hear about us?=channel")...)
		f.commit(f.plan("signup-form-text-only.csv", o))
		if got := f.store.count("events", "channel"); got["Forum"] != 3 || got["Friend"] != 1 {
			t.Error(args, got)
		}
	}
	f := newOtherFiles(t)
	if p, err := f.planText("x.csv", "Member ID,City\nm1,Rome\nm2,Oslo\n", Options{Record: "members"}); err != nil || p.Rows.Len() != 2 {
		t.Error(p, err)
	}
}

// TestNoConstantKeys: what tells the rows of a record apart is not the same
// for all of them.
func TestNoConstantKeys(t *testing.T) {
	f := newOtherFiles(t)
	_, err := f.plan("sales-by-day-1-sep.csv", said("preset=any_orders", "column.Day=at", "column.Total sales=revenue", "answer.order_id=shop",
		"answer.currency=CNY"))
	if ops.CodeOf(err) != "constant_key" {
		t.Error(err)
	}
	for record, field := range map[string]string{"orders": "order_id", "members": "member", "events": "key"} {
		r, _ := ops.RecordNamed(record)
		if !identifies(r, field) {
			t.Errorf("%s.%s may be a constant", record, field)
		}
	}
	for record, field := range map[string]string{"spend": "platform", "followers": "account", "events": "member", "posts": "post_id", "costs": "kind"} {
		r, _ := ops.RecordNamed(record)
		if identifies(r, field) {
			t.Errorf("%s.%s may be no constant", record, field)
		}
	}
}
