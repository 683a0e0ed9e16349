package notify

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"daybreak/internal/ops"
)

// Seal hides secrets in the record: what is stored can only be read with a key
// that lies beside the record and is in no backup of it.
type Seal struct{ aead cipher.AEAD }

// keySize is that of AES-256.
const keySize = 32

// OpenSeal reads the key of a file, or makes one that only the owner can read.
func OpenSeal(path string) (*Seal, error) {
	key, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		key = make([]byte, keySize)
		if _, err := rand.Read(key); err != nil {
			return nil, err
		}
		if err := keep(path, key); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	if len(key) != keySize {
		return nil, fmt.Errorf("%s is no key: it has %d bytes, not %d", path, len(key), keySize)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &Seal{aead}, err
}

// keep writes a new key so that a loss of power leaves all of it or no file.
func keep(path string, key []byte) error {
	folder := filepath.Dir(path)
	f, err := os.CreateTemp(folder, filepath.Base(path)+".*") // for the owner only
	if err != nil {
		return err
	}
	_, err = f.Write(key)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Close hides a secret; "" stays empty.
func (s *Seal) Close(secret string) ([]byte, error) {
	if secret == "" {
		return nil, nil
	}
	nonce := make([]byte, s.aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return s.aead.Seal(nonce, nonce, []byte(secret), nil), nil
}

// Hide returns a delivery whose message holds a link that lets somebody in: what is
// stored of it can only be read with the key.
func (s *Seal) Hide(d ops.Delivery) (ops.Delivery, error) {
	text, err := s.Close(string(d.Message))
	d.Message, d.Secret = text, true
	return d, err
}

// Read returns the message of a delivery.
func (s *Seal) Read(d ops.Delivery) (m Message, err error) {
	text := d.Message
	if d.Secret {
		open, err := s.Open(d.Message)
		if err != nil {
			return m, err
		}
		text = []byte(open)
	}
	return m, json.Unmarshal(text, &m)
}

// unreadable says that a secret was hidden with another key.
func unreadable() error {
	return &ops.Error{Code: "secret_unreadable", Message: "The secrets of the channel cannot be read with the key of this data directory.",
		Hint: "Give address and secret anew."}
}

// Open reads a secret that Close hid.
func (s *Seal) Open(sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	if len(sealed) < s.aead.NonceSize() {
		return "", unreadable()
	}
	nonce, text := sealed[:s.aead.NonceSize()], sealed[s.aead.NonceSize():]
	secret, err := s.aead.Open(nil, nonce, text, nil)
	if err != nil {
		return "", unreadable()
	}
	return string(secret), nil
}
