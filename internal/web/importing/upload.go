package importing

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Limits of uploads (RELIABILITY §4.6).
const (
	uploadLife   = time.Hour        // kept between preview and commit
	uploadIdle   = 15 * time.Second // longest silence while bytes arrive
	answerWithin = 5 * time.Minute  // longest planning of a file
	MaxUploads   = 100              // kept at once
	ownUploads   = 25               // of these, of one person or program
)

// uploads keeps the bytes of files between preview and commit, each in a file
// of its own under a random name, for the server's owner only.
type uploads struct {
	dir   string
	clock func() time.Time
	mu    sync.Mutex // held while files are made or swept
	kept  int64      // so far

	arriving map[string]int // uploads under way, by who sends them
	room     func() error   // why there is no room for more, or nil
}

// upload is one kept file. Name is what the user calls it, As the kind of
// data it was said to be, By who brought it.
type upload struct {
	ID, Name string
	As, By   string
	Hand     url.Values // what was typed into the form for one row; nil for a file
	Size     int64
	number   int64 // in the order in which they came
	file     *os.File
}

// uploadNote is what is kept beside the bytes.
type uploadNote struct {
	Name string     `json:"name"`
	As   string     `json:"as,omitempty"`
	Hand url.Values `json:"hand,omitempty"`
	By   string     `json:"by"`
	N    int64      `json:"n"`
}

// Close closes the file and keeps it.
func (u *upload) Close() error { return u.file.Close() }

// File returns what an Importer reads.
func (u *upload) File() ingest.File { return ingest.File{Name: u.Name, Size: u.Size, R: u.file} }

// newUploads makes the directory and removes what an earlier run left in it.
func newUploads(dir string, clock func() time.Time) (*uploads, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("clear the uploads: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the uploads directory: %w", err)
	}
	return &uploads{dir: dir, clock: clock, arriving: map[string]int{}, room: func() error { return nil }}, nil
}

var uploadID = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// keep copies r, at most limit bytes, into a new upload of by.
func (u *uploads) keep(r io.Reader, name, by string, limit int64) (up *upload, err error) {
	done, err := u.admit(by)
	if err != nil {
		return nil, err
	}
	defer done()
	id := rand.Text()
	f, err := os.OpenFile(filepath.Join(u.dir, id), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, diskError(err)
	}
	defer func() {
		if err != nil {
			f.Close()
			u.remove(id)
		}
	}()
	n, err := io.Copy(f, io.LimitReader(r, limit+1))
	if err != nil {
		return nil, diskError(err)
	}
	if n > limit {
		return nil, &ops.Error{Code: "file_too_large", Message: fmt.Sprintf("The file is larger than %d MB.", limit>>20),
			Hint: "Split it, or import it with daybreak import, which has no limit.", Args: []any{limit >> 20}}
	}
	up = &upload{ID: id, Name: ingest.DisplayName(name), By: by, Size: n, number: u.next(), file: f}
	return up, u.note(up)
}

// next returns the number of a new upload.
func (u *uploads) next() int64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.kept++
	return u.kept
}

// note writes what is known of an upload beside its bytes.
func (u *uploads) note(up *upload) error {
	text, err := json.Marshal(uploadNote{up.Name, up.As, up.Hand, up.By, up.number})
	if err != nil {
		return err
	}
	return diskError(replaceFile(u.dir, up.ID+noteExt, text))
}

