package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"daybreak/internal/ops"
)

// spentBy makes one row of spend; account "" names none.
func spentBy(account string, day ops.Day) *ops.Rows {
	row := map[string]any{"date": day, "platform": "Google", "campaign": "c", "cost": 1, "currency": "CNY"}
	if account != "" {
		row["account"] = account
	}
	return build("spend").row(row).rows
}

// streamsOf writes the sources of a record: name, part, days since the first one,
// and who retired them.
func streamsOf(t *testing.T, s *Store) []string {
	t.Helper()
	sources, err := s.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range sources {
		out = append(out, fmt.Sprintf("%s/%s +%d %s", x.Name, x.Part, x.Through-firstDay, x.RetiredBy))
	}
	return out
}

// Each account of a platform has a watermark of its own, which nobody moves but
// its own files, a word on it, or a word on the whole platform.
func TestAccountsHaveWatermarksOfTheirOwn(t *testing.T) {
	s, ctx := fresh(t), context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	after := func(what string, want ...string) {
		t.Helper()
		t.Log(what)
		equal(t, streamsOf(t, s), want)
		dir := filepath.Dir(s.path)
		s.Close()
		s = reopen(t, dir)
		equal(t, streamsOf(t, s), want)
	}
	must(s.DeclareWatermark(ctx, "spend", "google", nil, firstDay+2, "Mei"))
	after("a word on a platform without rows", "google/ +2 ")
	commit(t, s, spentBy("North", firstDay+1))
	commit(t, s, spentBy("South", firstDay+10))
	after("files of two accounts", "google/North +2 ", "google/South +10 ")
	plain := commit(t, s, spentBy("", firstDay+4))
	after("rows that name no account are a stream of their own", "google/ +4 ", "google/North +2 ", "google/South +10 ")
	south := commit(t, s, spentBy("south", firstDay+30))
	after("a later file of one", "google/ +4 ", "google/North +2 ", "google/South +30 ")
	lower, none := "north", ""
	must(s.DeclareWatermark(ctx, "spend", "google", &lower, firstDay+7, "Mei"))
	after("a word on one account: what names none is as far as all that are named", "google/ +7 ", "google/North +7 ", "google/South +30 ")
	must(s.DeclareWatermark(ctx, "spend", "google", &none, firstDay+6, "Mei"))
	after("a word on what names none, no further", "google/ +7 ", "google/North +7 ", "google/South +30 ")

	north := "NORTH"
	must(s.RetireSource(ctx, "spend", "Google", &north, true, "Mei"))
	after("one account retired, the other goes on", "google/ +30 ", "google/North +7 Mei", "google/South +30 ")
	must(s.RetireSource(ctx, "spend", "Google", nil, true, "Ada"))
	after("the whole platform retired", "google/ +6 Ada", "google/North +7 Mei", "google/South +30 Ada")
	must(s.RetireSource(ctx, "spend", "Google", &none, false, "Ada"))
	after("what names no account taken back", "google/ +6 ", "google/North +7 Mei", "google/South +30 Ada")
	must(s.RetireSource(ctx, "spend", "Google", nil, false, "Ada"))
	for _, b := range []ops.Batch{plain, south} {
		_, err := s.Undo(ctx, b.ID, "Mei")
		must(err)
	}
	after("two undone", "google/ +7 ", "google/North +7 ", "google/South +10 ")
	must(s.DeclareWatermark(ctx, "spend", "google", nil, firstDay+20, "Mei"))
	after("a word on the platform", "google/ +20 ", "google/North +20 ", "google/South +20 ")
	west := "West"
	hasCode(t, s.RetireSource(ctx, "spend", "Google", &west, true, "Mei"), "unknown_source")
	hasCode(t, s.DeclareWatermark(ctx, "followers", "main", &lower, firstDay, "Mei"), "unknown_source")
}

// A record of the schema before accounts had watermarks has those its rows tell,
// and who was retired as a platform is retired in every account.
func TestMigrationTellsAccountsApart(t *testing.T) {
	s, ctx := fresh(t), context.Background()
	commit(t, s, spentBy("North", firstDay+1))
	commit(t, s, spentBy("South", firstDay+10))
	commit(t, s, build("counts").row(map[string]any{"date": firstDay, "name": "visits", "source": "shop", "value": 1}).rows)
	if err := s.DeclareWatermark(ctx, "costs", "", nil, firstDay+5, "Mei"); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, older(t, s, 22))
	want := []string{"/ +5 ", "visits/shop +0 ", "Google/North +1 ", "Google/South +10 "}
	equal(t, streamsOf(t, s), want)
	if err := s.RetireSource(ctx, "spend", "Google", nil, true, "Mei"); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, older(t, s, 22))
	want[2], want[3] = "Google/North +1 Mei", "Google/South +10 Mei"
	equal(t, streamsOf(t, s), want)
}

// Two spellings of an account that were merged are one stream.
func TestAccountsMergedAreOneStream(t *testing.T) {
	s := fresh(t)
	commit(t, s, spentBy("North", firstDay+1))
	commit(t, s, spentBy("Nord", firstDay+10))
	if _, err := s.Names().Merges.Add(t.Context(), ops.Merge{Dimension: "account", Name: "Nord", Kept: "North", By: "Mei"}); err != nil {
		t.Fatal(err)
	}
	equal(t, streamsOf(t, s), []string{"Google/North +10 "})
}
