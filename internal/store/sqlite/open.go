// Package sqlite is the record of Daybreak: one SQLite database that keeps
// every row of every import, and the only package that touches SQLite.
package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mattn/go-sqlite3"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// Options are what a Store needs to know of its surroundings.
type Options struct {
	// Calendar decides the ops day of every instant that is imported.
	Calendar ops.Calendar
	// Clock tells the time of batches; nil is time.Now.
	Clock func() time.Time
	// Uptime tells how long the machine has run, its sleep included, by which a
	// Clock that jumps is found out; nil takes it for one that never does.
	Uptime func() time.Duration
	// Panicked is told of a panic that leaves a transaction, and should end the
	// program: what it remembers may not be what is stored. Without it, and
	// when it returns, the panic goes on.
	Panicked func(cause any, stack []byte)
	// Space tells how much of the disk is free; nil asks the system.
	Space Space
}

// Store is an open record. Its methods may be called by several goroutines:
// readers never wait for a writer, writers take turns.
type Store struct {
	path     string
	calendar ops.Calendar
	clock    func() time.Time
	passed   *passedTime // used by who holds the turn
	panicked func(cause any, stack []byte)
	lock     *os.File // the data directory is ours while it is open
	opened   os.FileInfo
	write    *sql.DB // one connection
	read     *sql.DB // may do nothing but SELECT
	reads    *readWatch
	log      *writeAheadLog
	mover    *logMover
	layouts  map[string]*layout

	damage    atomic.Pointer[ops.Error] // found at start or soon after; nothing is written then
	examining sync.WaitGroup
	stop      context.CancelFunc // ends it

	turn    sync.Mutex   // held while a transaction writes
	folding sync.RWMutex // guards what texts have codes
	dicts   dictionaries

	state   sync.RWMutex // guards version, live, keys, names, marks and said
	version int64
	live    set               // ids of live batches
	keys    codeKeys          // names that mean others
	marks   marks             // watermarks
	said    map[source]saidOf // what people say of sources

	knownNames                   // the same as text
	rules      []ops.ChannelRule // all there were; guarded by state

	marking sync.Mutex // guards marked
	marked  int64      // version that the mark beside the database tells
	lost    int64      // versions that the mark told of and that are not there

	tokens    checkInTokenIndex
	tokenUses sync.Map  // id of a token → when its use was last noted
	checkIns  *checkIns // nil until the record is open
	room      *room
}

// Init creates the data directory and an empty database in it, both for their
// owner only. A database that exists is left alone.
func Init(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unwritable(dir, err)
	}
	if err := checkDirectory(dir); err != nil {
		return err
	}
	held, err := lock(dir)
	if err != nil {
		return err
	}
	defer held.Close()
	path := filepath.Join(dir, fileName)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	// Built beside its place, so that a half-made database never lies there.
	unfinished := path + ".new"
	if err := removeAll(sidecars(unfinished)); err != nil {
		return err
	}
	if err := create(unfinished); err != nil {
		return unwritable(unfinished, err)
	}
	db := sql.OpenDB(connector{dataSource(unfinished, "mode=rw"), &sqlite3.SQLiteDriver{}})
	defer db.Close()
	db.SetMaxOpenConns(1)
	ctx := context.Background()
	for _, pragma := range []string{"page_size = 8192", fmt.Sprintf("application_id = %d", applicationID), "journal_mode = WAL"} {
		if _, err := db.ExecContext(ctx, "PRAGMA "+pragma); err != nil {
			return writeError(err)
		}
	}
	if err := migrate(ctx, db); err != nil {
		return err
	}
	if err := db.Close(); err != nil { // moves the -wal into the file
		return writeError(err)
	}
	if err := os.Rename(unfinished, path); err != nil {
		return writeError(err)
	}
	return syncDirectory(dir)
}

