package sqlite

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// keptTexts lists the columns of texts and bytes that forgetting leaves alone, by why.
func keptTexts() map[string][]string {
	return map[string][]string{
		"names of things, which figures are about": {"follow_up.event", "name.text", "name.fold", "event_name.text", "note.scope", "try.scope", "try.measured_on", "try.control",
			"try.split_groups", "try_past.split_groups",
			"try_past.scope", "try_past.measured_on", "try_past.control", "alert.scope", "share.query", "subscription.query", "challenge.name", "challenge.fold", "challenge.slug",
			"challenge.title", "challenge_group.name", "challenge_group.fold", "challenge_group.channel", "channel_rule.platform", "channel_rule.campaign",
			"channel_rule.channel", "check_in_token.group", "targets.scope", "targets.parent", "targets.replaces", "posts.post_id",
			"commitment.scope", "published.scope", "user.sees", "token.sees", "share.sees"},
		"who may come in, and who did what here": {"user.name", "user.fold", "token.name", "batch.by", "batch.undone_by", "watermark.by", "merge.by", "said_past.by",
			"merge.undone_by", "mapping.by", "quiet.by", "retired.by", "channel_rule.by", "channel_rule.undone_by", "forgotten.by", "firing.by", "note_vote.user",
			"note.created_by", "note.changed_by", "try.created_by", "try.changed_by", "try_past.created_by", "try_past.changed_by", "alert.created_by",
			"alert.changed_by", "channel.created_by", "channel.changed_by", "audit.actor", "audit.ip", "session.ip", "session.agent",
			"board.created_by", "board.changed_by", "board_past.changed_by",
			"follow_up.created_by", "follow_up.changed_by", "report.created_by", "report.changed_by", "report.final_by", "commitment.created_by", "commitment.changed_by",
			"subscription.created_by", "subscription.changed_by", "user.mail"},
		"where messages go, until a person changes it": {"channel.key", "channel.name", "channel.shows", "channel.sealed", "delivery.recipient"},
		"words and numbers of the program": {"alert.channels", "alert.metric", "alert.reason", "alert.rule", "audit.action", "batch.record", "batch.state",
			"batch.via", "batch_sum.name", "challenge_group.code", "change.record", "channel.kind", "channel.lang", "channel_rule.record",
			"check_in_token.invite", "delivery.code", "delivery.kind", "delivery.once", "delivery.state", "forgotten.name", "holidays.kind", "merge.dimension",
			"note.kind", "note.link", "note.metrics", "quiet.record", "retired.record", "session.role", "setting.name", "setting.value", "share.page",
			"share.origin", "targets.kind", "targets.metric", "targets.phasing", "targets.state", "token.role", "try.also", "try.decision", "try.direction",
			"try.kind", "try.metric", "try.split", "restatement.metric",
			"try_past.split", "try_past.also", "try_past.decision", "try_past.direction", "try_past.kind", "try_past.metric", "user.role",
			"watermark.record", "said_past.kind", "said_past.record", "report.said", "commitment.metric", "published.kind", "published.metric",
			"subscription.key", "subscription.said", "subscription.topic", "subscription.page", "subscription.panel", "subscription.every", "subscription.lang",
			"subscription_run.state", "subscription_run.code", "subscription_run.said", "subscription_run.hint", "subscription_run.facts"},
		"digests": {"batch.sha256", "published.definitions", "check_in_token.hash", "forgotten.hash", "mapping.fingerprint", "session.hash", "set_up.hash", "share.hash", "token.hash",
			"way_in.hash", "user.password", "note.sent", "try.sent", "alert.sent", "report.sent", "commitment.sent", "subscription.sent", "follow_up.sent", "follow_up.said"},
	}
}

// Every column of texts is reached when somebody is forgotten, or left alone for a
// reason: a new one has to be thought about.
func TestForgettingKnowsEveryColumn(t *testing.T) {
	s := fresh(t)
	known := map[string]bool{"member_id.text": true, "check_in_token.name": true, "check_in_token.member": true, "check_in_key.key": true, "batch.file": true}
	for _, columns := range keptTexts() {
		for _, c := range columns {
			known[c] = true
		}
	}
	for _, w := range written() {
		for _, c := range w.columns {
			known[w.table+"."+c] = true
		}
	}
	for _, r := range ops.Records() {
		for _, c := range r.Columns {
			if c.Persons || r.Name == "members" || c.Key && len(memberColumns(r)) > 0 {
				known[r.Name+"."+c.Name] = true
			}
		}
	}
	for column := range textColumns(t, s) {
		if !known[column] {
			t.Errorf("%s may name a member, and nothing says what becomes of it", column)
		}
	}
}

