package lookout

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"daybreak/internal/notify"
	"daybreak/internal/ops"
)

// What is behind is told in place of its figure, and a brief that is late says so.
func TestTheBriefOfAMorning(t *testing.T) {
	p := newPlace(t)
	eight := time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)
	p.now = eight
	p.spend(6, "05:100", "06:120")
	brief := func(due time.Time, day int) (title, text string) {
		t.Helper()
		on := ops.DayOf(2026, 9, day)
		m, err := p.Brief(t.Context(), p.Data(), p.Book, "en", due, ops.Range{From: on, To: on + 1})
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return m.Title, string(b)
	}
	title, text := brief(eight, 6)
	if title != "Daybreak: Sep 6, 2026" || strings.Contains(text, "Late") {
		t.Errorf("%s %s", title, text)
	}
	for _, want := range []string{"No alert fired.", "¥120", "All data through Sep 6"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s lacks %q", text, want)
		}
	}
	p.now = time.Date(2026, 9, 8, 9, 30, 0, 0, time.UTC)
	_, text = brief(eight.AddDate(0, 0, 1), 7)
	for _, want := range []string{"Late: it was due at 08:00.", "the data ends on Sep 6"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s lacks %q", text, want)
		}
	}
	if strings.Contains(text, "¥") {
		t.Errorf("%s has a figure that is not known", text)
	}
}

// What a brief states is kept as published once it is on its way, once.
func TestFiguresOfABriefArePublished(t *testing.T) {
	p := newPlace(t)
	p.now = time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)
	p.spend(6, "05:100", "06:120")
	sixth := ops.Range{From: ops.DayOf(2026, 9, 6), To: ops.DayOf(2026, 9, 7)}
	m, err := p.Brief(t.Context(), p.Data(), p.Book, "en", p.now, sixth)
	if err != nil {
		t.Fatal(err)
	}
	channel, err := p.store.Alerts().Channels().Add(t.Context(), ops.Channel{Name: "Ops", Kind: string(notify.Page), Lang: "en", Sealed: []byte{1}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		d, err := notify.Put("brief:1", channel, m, p.now, p.now)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Outbox.Put(t.Context(), []ops.Delivery{d}); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := p.store.Plans().Reports().Published(t.Context(), ops.PublishedQuery{Limit: 9})
	if err != nil || len(kept) != 1 {
		t.Fatalf("%d figures are kept, %v", len(kept), err)
	}
	if f := kept[0]; f.Metric != "cost" || f.Value != 120 || f.Days != sixth || f.Kind != ops.PublishedMessage || f.Definitions != p.Data().Catalog.Digest {
		t.Errorf("kept is %+v", f)
	}
}
