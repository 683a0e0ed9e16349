package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// markName is the file beside the database that says how far it had come.
// SQLite takes a damaged log for one that ends there and says nothing: the
// mark tells that there was more.
const markName = "daybreak.mark"

func markPath(database string) string { return filepath.Join(filepath.Dir(database), markName) }

// Mark notes the version of the record beside the database, for the next Open
// to compare. It is to be called every second.
func (s HealthService) Mark() error {
	s.store.marking.Lock()
	defer s.store.marking.Unlock()
	version := s.store.Version()
	if version <= s.store.marked {
		return nil
	}
	if err := writeFile(markPath(s.store.path), fmt.Sprintln(version)); err != nil {
		return err
	}
	s.store.marked = version
	return nil
}

// Lost returns how many of the latest changes had been stored and were not
// there when the record was opened.
func (s HealthService) Lost() int64 { return s.store.lost }

// compareMark finds out what is lost. A mark that was not written to its end
// says nothing.
func (s HealthService) compareMark() error {
	b, err := readPlain(markPath(s.store.path))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unreadable(markPath(s.store.path), err)
	}
	if _, err := fmt.Sscanln(string(b), &s.store.marked); err != nil {
		s.store.marked = 0
	}
	s.store.lost = max(0, s.store.marked-s.store.version)
	return nil
}
