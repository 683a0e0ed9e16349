package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/web/importing"
)

func testInbox(t *testing.T) (*inbox, *workspace) {
	t.Helper()
	env := &environment{ctx: t.Context(), clock: func() time.Time { return time.Date(2026, 9, 30, 12, 0, 0, 0, time.UTC) }, log: slog.New(slog.DiscardHandler)}
	w, err := openWorkspace(env, filepath.Join(t.TempDir(), "data"), calendarFlags{})
	must(t, err)
	t.Cleanup(func() { w.Close() })
	b, err := newInbox(t.TempDir(), w.importer(env), env)
	must(t, err)
	return b, w
}

func (b *inbox) names(t *testing.T, folder string) []string {
	t.Helper()
	names, _, err := filesIn(filepath.Join(b.dir, folder))
	must(t, err)
	slices.Sort(names)
	return names
}

func (b *inbox) codes() map[string]ops.Code {
	out := map[string]ops.Code{}
	for _, p := range b.Parked() {
		out[p.Name] = p.Why.Code
	}
	return out
}

// Known layouts are imported once they have arrived in full, once only; the
// rest waits with a reason, and is imported when a person has settled it.
func TestInbox(t *testing.T) {
	b, w := testInbox(t)
	put := func(name, content string) {
		t.Helper()
		must(t, os.WriteFile(filepath.Join(b.dir, name), []byte(content), 0o600))
	}
	look := func() {
		t.Helper()
		must(t, b.look(t.Context()))
	}
	batches := func() []ops.Batch {
		t.Helper()
		all, err := w.store.Batches(t.Context(), 100, 0)
		must(t, err)
		return all
	}
	own := spendHeader + "2026-09-01,baidu,,brand,,,search-ads,,100,10,1000.00,CNY,,\n"
	export := "Day,Campaign,Impressions,Clicks,Spend\n2026-09-03,other,1000,40,10.50\n"
	put("own.csv", own)
	put("export.csv", export)
	put(".hidden.csv", own)
	put("coming.csv.part", own)
	look()
	if n := len(batches()); n != 0 {
		t.Fatalf("%d imports before the files were seen twice", n)
	}
	put("own.csv", own+"2026-09-02,baidu,,brand,,,search-ads,,100,10,500.00,CNY,,\n") // still arriving
	look()
	if n := len(batches()); n != 0 {
		t.Fatalf("a file was imported while it arrived")
	}
	look()
	if all := batches(); len(all) != 1 || all[0].Created != 2 || all[0].Via != "inbox" {
		t.Fatalf("%+v", all)
	}
	if got := b.codes(); len(got) != 1 || got["export.csv"] != "questions_open" {
		t.Errorf("parked: %v", got)
	}
	if got := b.names(t, importedFolder); !slices.Equal(got, []string{"own.csv"}) {
		t.Errorf("imported: %v", got)
	}
	// The same bytes under another name are not imported again. A day that
	// falls by 92 % and a bad row are for a person to see.
	put("again.csv", own+"2026-09-02,baidu,,brand,,,search-ads,,100,10,500.00,CNY,,\n")
	put("falls.csv", spendHeader+"2026-09-01,baidu,,brand,,,search-ads,,100,10,80.00,CNY,,\n")
	put("bad.csv", spendHeader+"2026-09-05,baidu,,brand,,,search-ads,,100,10,NaN,CNY,,\n")
	look()
	look()
	if n := len(batches()); n != 1 {
		t.Fatalf("%d imports", n)
	}
	if got := b.codes(); len(got) != 3 || got["falls.csv"] != "sum_falls" || got["bad.csv"] != "not_a_number" {
		t.Errorf("parked: %v", got)
	}
	if got := b.names(t, importedFolder); !slices.Equal(got, []string{"again.csv", "own.csv"}) {
		t.Errorf("imported: %v", got)
	}
	// A person imports the export by answering; the folder learns from it.
	f, err := b.Open("export.csv")
	must(t, err)
	f.Close()
	file, err := os.Open(filepath.Join(b.dir, parkedFolder, "export.csv"))
	must(t, err)
	defer file.Close()
	plan, err := b.importer.Plan(t.Context(), ingest.File{Name: "export.csv", Size: int64(len(export)), R: file},
		ingest.Options{Said: ingest.Said{Answers: map[string]string{"platform": "baidu", "currency": "CNY"}}})
	must(t, err)
	_, err = b.importer.Commit(t.Context(), plan, ingest.By{Via: "page", Name: "Mei"}, nil)
	must(t, err)
	// Whose name tells is imported; of the other nobody knows whether it is of the same platform.
	put("baidu next.csv", "Day,Campaign,Impressions,Clicks,Spend\n2026-09-04,other,1000,40,11.50\n")
	put("other.csv", "Day,Campaign,Impressions,Clicks,Spend\n2026-10-04,other,1000,40,11.50\n")
	look()
	look()
	if all := batches(); len(all) != 3 || all[0].File != "baidu next.csv" {
		t.Errorf("after the answer: %+v", all)
	}
	if got := b.codes(); len(got) != 3 || got["other.csv"] != "questions_open" {
		t.Errorf("parked: %v", got)
	}
	if _, err := b.Open("export.csv"); ops.CodeOf(err) != "unknown_upload" {
		t.Errorf("a file that is not parked any more: %v", err)
	}
	for _, name := range []string{"../own.csv", "own.csv", "", ".hidden.csv"} {
		if _, err := b.Open(name); ops.CodeOf(err) != "unknown_upload" {
			t.Errorf("%q opens: %v", name, err)
		}
	}
	// A restart knows the parked files again and imports nothing twice.
	n := len(batches())
	again := &inbox{dir: b.dir, importer: b.importer, clock: b.clock, log: b.log, seen: map[string]fileState{}, parked: map[string]importing.Parked{}}
	must(t, again.look(t.Context()))
	must(t, again.look(t.Context()))
	if got := again.codes(); len(got) != 3 || len(batches()) != n {
		t.Errorf("after a restart: %v, %d imports, were %d", got, len(batches()), n)
	}
}

