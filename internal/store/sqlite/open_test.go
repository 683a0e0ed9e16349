package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

var update = flag.Bool("update", false, "write testdata/schema.golden.sql")

// TestSchema holds the schema that all migrations make against the golden file.
func TestSchema(t *testing.T) {
	s := fresh(t)
	rows, err := s.write.Query(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		b.WriteString(text + ";\n\n")
	}
	const golden = "testdata/schema.golden.sql"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the schema is not that of %s; a new migration updates it with -update", golden)
	}
}

// TestTables holds the tables against the list of records.
func TestTables(t *testing.T) {
	s := fresh(t)
	for name, l := range s.layouts {
		columns := make(map[string]bool)
		rows, err := s.write.Query(`SELECT name FROM pragma_table_info(?)`, name)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var c string
			if err := rows.Scan(&c); err != nil {
				t.Fatal(err)
			}
			columns[c] = true
		}
		rows.Close()
		for i := range l.stored {
			if !columns[l.name(i)] {
				t.Errorf("table %s lacks %s", name, l.name(i))
			}
			delete(columns, l.name(i))
		}
		delete(columns, "batch")
		if len(columns) > 0 {
			t.Errorf("table %s has columns no record has: %v", name, columns)
		}
		if _, err := s.read.Exec(fmt.Sprintf("SELECT * FROM %s_now", name)); err != nil {
			t.Errorf("view of %s: %v", name, err)
		}
	}
}

func TestSettingsOfConnections(t *testing.T) {
	s := fresh(t)
	if err := checkSettings(t.Context(), s.write); err != nil {
		t.Fatal(err)
	}
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "page_size": "8192"} {
		var got string
		if err := s.write.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, want %s (%v)", pragma, got, want, err)
		}
	}
	for version, want := range map[string]bool{"3.51.2": false, "3.51.3": true, "3.9.9": false, "4.0.0": true, "?": false} {
		if atLeast(version, oldest()) != want {
			t.Errorf("version %s accepted: %v", version, !want)
		}
	}
}

// TestReaderOnlySelects tries what has been seen to write through a read-only
// handle.
func TestReaderOnlySelects(t *testing.T) {
	s := fresh(t)
	outside := filepath.Join(t.TempDir(), "x.db")
	for _, q := range []string{
		"DROP TABLE spend", "SELECT 1; DROP TABLE spend", "INSERT INTO setting VALUES ('a', 'b')", "DELETE FROM batch", "UPDATE batch SET by = ''",
		"PRAGMA query_only = 0", "PRAGMA user_version = 9", "ATTACH '" + outside + "' AS x", "VACUUM INTO '" + outside + "'", "CREATE TEMP TABLE t (a)", "BEGIN",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
		"SELECT bulk('DELETE FROM name', '', x'', x'')", "SELECT bulk('PRAGMA user_version = 9', '', x'', x'')",
	} {
		rows, err := s.read.Query(q)
		if err == nil {
			for rows.Next() {
			}
			err = rows.Err()
			rows.Close()
		}
		if err == nil {
			t.Errorf("%s was let through", q)
		}
	}
	if _, err := os.Stat(outside); err == nil {
		t.Error("a file was written outside")
	}
	var n int
	if err := s.read.QueryRow(`SELECT count(*) FROM name`).Scan(&n); err != nil || n != 1 {
		t.Errorf("%d names are left: %v", n, err)
	}
}

