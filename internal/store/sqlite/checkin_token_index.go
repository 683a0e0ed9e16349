package sqlite

import (
	"context"
	"crypto/sha256"
	"sync"

	"daybreak/internal/ops"
)

// checkInTokenIndex holds all check-in tokens by the hash of their secrets. In
// the morning nearly every check-in comes with a token that was last seen the
// day before: looking it up in the record would cost more than storing the
// check-in does.
type checkInTokenIndex struct {
	mu     sync.RWMutex
	byHash map[[sha256.Size]byte]ops.CheckInToken
}

func (x *checkInTokenIndex) find(hash [sha256.Size]byte) (ops.CheckInToken, bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	t, ok := x.byHash[hash]
	return t, ok
}

// change takes tokens out and puts others in.
func (x *checkInTokenIndex) change(ended, added [][sha256.Size]byte, tokens []ops.CheckInToken) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, hash := range ended {
		delete(x.byHash, hash)
	}
	for i, hash := range added {
		x.byHash[hash] = tokens[i]
	}
}

// loadCheckInTokens reads all tokens there are.
func (s CheckInTokenService) loadCheckInTokens(ctx context.Context) error {
	rows, err := s.store.read.QueryContext(ctx, `SELECT hash, `+checkInTokenColumns)
	if err != nil {
		return err
	}
	defer rows.Close()
	s.store.tokens.byHash = map[[sha256.Size]byte]ops.CheckInToken{}
	for rows.Next() {
		var hash []byte
		t, err := scanCheckInToken(beginsWith{rows, &hash})
		if err != nil {
			return err
		}
		s.store.tokens.byHash[[sha256.Size]byte(hash)] = t
	}
	return rows.Err()
}

// beginsWith scans a row that has a column before those scanned.
type beginsWith struct {
	scanner
	first any
}

func (b beginsWith) Scan(to ...any) error { return b.scanner.Scan(append([]any{b.first}, to...)...) }
