package sqlite

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// The morning briefs of channels become subscriptions: of who made the channel where they
// may send there, else of the first administrator, with the same rhythm, hour, language
// and channel. None is sent for an hour before the upgrade.
func TestBriefsBecomeSubscriptions(t *testing.T) {
	s := fresh(t)
	users := map[string]int64{}
	for _, u := range []ops.User{{Name: "Root", Role: ops.Admin}, {Name: "Eda", Role: ops.Editor}, {Name: "Vic", Role: ops.Viewer}} {
		kept, err := s.Accounts().AddUser(t.Context(), u)
		if err != nil {
			t.Fatal(err)
		}
		users[u.Name] = kept.ID
	}
	for _, by := range []string{"Eda", "Vic", "Eda", "Eda"} {
		ctx := ops.WithActor(t.Context(), ops.Actor{Name: by})
		if _, err := s.Alerts().Channels().Add(ctx, ops.Channel{Name: "c", Kind: "page", Lang: "zh", Sealed: []byte{1}}); err != nil {
			t.Fatal(err)
		}
	}
	dir := older(t, s, 32)
	db, err := sql.Open("sqlite3", filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range []string{`brief = 'workdays', brief_hour = 7 WHERE id = 1`, `brief = 'weekly', brief_hour = 9 WHERE id = 2`,
		`brief = 'daily', deleted = 1 WHERE id = 4`} { // the third has none
		if _, err := db.Exec(`UPDATE channel SET ` + set); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before := time.Now().Add(-2 * time.Second)
	s = reopen(t, dir)
	all, err := s.Alerts().Subscriptions().All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range all {
		got = append(got, fmt.Sprint(x.Owner, x.Topic, x.Every, int(x.Weekday), x.Hour, x.Channel, x.Lang, x.Paused, x.Version))
		if x.Set.Before(before) || x.Check() != nil {
			t.Errorf("%+v: %v", x, x.Check())
		}
	}
	want := []string{fmt.Sprint(users["Eda"], "brief", "workdays", 0, 7, 1, "zh", false, 1), fmt.Sprint(users["Root"], "brief", "weekly", 1, 9, 2, "zh", false, 1)}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}