func TestPermissions(t *testing.T) {
	s := fresh(t)
	commit(t, s, build("rates").row(map[string]any{"date": firstDay, "currency": "USD", "rate": 7}).rows)
	err := filepath.WalkDir(filepath.Dir(s.path), func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestRefusals opens what must not be opened and sees that no byte changes.
func TestRefusals(t *testing.T) {
	base := filepath.Join(t.TempDir(), "base")
	if err := Init(base); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), base, Options{Calendar: calendar()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context(), ops.Batch{}, keywordDays(5000), nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(filepath.Join(base, fileName))
	if err != nil {
		t.Fatal(err)
	}
	with := func(at int, value uint32) []byte {
		b := bytes.Clone(sound)
		binary.BigEndian.PutUint32(b[at:], value)
		return b
	}
	garbled := bytes.Clone(sound)
	copy(garbled[5*8192:], bytes.Repeat([]byte("damage"), 3000))
	other := filepath.Join(t.TempDir(), "other.db")
	db, err := sql.Open("sqlite3", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE TABLE notes (text TEXT)`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	foreign, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		code ops.Code
	}{
		"empty":             {nil, "db_damaged"},
		"short":             {sound[:60], "db_damaged"},
		"truncated":         {sound[:len(sound)/2], "db_damaged"},
		"truncated in page": {sound[:len(sound)-100], "db_damaged"},
		"garbled":           {garbled, "db_damaged"},
		"no database":       {bytes.Repeat([]byte("not a database\n"), 1000), "db_foreign"},
		"foreign":           {foreign, "db_foreign"},
		"foreign mark":      {with(68, 7), "db_foreign"},
		"newer":             {with(60, 4711), "db_newer"},
		"no schema":         {with(60, 0), "db_damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, fileName)
			if err := os.WriteFile(path, c.file, 0o600); err != nil {
				t.Fatal(err)
			}
			before := sha256.Sum256(c.file)
			refused(t, dir, c.code)
			after, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if sha256.Sum256(after) != before {
				t.Error("the refused file has changed")
			}
		})
	}
}

func refused(t *testing.T, dir string, code ops.Code) {
	t.Helper()
	s, err := Open(context.Background(), dir, Options{Calendar: calendar()})
	if err == nil {
		s.Close()
	}
	if ops.CodeOf(err) != code {
		t.Errorf("code %q (%v), want %q", ops.CodeOf(err), err, code)
	}
}

func TestRefusedDirectories(t *testing.T) {
	parent := t.TempDir()
	refused(t, filepath.Join(parent, "none"), "db_missing")
	empty := filepath.Join(parent, "empty")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	refused(t, empty, "db_missing")
	if _, err := os.Stat(filepath.Join(empty, fileName)); err == nil {
		t.Error("opening made a database")
	}
	s := fresh(t)
	dir := filepath.Dir(s.path)
	refused(t, dir, "db_locked_dir")
	if err := Init(dir); ops.CodeOf(err) != "db_locked_dir" {
		t.Errorf("init of a directory in use: %v", err)
	}
	s.Close()
	if err := Init(dir); err != nil {
		t.Errorf("init of an existing record: %v", err)
	}
	link := filepath.Join(parent, "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	refused(t, link, "dir_symlink")
	if err := os.Chmod(s.path, 0o644); err != nil {
		t.Fatal(err)
	}
	refused(t, dir, "db_permissions")
	os.Chmod(s.path, 0o600)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	refused(t, dir, "dir_permissions")
	os.Chmod(dir, 0o700)
	reopen(t, dir)
	file := filepath.Join(parent, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, file, "dir_not_directory")
}

// TestSweep ends a store in the middle of a commit and opens the record again.
func TestSweep(t *testing.T) {
	s := fresh(t)
	dir := filepath.Dir(s.path)
	rows := keywordDays(3 * bulk.Chunk)
	diff, err := s.Compare(t.Context(), rows)
	if err != nil {
		t.Fatal(err)
	}
	func() {
		defer func() { recover() }()
		s.Commit(t.Context(), ops.Batch{}, rows, diff, func(done, _ int) {
			if done > bulk.Chunk {
				panic("killed") // no clean-up runs, as after kill -9
			}
		})
	}()
	var staged int
	if err := s.read.QueryRow(`SELECT count(*) FROM spend`).Scan(&staged); err != nil || staged != 2*bulk.Chunk {
		t.Fatalf("%d rows were staged, want %d (%v)", staged, 2*bulk.Chunk, err)
	}
	equal(t, read(t, s, "spend"), nil)
	s.Close()
	s = reopen(t, dir)
	for _, table := range []string{"spend", "batch", "change"} {
		var n int
		if err := s.read.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s has %d rows (%v)", table, n, err)
		}
	}
	if b := commit(t, s, rows); b.Created != 3*bulk.Chunk {
		t.Errorf("the next import created %d rows", b.Created)
	}
}
