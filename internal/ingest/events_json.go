package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"daybreak/internal/ops"
)

// Posted is what became of one body of events. Received = Created + Unchanged.
type Posted struct {
	Batch     ops.Batch // zero if every event was there already
	Received  int
	Created   int
	Unchanged int // there already, or given twice in the body, with the same content
}

// commitTries is how often a post is compared anew because a file was
// committed in between.
const commitTries = 5

// patience is how long a post of events waits for the figures. They may be busy
// with a large import; then they follow on their own.
const patience = 50 * time.Millisecond

// PostEvents stores the events of one request: a JSON array of objects, or
// objects each on a line of its own. Fields are the columns of the events
// record; at is RFC 3339 with its zone, value a number, props a flat object of
// texts, all others are texts. It is all or nothing: several mistakes are
// ops.Mistakes, in which Place.Line counts the events from 1.
//
// Posting the same again changes nothing. An event with the key (or, without
// one, the member, moment and name) of an event stored before, but with other
// content, is key_reused.
func (i *Importer) PostEvents(ctx context.Context, body io.Reader, by By) (Posted, error) {
	data, err := io.ReadAll(io.LimitReader(body, MaxEventsBody+1))
	if err != nil {
		return Posted{}, err
	}
	if int64(len(data)) > MaxEventsBody {
		return Posted{}, fault("body_too_large", fmt.Sprintf("The body is larger than %d MB.", MaxEventsBody>>20), "Post fewer events at a time.",
			MaxEventsBody).Error
	}
	now := i.settings.Clock()
	today := i.settings.Calendar.Day(now)
	events, err := readEvents(data, &source{settings: i.settings, now: now, names: i.names()})
	if err != nil {
		i.tally.batch(ops.Batch{}, err)
		return Posted{}, err
	}
	posted, err := i.postEvents(ctx, events, ops.Batch{
		Record: "events", Via: by.Via, By: by.Name, At: now, Days: events.days, Through: min(events.days.Last(), today-1), Read: events.read,
	})
	if err != nil || posted.Created > 0 {
		i.tally.batch(posted.Batch, err)
	}
	if err != nil {
		return Posted{}, err
	}
	posted.Received = events.read
	posted.Unchanged = posted.Received - posted.Created
	if posted.Created == 0 {
		return posted, nil
	}
	return posted, i.publishSoon(ctx)
}

// postEvents compares and stores events as one batch.
func (i *Importer) postEvents(ctx context.Context, events *reading, b ops.Batch) (posted Posted, err error) {
	// Two posts of the same events at once must not both find them new.
	i.events.Lock()
	defer i.events.Unlock()
	for range commitTries {
		if posted, err = i.tryEvents(ctx, events, b); ops.CodeOf(err) != "stale_plan" {
			break
		}
	}
	return posted, err
}

func (i *Importer) tryEvents(ctx context.Context, events *reading, b ops.Batch) (Posted, error) {
	known := i.version()
	rows, err := i.forget(ctx, events.rows)
	if err != nil {
		return Posted{}, err
	}
	diff, err := i.store.Compare(ctx, rows)
	if err != nil {
		return Posted{}, err
	}
	diff.Base = min(diff.Base, known)
	var mistakes mistakeList
	for row, kind := range diff.Kinds {
		if kind == ops.Update {
			mistakes.add(keyReused(int(rows.Lines[row])))
		}
	}
	if err := mistakes.err(); err != nil || diff.Created == 0 {
		return Posted{}, err
	}
	b.Created, b.Unchanged = diff.Created, events.read-diff.Created
	b, err = i.store.Commit(ctx, b, rows, diff, nil)
	return Posted{Batch: b, Created: diff.Created}, err
}

func keyReused(item int) *ops.Error {
	return fault("key_reused", fmt.Sprintf("Event %d has the key of an event stored before, but other content.", item),
		"Give the event a key of its own, or send it exactly as before.", item).at(item, "key", "")
}

// mistakeList gathers up to MaxShown mistakes.
type mistakeList struct{ list ops.Mistakes }

func (m *mistakeList) add(e *ops.Error) {
	if len(m.list) < MaxShown {
		m.list = append(m.list, e)
	}
}

func (m *mistakeList) err() error {
	switch len(m.list) {
	case 0:
		return nil
	case 1:
		return m.list[0]
	}
	return m.list
}

// eventsReader reads the JSON of events, strictly: names are compared exactly,
// nothing may come twice, nothing may be left over.
type eventsReader struct {
	data    []byte
	decoder *json.Decoder
	rows    *rowBuilder
	item    int // number of the event being read
	seen    []int
}

