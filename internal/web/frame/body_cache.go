package frame

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/labstack/echo/v4"
)

// BodyCache keeps compressed bodies by key, the least recently used going
// first when they take more than limit bytes.
type BodyCache struct {
	mu     sync.Mutex
	limit  int
	size   int
	recent *list.List // of *cachedBody, newest first
	bodies map[string]*list.Element
}

type cachedBody struct {
	key         string
	contentType string
	packed      []byte
}

// NewBodyCache returns an empty cache for limit bytes.
func NewBodyCache(limit int) *BodyCache {
	return &BodyCache{limit: limit, recent: list.New(), bodies: map[string]*list.Element{}}
}

func (b *BodyCache) get(key string) (*cachedBody, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e, ok := b.bodies[key]
	if !ok {
		return nil, false
	}
	b.recent.MoveToFront(e)
	return e.Value.(*cachedBody), true
}

func (b *BodyCache) put(body *cachedBody) {
	if len(body.packed) > b.limit/8 {
		return // one giant would drive out everything else
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, ok := b.bodies[body.key]; ok {
		return
	}
	b.bodies[body.key] = b.recent.PushFront(body)
	b.size += len(body.packed)
	for b.size > b.limit {
		last := b.recent.Back()
		gone := b.recent.Remove(last).(*cachedBody)
		delete(b.bodies, gone.key)
		b.size -= len(gone.packed)
	}
}

// SendCached answers with a body that is a pure function of key and of the
// versions of program, data and catalog. It renders only when it has to: a
// client that still has the body gets 304, and a body rendered before comes
// from memory. version is the snapshot's and digest the catalog's that render
// uses; key must hold everything else it depends on: page, range, filters,
// language, theme, mistakes of the catalog's files; the role is added here.
func (x *Site) SendCached(c echo.Context, key string, version int64, digest, contentType string, render func(io.Writer) error) error {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%s\x00%s\x00%d\x00%s", x.Version, version, digest, contentType, PrincipalOf(c).Role, key))
	id := hex.EncodeToString(sum[:16])
	h := c.Response().Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Accept-Encoding, Accept-Language, Cookie")
	h.Set("ETag", `W/"`+id+`"`)
	if etagMatches(c.Request(), h.Get("ETag")) {
		return SendBody(c, contentType, nil, nil)
	}
	body, ok := x.Bodies.get(id)
	if !ok {
		var plain bytes.Buffer
		err := render(&plain)
		if err != nil && !errors.Is(err, ErrPassing) {
			return err
		}
		body = &cachedBody{key: id, contentType: contentType, packed: Gzip(plain.Bytes(), gzip.BestSpeed)}
		if err == nil {
			x.Bodies.put(body)
		} else {
			h.Del("ETag")
		}
	}
	if AcceptsGzip(c.Request()) {
		return SendBody(c, contentType, nil, body.packed)
	}
	r, err := gzip.NewReader(bytes.NewReader(body.packed))
	if err != nil {
		return err
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return SendBody(c, contentType, plain, nil)
}

// ErrPassing is returned by a rendering that is complete but must not be kept,
// because part of it failed in a way that may pass.
var ErrPassing = errors.New("rendered with a passing failure")