// A file that cannot be read, one that is cut off and one of a million bytes of
// nothing do not keep the others from being imported.
func TestInboxGoesOnAfterAFileThatCannotBeRead(t *testing.T) {
	b, w := testInbox(t)
	closed := filepath.Join(b.dir, "a closed.csv")
	must(t, os.WriteFile(closed, []byte(spendHeader), 0o000))
	must(t, os.WriteFile(filepath.Join(b.dir, "b cut off.xlsx"), []byte("PK\x03\x04 and no more"), 0o600))
	must(t, os.WriteFile(filepath.Join(b.dir, "c zeros.csv"), make([]byte, 1<<20), 0o600))
	must(t, os.WriteFile(filepath.Join(b.dir, "d good.csv"), []byte(spendHeader+"2026-09-01,baidu,,brand,,,search-ads,,100,10,1.00,CNY,,\n"), 0o600))
	must(t, b.look(t.Context()))
	must(t, b.look(t.Context()))
	all, err := w.store.Batches(t.Context(), 100, 0)
	must(t, err)
	if len(all) != 1 || all[0].File != "d good.csv" {
		t.Errorf("%+v", all)
	}
	got := b.codes()
	if got["b cut off.xlsx"] == "" || got["c zeros.csv"] == "" || os.Geteuid() != 0 && got["a closed.csv"] != "unreadable" || len(got) != 3 {
		t.Errorf("parked: %v", got)
	}
	if why, err := b.take(t.Context(), filepath.Join(b.dir, "none.csv")); err != nil || why == nil || why.Code != "unreadable" {
		t.Errorf("a file that is gone: %v %v", why, err)
	}
}

func TestInboxThatIsNotThere(t *testing.T) {
	if code, _, errs := runs(t, "serve", "--data", filepath.Join(t.TempDir(), "data"), "--listen", "127.0.0.1:0", "--no-login", "--inbox",
		filepath.Join(t.TempDir(), "none")); code != 78 || errs == "" {
		t.Errorf("exit %d: %s", code, errs)
	}
}