// readEvents returns the events of a body, which are at least one.
func readEvents(data []byte, s *source) (*reading, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fault("empty_body", "The body is empty.", "Send a JSON array of events, or one event on each line.").Error
	}
	if !utf8.Valid(data) {
		return nil, fault("encoding", "The body is not UTF-8.", "Send JSON in UTF-8.").Error
	}
	record, _ := ops.RecordNamed("events")
	e := &eventsReader{data: data, decoder: json.NewDecoder(bytes.NewReader(data)), rows: newRowBuilder(record, s), seen: make([]int, len(record.Columns))}
	e.decoder.UseNumber()
	e.rows.same = e.repeated
	var mistakes mistakeList
	if err := e.items(&mistakes); err != nil {
		return nil, err
	}
	if err := mistakes.err(); err != nil {
		return nil, err
	}
	if e.item == 0 {
		return nil, fault("no_rows", "The array holds no events.", "Send at least one event.").Error
	}
	r := e.rows.reading("events")
	r.read = e.item
	return r, nil
}

// items reads every event. What is wrong with one event goes to mistakes; an
// error means that it is unknown where the next one begins.
func (e *eventsReader) items(mistakes *mistakeList) error {
	array := bytes.TrimLeft(e.data, " \t\r\n")[0] == '['
	if array {
		if _, err := e.decoder.Token(); err != nil {
			return e.badJSON(err)
		}
	}
	for {
		from := e.decoder.InputOffset()
		if array && !e.decoder.More() {
			if _, err := e.decoder.Token(); err != nil {
				return e.badJSON(err)
			}
			if rest := bytes.TrimSpace(e.data[e.decoder.InputOffset():]); len(rest) > 0 {
				return trailing(rest)
			}
			return nil
		}
		rest := bytes.TrimLeft(e.data[from:], " \t\r\n")
		switch {
		case array && len(rest) == 0:
			return e.badJSON(io.ErrUnexpectedEOF)
		case len(rest) == 0:
			return nil
		case !array && e.item > 0 && (rest[0] != '{' || !bytes.Contains(e.data[from:len(e.data)-len(rest)], []byte("\n"))):
			return trailing(rest)
		}
		e.item++
		if e.item > MaxRows {
			return fault("too_many_rows", fmt.Sprintf("The body has more than %d events.", MaxRows), "Post fewer events at a time.", MaxRows).Error
		}
		wrong, err := e.event()
		if err != nil {
			return err
		}
		if wrong != nil {
			wrong.Where.Line = e.item
			if !strings.HasPrefix(wrong.Message, "Event ") {
				wrong.Message = fmt.Sprintf("Event %d: %s", e.item, wrong.Message)
			}
			mistakes.add(wrong)
		}
	}
}

// event reads one object to its end, also when something is wrong with it.
func (e *eventsReader) event() (wrong *ops.Error, err error) {
	t, err := e.decoder.Token()
	if err != nil {
		return nil, e.badJSON(err)
	}
	if t != json.Delim('{') {
		return nil, fault("wrong_type", fmt.Sprintf("Event %d is %s, not an object.", e.item, kindOf(t)), "Send each event as an object.", e.item).at(e.item, "", "")
	}
	e.rows.start(e.item)
	for e.decoder.More() {
		name, err := e.decoder.Token()
		if err != nil {
			return nil, e.badJSON(err)
		}
		bad, err := e.field(name.(string))
		if err != nil {
			return nil, err
		}
		if bad != nil && wrong == nil {
			bad.Where.Column = ops.Show(name.(string))
			wrong = bad
		}
	}
	if _, err := e.decoder.Token(); err != nil {
		return nil, e.badJSON(err)
	}
	if wrong != nil {
		return wrong, nil
	}
	return e.rows.finish(), nil
}

// field reads the value of one field.
func (e *eventsReader) field(name string) (wrong *ops.Error, err error) {
	columns := e.rows.record.Columns
	c := e.rows.record.Column(name)
	switch {
	case c < 0:
		hint := "The fields are " + strings.Join(Header(e.rows.record), ", ") + "."
		wrong = fault("unknown_field", fmt.Sprintf("There is no field %s.", ops.Show(name)), hint, ops.Show(name)).Error
	case e.seen[c] == e.item:
		wrong = fault("duplicate_field", fmt.Sprintf("The field %s is given twice.", name), "Give it once.", name).Error
	default:
		e.seen[c] = e.item
	}
	if wrong == nil && columns[c].Name == "props" {
		return e.props(c)
	}
	t, err := e.decoder.Token()
	if err != nil {
		return nil, e.badJSON(err)
	}
	if wrong != nil || isDelim(t) {
		if wrong == nil {
			wrong = wrongType(t, columns[c].Type)
		}
		return wrong, e.skip(t)
	}
	if columns[c].Type == ops.Decimal {
		n, ok := t.(json.Number)
		if !ok || strings.ContainsAny(n.String(), "eE") || n == "-0" {
			return wrongType(t, ops.Decimal), nil
		}
		return e.rows.strict(c, []byte(n)), nil
	}
	s, ok := t.(string)
	if !ok {
		return wrongType(t, columns[c].Type), nil
	}
	if columns[c].Type == ops.Instant {
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			return fault("bad_time", fmt.Sprintf("“%s” is not a moment of RFC 3339.", ops.Show(s)), "Write it with its zone: 2026-09-01T06:10:00+08:00.",
				ops.Show(s)).value([]byte(s)), nil
		}
	}
	return e.rows.strict(c, []byte(s)), nil
}

