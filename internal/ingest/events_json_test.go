package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"daybreak/internal/ops"
)

func eventsImporter(t testing.TB) (*Importer, *memory) {
	store := newMemory()
	return NewImporter(store, testSettings(t, "Asia/Shanghai")), store
}

func post(i *Importer, body string) (Posted, error) {
	return i.PostEvents(context.Background(), strings.NewReader(body), By{"api", "app"})
}

const (
	visit   = `{"key":"k1","member":"m1","at":"2026-09-01T06:10:00+08:00","event":"$page view","group":"beijing","value":1.5,"props":{"b":"2","a":"1"}}`
	checkIn = `{"member":"m2","at":"2026-09-01T22:30:00.25Z","event":"check_in"}`
)

func TestPostEvents(t *testing.T) {
	for name, body := range map[string]string{
		"array":  " [" + visit + ",\n" + checkIn + "] \n",
		"ndjson": visit + "\n\n" + checkIn + "\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			i, store := eventsImporter(t)
			p, err := post(i, body)
			if err != nil {
				t.Fatal(err)
			}
			if p.Received != 2 || p.Created != 2 || p.Unchanged != 0 {
				t.Errorf("%+v", p)
			}
			// 22:30 UTC is 06:30 of the day after in Shanghai.
			if got, want := p.Batch.Days.String(), "2026-09-01 to 2026-09-02"; got != want {
				t.Errorf("days %s, want %s", got, want)
			}
			if want := ops.DayOf(2026, 9, 2); p.Batch.Through != want {
				t.Errorf("through %s, want %s", p.Batch.Through, want)
			}
			at := time.Date(2026, 8, 31, 22, 10, 0, 0, time.UTC).UnixMicro()
			want := strings.Join([]string{"k1", "m1", fmt.Sprint(at), "$page view", "beijing", "", "", "", "", "1500000", `{"a":"1","b":"2"}`}, "\x00")
			if got, _ := store.now("events\x00k1"); got != want {
				t.Errorf("stored %q, want %q", got, want)
			}

			// The same again changes nothing and makes no batch.
			p, err = post(i, body)
			if err != nil || p.Created != 0 || p.Unchanged != 2 || p.Batch.ID != 0 || len(store.batches) != 1 {
				t.Errorf("the same again: %+v, %v", p, err)
			}
		})
	}
}

func TestPostEventsWatermark(t *testing.T) {
	i, _ := eventsImporter(t)
	// Today is 2026-11-22: it is not over.
	p, err := post(i, `{"member":"m1","at":"2026-11-22T06:10:00+08:00","event":"check_in"}`)
	if want := ops.DayOf(2026, 11, 21); err != nil || p.Batch.Through != want {
		t.Errorf("through %s, want %s (%v)", p.Batch.Through, want, err)
	}
}

func TestPostEventsSameKey(t *testing.T) {
	i, store := eventsImporter(t)
	if _, err := post(i, visit); err != nil {
		t.Fatal(err)
	}
	other := strings.Replace(visit, "beijing", "shanghai", 1)
	if _, err := post(i, checkIn+"\n"+other); ops.CodeOf(err) != "key_reused" {
		t.Errorf("another body under the same key: %v", err)
	}
	if _, err := post(i, strings.Replace(checkIn, "}", `,"group":"x"}`, 1)+"\n"+checkIn); ops.CodeOf(err) != "key_reused" {
		t.Errorf("another body for the same member, moment and name in one request: %v", err)
	}
	if len(store.batches) != 1 {
		t.Error("a refused request stored something")
	}
	p, err := post(i, checkIn+"\n"+visit+"\n"+checkIn)
	if err != nil || p.Received != 3 || p.Created != 1 || p.Unchanged != 2 {
		t.Errorf("%+v, %v; want 1 of 3 created", p, err)
	}
}