// Open opens the record in dir. Whatever makes it unfit (a damaged, foreign or
// newer database, another instance, wrong permissions, …) is an *ops.Error,
// and then no byte of the database has changed.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	if err := checkDirectory(dir); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, fileName)
	s := &Store{path: path, calendar: o.Calendar, clock: o.Clock, panicked: o.Panicked, room: newRoom(path, o.Space), layouts: layouts(), stop: func() {}}
	if s.clock == nil {
		s.clock = time.Now
	}
	s.passed = newPassedTime(s.clock, o.Uptime)
	var err error
	if s.lock, err = lock(dir); err != nil {
		return nil, err
	}
	if err := s.open(ctx); err != nil {
		s.Close()
		return nil, writeError(err)
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	if err := bulk.Register(); err != nil {
		return err
	}
	if err := checkFile(s.path); err != nil {
		return err
	}
	large, err := s.Health().large()
	if err != nil {
		return err
	}
	if err := inspect(ctx, s.path, !large); err != nil {
		return err
	}
	if err := upgrade(ctx, s.path, s.calendar); err != nil {
		return err
	}
	s.write = sql.OpenDB(writer(s.path))
	s.write.SetMaxOpenConns(1)
	if err := checkSettings(ctx, s.write); err != nil {
		return err
	}
	if s.opened, err = os.Stat(s.path); err != nil {
		return unreadable(s.path, err)
	}
	if s.log, err = openLog(s.path); err != nil {
		return err
	}
	s.mover = newLogMover(s)
	if _, err := s.mover.rest(ctx); err != nil { // its files are the ones that are open now, whatever comes to their paths
		return err
	}
	s.reads = newReadWatch(readPatience)
	s.read = sql.OpenDB(watched{reader(s.path), s.reads})
	s.read.SetMaxOpenConns(4)
	s.read.SetMaxIdleConns(4)
	if err := s.loadDictionaries(ctx); err != nil {
		return err
	}
	if err := s.sweep(ctx); err != nil {
		return err
	}
	if err := s.loadState(ctx); err != nil {
		return err
	}
	if err := s.Community().loadCheckInTokens(ctx); err != nil {
		return err
	}
	if err := s.Health().compareMark(); err != nil {
		return err
	}
	if err := s.Health().noteDamage(ctx); err != nil {
		return err
	}
	s.checkIns = newCheckIns(s)
	if large {
		s.Health().examine()
	}
	return nil
}

// largeFile is from how many bytes on a database is examined while it is in
// use already: SQLite takes seconds for a gigabyte.
const largeFile = 256 << 20

func (s HealthService) large() (bool, error) {
	info, err := os.Stat(s.store.path)
	if err != nil {
		return false, unreadable(s.store.path, err)
	}
	return info.Size() >= largeFile, nil
}

// examine has SQLite look for damage while others read and write; damage ends
// the writing.
func (s HealthService) examine() {
	ctx, stop := context.WithCancel(context.Background())
	s.store.stop = stop
	s.store.examining.Go(func() {
		err := inspect(ctx, s.store.path, true)
		var damage *ops.Error
		if ctx.Err() == nil && errors.As(err, &damage) {
			s.store.damage.CompareAndSwap(nil, damage)
		}
	})
}

// SetCalendar changes the calendar the store was opened with. It decides the
// days of what is imported from now on and is to be called before anything is.
func (s *Store) SetCalendar(c ops.Calendar) { s.calendar = c }

// Close lets go of the database and the data directory.
func (s *Store) Close() error {
	s.stop()
	s.examining.Wait()
	if s.checkIns != nil {
		s.checkIns.close()
	}
	var err error
	if s.mover != nil {
		err = s.mover.close()
	}
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	if s.log != nil {
		err = errors.Join(err, s.log.close())
	}
	return errors.Join(err, s.lock.Close())
}

// connector opens connections of one kind to one file.
type connector struct {
	name   string
	driver *sqlite3.SQLiteDriver
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.name) }
func (c connector) Driver() driver.Driver                        { return c.driver }

func dataSource(path, settings string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + settings
}

// keepStatements is a setting that keeps what SQLite compiled.
const keepStatements = "&_stmt_cache_size=64"

// writer connects with the settings under which an answered write survives a
// power cut. mode=rw never creates a file; _mutex=no because database/sql gives
// a connection to one goroutine at a time.
func writer(path string) connector {
	return connector{dataSource(path, "mode=rw&_mutex=no&_busy_timeout=5000&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_foreign_keys=1"+keepStatements),
		&sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
			// No commit moves the log into the database: see logMover.
			_, err := c.Exec("PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -4096", nil)
			return err
		}}}
}