// props reads a flat object of texts.
func (e *eventsReader) props(c int) (wrong *ops.Error, err error) {
	t, err := e.decoder.Token()
	if err != nil {
		return nil, e.badJSON(err)
	}
	if t != json.Delim('{') {
		return fault("wrong_type", fmt.Sprintf("props is %s, not an object.", kindOf(t)), `Send a flat object of texts: {"city":"Berlin"}.`, "props").Error, e.skip(t)
	}
	props := map[string]string{}
	for e.decoder.More() {
		name, err := e.decoder.Token()
		if err != nil {
			return nil, e.badJSON(err)
		}
		t, err := e.decoder.Token()
		if err != nil {
			return nil, e.badJSON(err)
		}
		text, ok := t.(string)
		if !ok {
			if err := e.skip(t); err != nil {
				return nil, err
			}
			wrong = fault("wrong_type", fmt.Sprintf("The property %s is %s, not a text.", ops.Show(name.(string)), kindOf(t)), "Send texts only.",
				ops.Show(name.(string))).Error
			continue
		}
		if bad := addProp(props, name.(string), text); bad != nil && wrong == nil {
			wrong = bad
		}
	}
	if _, err := e.decoder.Token(); err != nil {
		return nil, e.badJSON(err)
	}
	if wrong != nil {
		return wrong, nil
	}
	return e.rows.text(c, []byte(writeProps(props))), nil
}

// skip reads to the end of the array or object that t opens, if it does.
func (e *eventsReader) skip(t json.Token) error {
	depth := 0
	for {
		switch t {
		case json.Delim('{'), json.Delim('['):
			if depth++; depth > maxDepth {
				return fault("too_deep", fmt.Sprintf("The JSON is nested more than %d deep.", maxDepth), "Send events as flat objects.", maxDepth).at(e.item, "", "")
			}
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		var err error
		if t, err = e.decoder.Token(); err != nil {
			return e.badJSON(err)
		}
	}
}

// repeated decides about an event whose key the body gave before, in row at.
func (e *eventsReader) repeated(at int) *ops.Error {
	b := e.rows
	for c := range b.record.Columns {
		if b.rows.Dicts[c] != nil && b.code(c, at) != b.codes[c] || b.rows.Dicts[c] == nil && b.int(c, at) != b.ints[c] {
			return fault("key_reused", fmt.Sprintf("Event %d has the key of event %d, but other content.", e.item, b.rows.Lines[at]),
				"Give the event a key of its own.", e.item, int(b.rows.Lines[at])).at(e.item, "key", "")
		}
	}
	return nil
}

func (e *eventsReader) badJSON(err error) *ops.Error {
	what := "The JSON breaks off or is not well-formed"
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		what = fmt.Sprintf("The JSON is not well-formed at byte %d", syntax.Offset)
	}
	return fault("bad_json", fmt.Sprintf("%s, in event %d.", what, max(1, e.item)), "Send a JSON array of events, or one event on each line.",
		max(1, e.item)).at(max(1, e.item), "", "")
}

func trailing(rest []byte) *ops.Error {
	text := string(rest[:min(len(rest), 400)])
	return fault("trailing_data", "There is something after the last event.", "Send one JSON array, or one event on each line.").at(0, "",
		strings.ToValidUTF8(text, ""))
}

func wrongType(t json.Token, want ops.ColumnType) *ops.Error {
	what, hint := "a text", "Send a text in quotes; leave the field out if there is none."
	if want == ops.Decimal {
		what, hint = "a number", "Send a number in plain digits; leave the field out if there is none."
	}
	shown := ""
	if n, ok := t.(json.Number); ok {
		shown = n.String()
	}
	return fault("wrong_type", fmt.Sprintf("The field is %s, not %s.", kindOf(t), what), hint, kindOf(t), what).value([]byte(shown))
}

func isDelim(t json.Token) bool { _, ok := t.(json.Delim); return ok }

// kindOf says in words what a token begins.
func kindOf(t json.Token) string {
	switch t := t.(type) {
	case nil:
		return "null"
	case bool:
		return "true or false"
	case string:
		return "a text"
	case json.Number:
		if strings.ContainsAny(t.String(), "eE") || t == "-0" {
			return "a number in another form"
		}
		return "a number"
	case json.Delim:
		if t == '[' {
			return "an array"
		}
	}
	return "an object"
}
