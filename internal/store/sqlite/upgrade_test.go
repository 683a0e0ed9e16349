package sqlite

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// older makes a record of schema n in a new directory that holds what s holds,
// as far as that schema has room for it, and closes s.
func older(t *testing.T, s *Store, n int) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	if err := Init(dir); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, fileName)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := create(path); err != nil {
		t.Fatal(err)
	}
	all, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	exec := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.Exec(statement, args...); err != nil {
			t.Fatalf("%v: %s", err, statement)
		}
	}
	exec(fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA journal_mode = WAL`, applicationID))
	for _, m := range all[:n] {
		exec(m)
	}
	exec(fmt.Sprintf(`PRAGMA user_version = %d`, n))
	exec(`ATTACH ? AS now`, s.path)
	list := func(query string, args ...any) (out []string) {
		t.Helper()
		rows, err := db.Query(query, args...)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				t.Fatal(err)
			}
			out = append(out, s)
		}
		return out
	}
	for _, table := range list(`SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`) {
		have := list(`SELECT name FROM pragma_table_info(?, 'main')`, table)
		now := list(`SELECT name FROM pragma_table_info(?, 'now')`, table)
		both := slices.DeleteFunc(have, func(c string) bool { return !slices.Contains(now, c) })
		if len(both) > 0 {
			columns := "[" + strings.Join(both, "], [") + "]"
			exec(fmt.Sprintf(`INSERT OR REPLACE INTO main.[%s] (%s) SELECT %[2]s FROM now.[%[1]s]`, table, columns))
		}
	}
	return dir
}

// TestUpgrade (B4): records of every earlier schema come up to date with all
// their rows, and the older file stays beside.
func TestUpgrade(t *testing.T) {
	if testing.Short() {
		t.Skip("takes its steps one after the other")
	}
	all, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n < len(all); n++ {
		s := fresh(t)
		if _, err := s.Commit(t.Context(), ops.Batch{}, keywordDays(2000), nil, nil); err != nil {
			t.Fatal(err)
		}
		commit(t, s, rate(firstDay, "USD", 7))
		want := append(read(t, s, "spend"), read(t, s, "rates")...)
		dir := older(t, s, n)
		path := filepath.Join(dir, fileName)
		s = reopen(t, dir)
		if got := append(read(t, s, "spend"), read(t, s, "rates")...); !slices.Equal(got, want) {
			t.Errorf("schema %d: %d rows came through, want the same %d", n, len(got), len(want))
		}
		if err := s.Check(t.Context()); err != nil {
			t.Errorf("schema %d: %v", n, err)
		}
		if is, err := schemaOf(t.Context(), path); is != len(all) || err != nil {
			t.Errorf("schema %d became %d: %v", n, is, err)
		}
		if was, err := schemaOf(t.Context(), path+".before-upgrade"); was != n || err != nil {
			t.Errorf("schema %d is kept as %d: %v", n, was, err)
		}
		if left, _ := filepath.Glob(path + ".new*"); left != nil {
			t.Errorf("left behind: %v", left)
		}
		commit(t, s, rate(firstDay, "EUR", 8))
	}
}

// TestUpgradeRefused: a record that does not come through unchanged is left as
// it is, to the last byte.
func TestUpgradeRefused(t *testing.T) {
	for name, spoil := range map[string]string{
		"a row that is gone":      `DELETE FROM spend WHERE date = (SELECT min(date) FROM spend)`,
		"a row that is different": `UPDATE spend SET cost = cost + 1 WHERE date = (SELECT min(date) FROM spend)`,
		"a migration that fails":  `CREATE TABLE share (x)`,
	} {
		t.Run(name, func(t *testing.T) {
			s := fresh(t)
			if _, err := s.Commit(t.Context(), ops.Batch{}, keywordDays(2000), nil, nil); err != nil {
				t.Fatal(err)
			}
			dir := older(t, s, 1)
			path := filepath.Join(dir, fileName)
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(spoil); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Open(t.Context(), dir, Options{Calendar: calendar()})
			hasCode(t, err, "upgrade_failed")
			after, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file has changed (%v)", err)
			}
			if left, _ := filepath.Glob(path + ".*"); left != nil {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}
