package frame

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
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
	length      int // unpacked
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
// language, theme, mistakes of the catalog's files; the role and the rows that are
// seen are added here.
func (x *Site) SendCached(c echo.Context, key string, version int64, digest, contentType string, render func(io.Writer) error) error {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%d\x00%s\x00%s\x00%d\x00%s\x00%s", x.Version, x.Pages.Edition(), version, digest, contentType,
		PrincipalOf(c).Role, RowsOf(c).Text(), key))
	for _, f := range x.faults(PrincipalOf(c).Role) { // pages tell them
		sum = sha256.Sum256(append(sum[:], f.Error()...))
	}
	id := hex.EncodeToString(sum[:16])
	h := c.Response().Header()
	h.Set("Vary", "Accept-Encoding, Accept-Language, Cookie")
	if Keeping(c); !namesMembers(c) {
		h.Set("ETag", `W/"`+id+`"`)
	}
	if etag := h.Get("ETag"); etag != "" && etagMatches(c.Request(), etag) {
		return SendBody(c, contentType, nil, nil)
	}
	body, ok := x.Bodies.get(id)
	if !ok {
		var err error
		if body, err = renderBody(c.Request().Context(), levelOf(contentType), render); err != nil && !errors.Is(err, ErrPassing) {
			return err
		}
		body.key, body.contentType = id, contentType
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
	h.Set(echo.HeaderContentLength, strconv.Itoa(body.length))
	return c.Stream(http.StatusOK, contentType, r)
}

// levelOf is how well a body is packed: pages by a seventh better than files, for
// half a millisecond more, because a reader waits for them.
func levelOf(contentType string) int {
	if contentType == echo.MIMETextHTMLCharsetUTF8 {
		return gzip.DefaultCompression
	}
	return gzip.BestSpeed
}

// renderBody packs what render writes as it is written, so that no more than
// the packed form is kept. It returns a body also with ErrPassing.
func renderBody(ctx context.Context, level int, render func(io.Writer) error) (*cachedBody, error) {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, level)
	if err != nil {
		return nil, err
	}
	w := &boundedWriter{ctx: ctx, to: z}
	rendered := render(w)
	if rendered != nil && !errors.Is(rendered, ErrPassing) {
		return nil, rendered
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return &cachedBody{packed: packed.Bytes(), length: w.written}, rendered
}

// maxBody bounds the bytes of one answer.
const maxBody = 128 << 20

// boundedWriter passes on what is written until ctx ends, and no more than
// maxBody: what makes an answer ends then too.
type boundedWriter struct {
	ctx     context.Context
	to      io.Writer
	written int
}

func (b *boundedWriter) Write(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	if b.written += len(p); b.written > maxBody {
		return 0, &ops.Error{Code: "answer_too_large", Message: fmt.Sprintf("The answer has more than %d bytes.", maxBody),
			Hint: "Choose a shorter range or fewer periods, tell fewer groups apart, or narrow it down.", Args: []any{maxBody}}
	}
	return b.to.Write(p)
}

// NamesMembers makes the answer one that no browser or proxy keeps, because
// members are named in it: a shared computer would have them on its disk.
func NamesMembers(c echo.Context) { c.Set(keyNames, true) }

const keyNames = "names_members"

// namesMembers reports whether members are named in the answer; they also are
// where figures are told apart, or narrowed, by who invited.
func namesMembers(c echo.Context) bool {
	names, _ := c.Get(keyNames).(bool)
	asked, err := url.QueryUnescape(c.Request().URL.RawQuery)
	return names || err != nil || strings.Contains(asked, "invited_by")
}

// Keeping tells browsers whether they may keep the answer.
func Keeping(c echo.Context) {
	control := "private, no-cache"
	if namesMembers(c) {
		control = "no-store"
	}
	c.Response().Header().Set("Cache-Control", control)
}

// ErrPassing is returned by a rendering that is complete but must not be kept,
// because part of it failed in a way that may pass.
var ErrPassing = errors.New("rendered with a passing failure")