// TestPostEventsTogether: the same event posted by many at once is stored
// once, and everybody is told yes.
func TestPostEventsTogether(t *testing.T) {
	i, store := eventsImporter(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	created := 0
	for range 50 {
		wg.Go(func() {
			p, err := post(i, visit)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			created += p.Created
		})
	}
	wg.Wait()
	if created != 1 || len(store.batches) != 1 {
		t.Errorf("created %d, batches %d; want 1, 1", created, len(store.batches))
	}
}

// rival is a store in which a file is committed between the first comparison
// and its commit.
type rival struct {
	*memory
	once sync.Once
}

func (r *rival) Compare(ctx context.Context, rows *ops.Rows) (*ops.Diff, error) {
	d, err := r.memory.Compare(ctx, rows)
	r.once.Do(func() { r.version++ })
	return d, err
}

func TestPostEventsAgainAfterStalePlan(t *testing.T) {
	i := NewImporter(&rival{memory: newMemory()}, testSettings(t, "UTC"))
	if p, err := post(i, visit); err != nil || p.Created != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestBadEvents(t *testing.T) {
	event := func(fields string) string {
		return `{"member":"m1","at":"2026-09-01T06:10:00Z","event":"a",` + fields + `}`
	}
	for _, c := range []struct {
		name, body string
		code       ops.Code
		item       int
		column     string
	}{
		{"nothing", "", "empty_body", 0, ""},
		{"blanks", " \n", "empty_body", 0, ""},
		{"no events", "[]", "no_rows", 0, ""},
		{"no JSON", "member,at", "bad_json", 1, ""},
		{"trailing after an object", visit + " trailing", "trailing_data", 0, ""},
		{"trailing after the array", "[" + visit + "] x", "trailing_data", 0, ""},
		{"two objects on one line", visit + visit, "trailing_data", 0, ""},
		{"an array after an object", visit + "\n[" + checkIn + "]", "trailing_data", 0, ""},
		{"broken off", "[" + visit, "bad_json", 1, ""},
		{"broken off inside", visit[:40], "bad_json", 1, ""},
		{"comma too many", "[" + visit + ",]", "bad_json", 2, ""},
		{"no comma", "[" + visit + checkIn + "]", "bad_json", 2, ""},
		{"not UTF-8", `{"member":"` + "\xff" + `"}`, "encoding", 0, ""},
		{"number as event", "[" + visit + ",7]", "wrong_type", 2, ""},
		{"array as event", "[[]]", "wrong_type", 1, ""},
		{"unknown field", visit + "\n" + event(`"role":"admin"`), "unknown_field", 2, "role"},
		{"wrong case", event(`"Group":"x"`), "unknown_field", 1, "Group"},
		{"field twice", event(`"group":"x","group":"x"`), "duplicate_field", 1, "group"},
		{"null", event(`"group":null`), "wrong_type", 1, "group"},
		{"number for a text", event(`"group":7`), "wrong_type", 1, "group"},
		{"array for a text", event(`"group":["x"]`), "wrong_type", 1, "group"},
		{"text for a number", event(`"value":"7"`), "wrong_type", 1, "value"},
		{"true for a number", event(`"value":true`), "wrong_type", 1, "value"},
		{"exponent", event(`"value":1e400`), "wrong_type", 1, "value"},
		{"minus zero", event(`"value":-0`), "wrong_type", 1, "value"},
		{"too precise", event(`"value":0.1234567`), "too_precise", 1, "value"},
		{"too large", event(`"value":9000000.000001`), "out_of_range", 1, "value"},
		{"nested", event(`"group":` + strings.Repeat("[", 20_000)), "too_deep", 1, ""},
		{"nested at the top", strings.Repeat("[", 20_000), "wrong_type", 1, ""},
		{"props is a text", event(`"props":"x"`), "wrong_type", 1, "props"},
		{"props not flat", event(`"props":{"a":{"b":"c"}}`), "wrong_type", 1, "props"},
		{"props with a number", event(`"props":{"a":1}`), "wrong_type", 1, "props"},
		{"props twice", event(`"props":{"a":"1","a":"1"}`), "duplicate_field", 1, "props"},
		{"no member", `{"at":"2026-09-01T06:10:00Z","event":"a"}`, "blank_name", 1, "member"},
		{"blank event", `{"member":"m","at":"2026-09-01T06:10:00Z","event":" "}`, "blank_name", 1, "event"},
		{"no moment", `{"member":"m","event":"a"}`, "blank_value", 1, "at"},
		{"moment without zone", `{"member":"m","at":"2026-09-01T06:10:00","event":"a"}`, "bad_time", 1, "at"},
		{"moment with a blank", `{"member":"m","at":"2026-09-01 06:10:00Z","event":"a"}`, "bad_time", 1, "at"},
		{"moment that does not exist", `{"member":"m","at":"2026-02-30T06:10:00Z","event":"a"}`, "bad_time", 1, "at"},
		{"moment after tomorrow", `{"member":"m","at":"2026-11-24T06:10:00Z","event":"a"}`, "future_time", 1, "at"},
		{"long name", `{"member":"m","at":"2026-09-01T06:10:00Z","event":"` + strings.Repeat("e", 121) + `"}`, "name_too_long", 1, "event"},
		{"a text of 1 MB", `{"member":"` + strings.Repeat("m", 1<<20) + `","at":"2026-09-01T06:10:00Z","event":"a"}`, "name_too_long", 1, "member"},
		{"half a surrogate pair", event(`"group":"\ud800"`), "control_char", 1, "group"},
		{"NUL", event(`"group":"a\u0000b"`), "control_char", 1, "group"},
	} {
		t.Run(c.name, func(t *testing.T) {
			i, store := eventsImporter(t)
			_, err := post(i, c.body)
			var e *ops.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want %s", err, c.code)
			}
			if e.Code != c.code || e.Where.Line != c.item || e.Where.Column != c.column || e.Message == "" || e.Hint == "" {
				t.Errorf("got %+v, want %s, event %d, field %q", e, c.code, c.item, c.column)
			}
			if store.version != 0 {
				t.Error("a refused body changed the record")
			}
		})
	}
}

func TestBadEventsAllAtOnce(t *testing.T) {
	i, _ := eventsImporter(t)
	_, err := post(i, `{"member":"m"}`+"\n"+visit+"\n"+`{"membre":"m"}`)
	var all ops.Mistakes
	if !errors.As(err, &all) || len(all) != 2 || all[0].Where.Line != 1 || all[1].Where.Line != 3 {
		t.Errorf("got %v, want mistakes in events 1 and 3", err)
	}
}

func TestEventsBodyLimit(t *testing.T) {
	i, _ := eventsImporter(t)
	body := visit + strings.Repeat("\n", int(MaxEventsBody)-len(visit))
	if _, err := post(i, body); err != nil {
		t.Error("a body of exactly the limit:", err)
	}
	if _, err := post(i, body+"\n"); ops.CodeOf(err) != "body_too_large" {
		t.Error(err)
	}
}

// FuzzEvents: no panic, every event is stored, there already, or complained of.
func FuzzEvents(f *testing.F) {
	for _, s := range []string{visit, "[" + visit + "," + checkIn + "]", visit + "\n" + checkIn, "[", "{}", `[{"props":{"a":[1]}}]`, "[]x"} {
		f.Add(s)
	}
	s := testSettings(f, "Europe/Berlin")
	f.Fuzz(func(t *testing.T, body string) {
		r, err := readEvents([]byte(body), &source{settings: s, now: s.Clock()})
		if err != nil {
			if ops.CodeOf(err) == "" {
				t.Fatal(err)
			}
			return
		}
		if r.rows.Len() == 0 || r.rows.Len() > r.read || len(r.rows.Lines) != r.rows.Len() {
			t.Fatalf("%d rows of %d events", r.rows.Len(), r.read)
		}
	})
}
