// Package auth knows passwords, tokens and how often a secret may be guessed,
// and nothing of requests or storage.
package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"daybreak/internal/ops"
)

// Cost of a hash: argon2id with two passes over 19 MiB, the least that OWASP
// recommends; about 40 ms of one core.
const (
	passes   = 2
	memory   = 19 << 10 // KiB
	threads  = 1
	saltSize = 16
	keySize  = 32
)

// HashMemory is how many bytes a hash fills while it is worked out.
const HashMemory = memory << 10

// How many passwords are hashed at once, and how many more wait.
const (
	MaxHashes  = 2
	maxWaiting = 32
)

// Lengths of a password in characters. There are no rules of composition, and
// nothing is ever cut off.
const (
	MinPassword = 10
	MaxPassword = 200
)

// The passwords of ten or more characters among the thirty thousand most
// common ones, from the frequency lists of zxcvbn (MIT).
//
//go:embed common_passwords.txt
var commonPasswords string

// Hasher hashes passwords, at most two at once, so that sign-ins cannot starve
// the rest of the program; up to 32 more wait their turn.
type Hasher struct {
	run  chan struct{}
	wait chan struct{}
}

// NewHasher returns a Hasher.
func NewHasher() *Hasher {
	return &Hasher{run: make(chan struct{}, MaxHashes), wait: make(chan struct{}, MaxHashes+maxWaiting)}
}

// CheckPassword refuses a password that is too short, too long, blank, common
// or the user's own name. name may be "".
func CheckPassword(password, name string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		return weak("The password is not valid text.", "Type it again.")
	case n < MinPassword:
		return weak(fmt.Sprintf("The password has %d characters.", n), fmt.Sprintf("Use at least %d; a short sentence is good.", MinPassword))
	case n > MaxPassword:
		return weak(fmt.Sprintf("The password has %d characters.", n), fmt.Sprintf("Use at most %d.", MaxPassword))
	case strings.TrimSpace(password) == "":
		return weak("The password is only blanks.", "Use letters too.")
	case name != "" && strings.EqualFold(password, name):
		return weak("The password is the user's name.", "Choose another.")
	case strings.Contains("\n"+commonPasswords, "\n"+strings.ToLower(password)+"\n"):
		return weak("This password is one of the most common ones.", "Choose another.")
	}
	return nil
}

func weak(message, hint string) error {
	return &ops.Error{Code: "weak_password", Message: message, Hint: hint, Args: []any{MinPassword, MaxPassword}}
}

// Hash returns the password's hash in PHC form with a salt of its own.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	rand.Read(salt)
	key, err := h.key(ctx, password, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads, b64(salt), b64(key)), nil
}

// Verify reports whether password has the hash. For hash "" (an unknown user)
// it takes the same time and says no.
func (h *Hasher) Verify(ctx context.Context, password, hash string) (bool, error) {
	salt, want := make([]byte, saltSize), make([]byte, keySize)
	known := hash != ""
	if known {
		parts := strings.Split(hash, "$")
		if len(parts) != 6 || parts[1] != "argon2id" || parts[3] != fmt.Sprintf("m=%d,t=%d,p=%d", memory, passes, threads) {
			return false, fmt.Errorf("auth: a stored password hash has an unknown form")
		}
		var err error
		if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
			return false, fmt.Errorf("auth: salt of a stored password: %w", err)
		}
		if want, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil {
			return false, fmt.Errorf("auth: stored password hash: %w", err)
		}
	}
	got, err := h.key(ctx, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

func (h *Hasher) key(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case h.wait <- struct{}{}:
		defer func() { <-h.wait }()
	default:
		return nil, &ops.Error{Code: "busy", Message: "Too many people sign in at this moment.", Hint: "Try again in a few seconds."}
	}
	select {
	case h.run <- struct{}{}:
		defer func() { <-h.run }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, passes, memory, threads, keySize), nil
}