// replaceFile writes a file whole or not at all: others may be reading it.
func replaceFile(dir, name string, text []byte) error {
	f, err := os.CreateTemp(dir, "note-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = cmp.Or(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

const noteExt = ".json"

// open returns a kept upload. One that is gone is an *ops.Error with code
// unknown_upload.
func (u *uploads) open(id string) (*upload, error) {
	gone := &ops.Error{Code: "unknown_upload", Message: "This upload is not here any more.", Hint: "Uploads are kept for an hour. Choose the file again."}
	if !uploadID.MatchString(id) {
		return nil, gone
	}
	text, err := os.ReadFile(filepath.Join(u.dir, id+noteExt))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, gone
	} else if err != nil {
		return nil, err
	}
	var n uploadNote
	if err := json.Unmarshal(text, &n); err != nil {
		return nil, fmt.Errorf("upload %s: %w", id, err)
	}
	f, err := os.Open(filepath.Join(u.dir, id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, gone
	} else if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	return &upload{ID: id, Name: n.Name, As: n.As, Hand: n.Hand, By: n.By, Size: info.Size(), number: n.N, file: f}, nil
}

// waiting lists the uploads of by, the first to come first.
func (u *uploads) waiting(by string) ([]*upload, error) {
	entries, err := os.ReadDir(u.dir)
	if err != nil {
		return nil, fmt.Errorf("read the uploads directory: %w", err)
	}
	var out []*upload
	for _, e := range entries {
		if !uploadID.MatchString(e.Name()) {
			continue
		}
		up, err := u.open(e.Name())
		if ops.CodeOf(err) == "unknown_upload" { // removed meanwhile, or still arriving
			continue
		} else if err != nil {
			return nil, err
		}
		if up.Close(); up.By == by {
			out = append(out, up)
		}
	}
	slices.SortFunc(out, func(a, b *upload) int { return cmp.Compare(a.number, b.number) })
	return out, nil
}

// Ext returns what kind of file an upload says it is, in capitals.
func (u *upload) Ext() string {
	return strings.ToUpper(strings.TrimPrefix(filepath.Ext(u.Name), "."))[:min(4, max(0, len(filepath.Ext(u.Name))-1))]
}

// Text reports whether an upload is no workbook by its name.
func (u *upload) Text() bool { return !strings.HasPrefix(u.Ext(), "XLS") }

// remove forgets an upload.
func (u *uploads) remove(id string) {
	os.Remove(filepath.Join(u.dir, id+noteExt))
	os.Remove(filepath.Join(u.dir, id))
}

// admit makes sure that one more upload may be kept. One person has a share of
// the places alone, so that they are never all taken by what one forgot. done is
// to be called when it has arrived.
func (u *uploads) admit(by string) (done func(), err error) {
	if err := u.room(); err != nil {
		return nil, err
	}
	if err := u.sweep(); err != nil {
		return nil, err
	}
	own, err := u.waiting(by)
	if err != nil {
		return nil, err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(own)+u.arriving[by] >= ownUploads {
		return nil, &ops.Error{Code: "too_many", Message: fmt.Sprintf("%d of your uploads wait to be imported already.", ownUploads),
			Hint: "Import or remove some of them.", Args: []any{ownUploads}}
	}
	u.arriving[by]++
	return func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		if u.arriving[by]--; u.arriving[by] == 0 {
			delete(u.arriving, by)
		}
	}, nil
}

// sweep removes uploads that are too old and refuses more than MaxUploads.
func (u *uploads) sweep() error {
	u.mu.Lock()
	defer u.mu.Unlock()
	entries, err := os.ReadDir(u.dir)
	if err != nil {
		return fmt.Errorf("read the uploads directory: %w", err)
	}
	kept := 0
	for _, e := range entries {
		info, err := e.Info()
		switch {
		case err != nil: // removed meanwhile
		case u.clock().Sub(info.ModTime()) > uploadLife:
			os.Remove(filepath.Join(u.dir, e.Name()))
		case uploadID.MatchString(e.Name()):
			kept++
		}
	}
	if kept >= MaxUploads {
		return &ops.Error{Code: "busy", Message: "Too many uploads are waiting to be imported.", Hint: "Finish some of them, or try again later."}
	}
	return nil
}

// diskError tells a full disk from other failures.
func diskError(err error) error {
	if err != nil && isDiskFull(err) {
		return &ops.Error{Code: "disk_full", Message: "The disk of the server is full. Nothing was changed.", Hint: "Ask the administrator.", Err: err}
	}
	return err
}

// receive keeps the files of a request: those of a multipart form, at most
// most of them, or the body itself. values are the other fields of the form.
// The caller closes the files; what it does not need it removes.
func (s *Section) receive(c echo.Context, most int) (ups []*upload, values map[string]string, err error) {
	r := c.Request()
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return nil, nil, &ops.Error{Code: "content_type", Message: "The body is compressed.", Hint: "Send it as it is.", Where: ops.Place{Value: ops.Show(e)}}
	}
	control := http.NewResponseController(c.Response())
	body := &patientReader{r: r.Body, control: control, idle: uploadIdle}
	by := frame.PrincipalOf(c).Name
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case kind == "multipart/form-data":
		ups, values, err = s.receiveForm(r, body, params["boundary"], by, most)
	case kind == "application/x-www-form-urlencoded", kind == "":
		err = &ops.Error{Code: "content_type", Message: "The content type is missing.", Hint: "Send the file as text/csv, or in a multipart form."}
	default:
		var up *upload
		if up, err = s.uploads.keep(body, c.QueryParam("name"), by, ingest.MaxUpload); err == nil {
			ups = []*upload{up}
		}
	}
	// Planning may take longer than a request usually does.
	deadline := time.Now().Add(answerWithin)
	_ = control.SetReadDeadline(deadline) // not every writer of a test has deadlines
	_ = control.SetWriteDeadline(deadline)
	return ups, values, err
}

