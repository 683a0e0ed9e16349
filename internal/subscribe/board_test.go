package subscribe

import (
	"strings"
	"testing"

	"daybreak/internal/ops"
)

const boardFile = `title: {en: My figures, zh: 我的数字}
panels:
  - {id: a, type: table, title: {en: Channels, zh: 渠道}, by: platform, metric: cost, metrics: [cost]}
`

// A board goes to its owner while it is there, to others only while everybody sees it;
// one that is gone or private says that there is no such page, and nothing of it is sent.
func TestBoardsAreSentToWhoSeesThem(t *testing.T) {
	d := newDesk(t)
	d.spend(6)
	boards := d.store.Accounts().Boards()
	add := func(owner int64) ops.Board {
		b, err := boards.Add(t.Context(), ops.Board{Owner: owner, File: boardFile})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	own, other := add(d.ada.ID), add(1)
	mine := d.add(ops.Subscription{Topic: ops.TopicPage, Page: own.Page()})
	theirs := d.add(ops.Subscription{Topic: ops.TopicPage, Page: other.Page()})
	want := func(x ops.Subscription, state ops.RunState, code ops.Code) {
		t.Helper()
		got := d.runs(x)[0]
		if got.State != state || (got.Delivery != 0) != (code == "") || code != "" && (got.Why == nil || got.Why.Code != code) {
			t.Errorf("%s: %+v, want %s %s", x.Page, got, state, code)
		}
	}
	d.at(7, 8, 0)
	want(mine, ops.RunSent, "")
	want(theirs, ops.RunFailed, "page_gone")
	if n := len(d.sent()); n != 1 {
		t.Fatalf("%d messages are on their way, want Ada's own", n)
	}
	if text := d.text(d.sent()[0]); !strings.Contains(text, "My figures") || !strings.Contains(text, "120") {
		t.Errorf("%s", text)
	}
	other.Shared = true
	if _, err := boards.Change(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if err := boards.Remove(t.Context(), own.ID, own.Version); err != nil {
		t.Fatal(err)
	}
	d.spend(7)
	d.at(8, 8, 0)
	want(mine, ops.RunFailed, "page_gone")
	want(theirs, ops.RunSent, "")
}
