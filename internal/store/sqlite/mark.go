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
func (s *Store) Mark() error {
	s.marking.Lock()
	defer s.marking.Unlock()
	version := s.Version()
	if version <= s.marked {
		return nil
	}
	if err := writeFile(markPath(s.path), fmt.Sprintln(version)); err != nil {
		return err
	}
	s.marked = version
	return nil
}

// Lost returns how many of the latest changes had been stored and were not
// there when the record was opened.
func (s *Store) Lost() int64 { return s.lost }

// compareMark finds out what is lost. A mark that was not written to its end
// says nothing.
func (s *Store) compareMark() error {
	b, err := readPlain(markPath(s.path))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unreadable(markPath(s.path), err)
	}
	if _, err := fmt.Sscanln(string(b), &s.marked); err != nil {
		s.marked = 0
	}
	s.lost = max(0, s.marked-s.version)
	return nil
}
