package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// The prefixes of secrets say what they are for wherever they turn up.
const (
	TokenPrefix   = "dbk_" // API tokens
	CheckInPrefix = "ci_"  // check-in tokens and personal links
)

// NewToken returns a secret of 256 random bits behind a prefix that says what
// it is for, and the hash under which it is kept. The
// secret is shown once and never stored; looking up a hash compares no secret
// byte by byte.
func NewToken(prefix string) (token string, hash [sha256.Size]byte) {
	var b [32]byte
	rand.Read(b[:])
	token = prefix + base64.RawURLEncoding.EncodeToString(b[:])
	return token, HashToken(token)
}

// HashToken returns the hash of a token as it was shown.
func HashToken(token string) [sha256.Size]byte { return sha256.Sum256([]byte(token)) }