func (s *Section) receiveForm(r *http.Request, body io.Reader, boundary, by string, most int) (ups []*upload, values map[string]string, err error) {
	wrong := &ops.Error{Code: "one_file", Message: "The form must hold exactly one file.", Hint: "Name its field file."}
	if most > 1 {
		wrong = &ops.Error{Code: "too_many_files", Message: fmt.Sprintf("The form must hold 1 to %d files.", most), Hint: "Name their fields file.",
			Args: []any{most}}
	}
	if boundary == "" {
		return nil, nil, wrong
	}
	r.Body = io.NopCloser(body)
	form, err := r.MultipartReader()
	if err != nil {
		return nil, nil, wrong
	}
	defer func() {
		if err == nil {
			return
		}
		for _, up := range ups {
			up.Close()
			s.uploads.remove(up.ID)
		}
		ups = nil
	}()
	values = map[string]string{}
	for range most + maxFormFields {
		part, err := form.NextPart()
		if err == io.EOF {
			if len(ups) == 0 {
				return ups, nil, wrong
			}
			return ups, values, nil
		} else if err != nil {
			return ups, nil, formError(err)
		}
		if part.FormName() == "file" && len(ups) < most && part.FileName() != "" {
			up, err := s.uploads.keep(part, part.FileName(), by, ingest.MaxUpload)
			if err != nil {
				return ups, nil, formError(err)
			}
			ups = append(ups, up)
			continue
		}
		if part.FileName() != "" || part.FormName() == "file" || part.FormName() == "" {
			return ups, nil, wrong
		}
		b, err := io.ReadAll(io.LimitReader(part, maxFormValue))
		if err != nil {
			return ups, nil, formError(err)
		}
		values[part.FormName()] = string(b)
	}
	return ups, nil, wrong
}

const (
	maxFiles            = 20 // of one form of the page
	maxForm       int64 = 4 * ingest.MaxUpload
	maxFormFields       = 20
	maxFormValue        = 1000
)

// formError makes a form that breaks off a mistake of its sender.
func formError(err error) error {
	if ops.CodeOf(err) != "" || errors.Is(err, os.ErrDeadlineExceeded) || isDiskFull(err) {
		return err
	}
	return &ops.Error{Code: "one_file", Message: "The form breaks off or cannot be read.", Hint: "Send one file, in a field named file.", Err: err}
}

// patientReader reads a body that may take long as a whole but may not fall
// silent.
type patientReader struct {
	r       io.Reader
	control *http.ResponseController
	idle    time.Duration // the longest silence
}

func (p *patientReader) Read(b []byte) (int, error) {
	_ = p.control.SetReadDeadline(time.Now().Add(p.idle)) // not every writer of a test has deadlines
	n, err := p.r.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = &ops.Error{Code: "upload_stalled", Message: "The upload fell silent.", Hint: "Nothing was changed. Try again.", Err: err}
	}
	return n, err
}

// plan reads a kept file.
func (s *Section) plan(ctx context.Context, up *upload, o ingest.Options) (*ingest.Plan, error) {
	o.Typed = up.Hand != nil
	return s.Importer.Plan(ctx, up.File(), o)
}