// reader connects for SELECT and nothing else: mode=ro alone would still let a
// statement attach a file and write to it.
func reader(path string) connector {
	return connector{dataSource(path, "mode=ro&_mutex=no&_busy_timeout=5000"+keepStatements),
		&sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
			c.SetLimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
			c.SetLimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000)
			c.SetLimit(sqlite3.SQLITE_LIMIT_LENGTH, 64<<20)
			c.RegisterAuthorizer(func(action int, _, _, _ string) int {
				switch action {
				case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION:
					return sqlite3.SQLITE_OK
				}
				return sqlite3.SQLITE_DENY
			})
			return nil
		}}}
}

// inspector connects for reading pragmas without writing to the file.
func inspector(path string) connector {
	return connector{dataSource(path, "mode=ro&_busy_timeout=5000"), &sqlite3.SQLiteDriver{}}
}

// inspect refuses a database that is of a newer Daybreak or damaged, if whole
// is set so in any page.
func inspect(ctx context.Context, path string, whole bool) error {
	db := sql.OpenDB(inspector(path))
	defer db.Close()
	db.SetMaxOpenConns(1)
	schema, err := schemaOf(ctx, path)
	if err != nil {
		return err
	}
	known, err := migrations()
	if err != nil {
		return err
	}
	if schema > len(known) {
		return &ops.Error{Code: "db_newer", Message: fmt.Sprintf("The database %s was written by a newer Daybreak (schema %d, this one knows %d).", path, schema,
			len(known)),
			Hint: "Start the newer Daybreak, or restore an older backup.", Args: []any{path, schema, len(known)}}
	}
	if schema == 0 {
		return damaged(path, errors.New("it has no schema"))
	}
	if !whole {
		return nil
	}
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return damaged(path, err)
	}
	if verdict != "ok" {
		return damaged(path, errors.New(verdict))
	}
	return nil
}

// LibraryVersion returns the version of SQLite, e.g. 3.54.1.
func LibraryVersion() string {
	version, _, _ := sqlite3.Version()
	return version
}

// oldest is the first SQLite without the bug that loses a write-ahead log.
func oldest() [3]int { return [3]int{3, 51, 3} }

// checkSettings reads back what durability depends on.
func checkSettings(ctx context.Context, db *sql.DB) error {
	var version, journal string
	var synchronous, foreignKeys, id int
	for pragma, to := range map[string]any{
		"SELECT sqlite_version()": &version,
		"PRAGMA journal_mode":     &journal,
		"PRAGMA synchronous":      &synchronous,
		"PRAGMA foreign_keys":     &foreignKeys,
		"PRAGMA application_id":   &id,
	} {
		if err := db.QueryRowContext(ctx, pragma).Scan(to); err != nil {
			return writeError(err)
		}
	}
	if !atLeast(version, oldest()) {
		return &ops.Error{Code: "sqlite_old", Message: fmt.Sprintf("This Daybreak was built with SQLite %s, which can lose data.", version),
			Hint: "Build it with SQLite 3.51.3 or newer.", Args: []any{version}}
	}
	if journal != "wal" || synchronous != 2 || foreignKeys != 1 || id != applicationID {
		return fmt.Errorf("settings did not take: journal_mode=%s synchronous=%d foreign_keys=%d application_id=%#x", journal, synchronous, foreignKeys, id)
	}
	return nil
}

func atLeast(version string, want [3]int) bool {
	var v [3]int
	if n, _ := fmt.Sscanf(version, "%d.%d.%d", &v[0], &v[1], &v[2]); n != 3 {
		return false
	}
	for i := range v {
		if v[i] != want[i] {
			return v[i] > want[i]
		}
	}
	return true
}

// sidecars are a database file and the files SQLite keeps beside it.
func sidecars(path string) []string { return []string{path, path + "-wal", path + "-shm"} }

// writeError makes SQLite's refusals to write ones a person can act upon.
func writeError(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case sqlite3.ErrFull:
		return &ops.Error{Code: "disk_full", Message: "The disk of the server is full. Nothing was changed.", Hint: "Ask the administrator.", Err: err}
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return &ops.Error{Code: "db_damaged", Message: "The database is damaged.", Hint: "Restore the last backup with daybreak restore.", Err: err}
	}
	return err
}
