package ops

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Board is a page that a user put together. It is kept as the same text that page
// files hold, so that one can be made the other.
type Board struct {
	Edited
	Owner  int64 // user; 0 where nobody signs in
	Shared bool  // everybody sees it
	File   string
}

// The limits of boards.
const (
	MaxBoards    = 500      // of a workspace
	MaxOwnBoards = 50       // of one user, so that nobody takes the places of others
	MaxBoardPast = 50       // versions that are kept besides the newest
	MaxBoardFile = 64 << 10 // bytes
	// One request answers all panels of a page, and shows what differs line by line: the
	// size of the text alone bounds neither.
	MaxBoardPanels = 60
	MaxBoardLines  = 2000
	MaxBoardTitle  = 60 // characters; it stands in the navigation of others
)

// boardPrefix begins the names of boards as pages; no file may bear such a name.
const boardPrefix = "board_"

// Page is the name of the page that shows the board.
func (b Board) Page() string { return fmt.Sprintf("%s%d", boardPrefix, b.ID) }

// IsBoard reports whether a page of this name is a board.
func IsBoard(page string) bool { return strings.HasPrefix(page, boardPrefix) }

// SeenBy reports whether a user of a role sees the board.
func (b Board) SeenBy(user int64, role Role) bool {
	return b.Shared || role >= Viewer && b.Owner == user
}

// EditedBy reports whether a user of a role may change the board: its owner, and
// editors where everybody sees it.
func (b Board) EditedBy(user int64, role Role) bool {
	return role >= Viewer && b.Owner == user || b.Shared && role >= Editor
}

// Check refuses a text that is too long or is no text.
func (b Board) Check() error {
	if len(b.File) > MaxBoardFile || !utf8.ValidString(b.File) {
		return &Error{Code: "board_too_large", Message: fmt.Sprintf("A board holds %d KiB of text at most.", MaxBoardFile>>10), Hint: "Make two boards of it.",
			Where: Place{Column: "text"}, Args: []any{MaxBoardFile >> 10}}
	}
	if n := strings.Count(b.File, "\n"); n > MaxBoardLines {
		return &Error{Code: "board_too_long", Message: fmt.Sprintf("A board has %d lines of text at most, not %d.", MaxBoardLines, n),
			Hint: "Make two boards of it.", Where: Place{Column: "text"}, Args: []any{MaxBoardLines, n}}
	}
	return nil
}

// BoardPast is a version of a board that was replaced.
type BoardPast struct {
	Version int64
	File    string
	By      string
	At      time.Time // when it was written
}
