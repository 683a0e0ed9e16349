package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
)

// Limits of uploads (RELIABILITY §4.6).
const (
	uploadLife   = time.Hour        // kept between preview and commit
	uploadIdle   = 15 * time.Second // longest silence while bytes arrive
	answerWithin = 5 * time.Minute  // longest planning of a file
	maxUploads   = 100              // kept at once
)

// uploads keeps the bytes of files between preview and commit, each in a file
// of its own under a random name, for the server's owner only.
type uploads struct {
	dir   string
	clock func() time.Time
	mu    sync.Mutex // held while files are made or swept
}

// upload is one kept file. Name is what the user calls it.
type upload struct {
	ID, Name string
	Size     int64
	file     *os.File
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
	return &uploads{dir: dir, clock: clock}, nil
}

var uploadID = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// keep copies r, at most limit bytes, into a new upload.
func (u *uploads) keep(r io.Reader, name string, limit int64) (up *upload, err error) {
	if err := u.sweep(); err != nil {
		return nil, err
	}
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
		return nil, &ops.Error{Code: "file_too_large", Message: fmt.Sprintf("The file is larger than %d MB.", limit>>20), Hint: "Split it, or import it with daybreak import, which has no limit.", Args: []any{limit >> 20}}
	}
	name = ingest.DisplayName(name)
	if err := os.WriteFile(filepath.Join(u.dir, id+".name"), []byte(name), 0o600); err != nil {
		return nil, diskError(err)
	}
	return &upload{ID: id, Name: name, Size: n, file: f}, nil
}

// open returns a kept upload. One that is gone is an *ops.Error with code
// unknown_upload.
func (u *uploads) open(id string) (*upload, error) {
	gone := &ops.Error{Code: "unknown_upload", Message: "This upload is not here any more.", Hint: "Uploads are kept for an hour. Choose the file again."}
	if !uploadID.MatchString(id) {
		return nil, gone
	}
	name, err := os.ReadFile(filepath.Join(u.dir, id+".name"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, gone
	} else if err != nil {
		return nil, err
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
	return &upload{ID: id, Name: string(name), Size: info.Size(), file: f}, nil
}

// remove forgets an upload.
func (u *uploads) remove(id string) {
	os.Remove(filepath.Join(u.dir, id+".name"))
	os.Remove(filepath.Join(u.dir, id))
}

// sweep removes uploads that are too old and refuses more than maxUploads.
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
	if kept >= maxUploads {
		return &ops.Error{Code: "busy", Message: "Too many uploads are waiting to be imported.", Hint: "Finish some of them, or try again later."}
	}
	return nil
}

// diskError tells a full disk from other failures.
func diskError(err error) error {
	if isDiskFull(err) {
		return &ops.Error{Code: "disk_full", Message: "The disk of the server is full. Nothing was changed.", Hint: "Ask the administrator.", Err: err}
	}
	return err
}

// receive keeps the file of a request: the one file of a multipart form, or
// the body itself. values are the other fields of the form.
func (s *Server) receive(c echo.Context) (up *upload, values map[string]string, err error) {
	r := c.Request()
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return nil, nil, &ops.Error{Code: "content_type", Message: "The body is compressed.", Hint: "Send it as it is.", Where: ops.Place{Value: ops.Show(e)}}
	}
	control := http.NewResponseController(c.Response())
	body := &patientReader{r: r.Body, control: control}
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case kind == "multipart/form-data":
		up, values, err = s.receiveForm(r, body, params["boundary"])
	case kind == "application/x-www-form-urlencoded", kind == "":
		err = &ops.Error{Code: "content_type", Message: "The content type is missing.", Hint: "Send the file as text/csv, or in a multipart form."}
	default:
		up, err = s.uploads.keep(body, c.QueryParam("name"), ingest.MaxUpload)
	}
	// Planning may take longer than a request usually does.
	deadline := time.Now().Add(answerWithin)
	_ = control.SetReadDeadline(deadline) // not every writer of a test has deadlines
	_ = control.SetWriteDeadline(deadline)
	return up, values, err
}

func (s *Server) receiveForm(r *http.Request, body io.Reader, boundary string) (up *upload, values map[string]string, err error) {
	one := &ops.Error{Code: "one_file", Message: "The form must hold exactly one file.", Hint: "Name its field file."}
	if boundary == "" {
		return nil, nil, one
	}
	r.Body = io.NopCloser(body)
	form, err := r.MultipartReader()
	if err != nil {
		return nil, nil, one
	}
	defer func() {
		if err != nil && up != nil {
			up.Close()
			s.uploads.remove(up.ID)
			up = nil
		}
	}()
	values = map[string]string{}
	for range maxFormParts {
		part, err := form.NextPart()
		if err == io.EOF {
			if up == nil {
				return up, nil, one
			}
			return up, values, nil
		} else if err != nil {
			return up, nil, formError(err)
		}
		if part.FormName() == "file" && up == nil && part.FileName() != "" {
			if up, err = s.uploads.keep(part, part.FileName(), ingest.MaxUpload); err != nil {
				return nil, nil, formError(err)
			}
			continue
		}
		if part.FileName() != "" || part.FormName() == "file" || part.FormName() == "" {
			return up, nil, one
		}
		b, err := io.ReadAll(io.LimitReader(part, maxFormValue))
		if err != nil {
			return up, nil, formError(err)
		}
		values[part.FormName()] = string(b)
	}
	return up, nil, one
}

const (
	maxFormParts = 20
	maxFormValue = 1000
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
}

func (p *patientReader) Read(b []byte) (int, error) {
	_ = p.control.SetReadDeadline(time.Now().Add(uploadIdle)) // not every writer of a test has deadlines
	n, err := p.r.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = &ops.Error{Code: "upload_stalled", Message: "The upload fell silent.", Hint: "Nothing was changed. Try again.", Err: err}
	}
	return n, err
}

// plan reads a kept file.
func (s *Server) plan(ctx context.Context, up *upload, o ingest.Options) (*ingest.Plan, error) {
	return s.Importer.Plan(ctx, up.File(), o)
}