// textColumns returns all that the columns of texts and bytes hold.
func textColumns(t *testing.T, s *Store) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := eachText(t.Context(), s.write, `SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND c.type IN ('TEXT', 'BLOB')`, 2, func(row []string) { out[row[0]+"."+row[1]] = "" })
	if err != nil {
		t.Fatal(err)
	}
	for column := range out {
		table, name, _ := strings.Cut(column, ".")
		err := eachText(t.Context(), s.write, fmt.Sprintf(`SELECT [%s] FROM [%s]`, name, table), 1, func(row []string) { out[column] += row[0] + "\n" })
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// Somebody who is a member, and owner of much, is in no column and no file any more:
// by id, name, nickname and contact.
func TestForgettingReachesEverything(t *testing.T) {
	s := known(t)
	ctx := t.Context()
	day := ops.DayOf(2026, 9, 3)
	day1 := map[string]any{"metric": "orders", "from": day, "to": day + 9, "goal": 9}
	day2 := map[string]any{"metric": "joins", "from": day, "to": day + 9, "goal": 9}
	day1["owner"], day1["approved_by"], day1["reason"] = "Mara Quill", "Mara Q", "mara-7 wants it"
	day2["owner"] = "mara@example.org"
	commit(t, s, build("targets").row(day1).rows)
	undone := commit(t, s, build("targets").row(day2).rows)
	commit(t, s, build("groups").row(map[string]any{"group": "early", "owner": "Mara Quill, ben"}).rows)
	commit(t, s, build("members").row(map[string]any{"member": "cleo", "tags": "friend of Mara Q"}).rows)
	at := time.Date(2026, 9, 6, 9, 0, 0, 0, time.UTC)
	commit(t, s, build("events").row(map[string]any{"member": "cleo", "at": at, "event": "join", "props": `{"call":"Mara Quill, mara@example.org"}`}).rows)
	commit(t, s, build("orders").row(map[string]any{"order_id": "mara-7/1", "at": at, "member": "mara-7", "product": "Course", "revenue": 1, "currency": "CNY"}).rows)
	if _, err := s.Undo(ctx, undone.ID, "test"); err != nil {
		t.Fatal(err)
	}
	owned := ops.Try{Title: "Ask Mara Q", Kind: "price", Hypothesis: "Mara Quill knows", Metric: "orders", Direction: ops.UpGood, Start: day, End: day + 5,
		Expected: .1, Probability: .5, Owner: "Mara Quill"}
	try, _, err := s.Tries().Add(ctx, owned, "")
	if err != nil {
		t.Fatal(err)
	}
	try.Hypothesis = "mara-7 was asked"
	if _, err := s.Tries().Change(ctx, try, day, false); err != nil {
		t.Fatal(err)
	}
	alert := ops.Alert{Title: "For Mara Quill", Rule: "below", Metric: "orders", Limit: 1, CoolDown: 1, Owner: "Mara Q"}
	if _, _, err := s.Alerts().Add(ctx, alert, ""); err != nil {
		t.Fatal(err)
	}
	channel, err := s.Alerts().Channels().Add(ctx, ops.Channel{Name: "ops", Kind: "webhook", Lang: "en", Sealed: []byte("x")})
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{"Mara Quill is behind", "mara@example.org"} {
		d := ops.Delivery{Channel: channel.ID, Once: fmt.Sprint(i), Kind: "alert", Title: text, Made: at, Due: at,
			Message: fmt.Appendf(nil, `{"Title":%q,"Data":{"owner":"Mara Q"}}`, text)}
		if _, err := s.Alerts().Outbox().Put(ctx, []ops.Delivery{d}); err != nil {
			t.Fatal(err)
		}
	}
	first, _, err := s.Alerts().Outbox().One(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	first.State, first.Why = ops.DeliveryDead, &ops.Error{Code: "refused", Message: "mara@example.org: no such mailbox", Args: []any{"mara@example.org"}}
	if err := s.Alerts().Outbox().Record(ctx, first); err != nil {
		t.Fatal(err)
	}
	for print, mapping := range map[string]string{"a": `{"answers":{"owner":"Mara Quill"}}`, "b": `{"answers":{"Mara Quill":"ben"}}`} {
		if err := s.Mappings().KeepMapping(ctx, print, []byte(mapping), "test"); err != nil {
			t.Fatal(err)
		}
	}
	for _, older := range []string{beforeUpgrade, beforeRestore} {
		if err := os.WriteFile(s.path+older, []byte("mara-7"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	left, err := PersonsIn(s).Forget(ctx, "mara-7")
	if err != nil {
		t.Fatal(err)
	}
	gone := []string{"mara-7", "Mara Q", "mara@example.org"}
	for column, text := range textColumns(t, s) {
		for _, g := range gone {
			if text = strings.ReplaceAll(text, "mara-70", ""); strings.Contains(text, g) {
				t.Errorf("%s holds %s: %s", column, g, text)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(s.path), "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		b, _ := os.ReadFile(file) // the socket cannot be read
		for _, g := range gone {
			if bytes.Contains(bytes.ReplaceAll(b, []byte("mara-70"), nil), []byte(g)) {
				t.Errorf("%s holds %s", filepath.Base(file), g)
			}
		}
	}
	if err := s.Check(ctx); err != nil {
		t.Errorf("the control totals: %v", err)
	}
	if d, _, err := s.Alerts().Outbox().One(ctx, 1); err != nil || string(d.Message) != `{"Data":{"owner":"`+left.Name+`"},"Title":"`+left.Name+` is behind"}` {
		t.Errorf("the message: %s %v", d.Message, err)
	}
	if got := strings.Join(read(t, s, "groups"), ""); !strings.Contains(got, left.Name+", ben") {
		t.Errorf("the owner of a group: %s", got)
	}
	if kept, err := s.Mappings().Mappings(ctx); err != nil || len(kept) != 0 {
		t.Errorf("remembered: %+v %v", kept, err)
	}
	if held, err := PersonsIn(s).Held(ctx, left.Name); err != nil || !slices.ContainsFunc(held.Tables, func(x ops.HeldTable) bool { return x.Name == "alert" }) {
		t.Errorf("what is held of what is left: %v", err)
	}
}
