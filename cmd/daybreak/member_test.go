package main

import (
	"bytes"
	"io/fs"
	"mime/multipart"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// holding returns the files under dir that hold one of the texts.
func holding(t *testing.T, dir string, texts ...string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, text := range texts {
			if bytes.Contains(b, []byte(text)) {
				out = append(out, filepath.Base(path)+": "+text)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Somebody forgotten is in no file of a running server: those that wait to be imported
// and the figures beside the record are files too.
func TestForgottenLeaveNoFile(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	base, stop := serving(t, "--data", data, "--no-login")
	const file = "member,joined_at,channel,name,contact\nmara-7,2026-09-01 09:00:00,poster,Mara Quill,mara@example.org\nben,2026-09-01 09:00:00,poster,,\n"
	if code, body := fetch(t, "POST", base+"/api/v1/imports?name=m.csv", "text/csv", strings.NewReader(file)); code != 201 {
		t.Fatal(code, body)
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, _ := w.CreateFormFile("file", "again.csv")
	part.Write([]byte(file + "cleo,2026-09-02 09:00:00,poster,,\n"))
	w.Close()
	if code, body := fetch(t, "POST", base+"/import", w.FormDataContentType(), &form); code >= 400 {
		t.Fatal(code, body)
	}
	texts := []string{"mara-7", "Mara Quill", "mara@example.org"}
	if before := holding(t, filepath.Join(data, "uploads"), texts...); len(before) != 3 {
		t.Fatalf("what waits to be imported: %v", before)
	}
	code, body := fetch(t, "POST", base+"/api/v1/members/mara-7/forget", "application/json", strings.NewReader(`{"member":"mara-7"}`))
	if code != 200 {
		t.Fatal(code, body)
	}
	if left := holding(t, data, texts...); len(left) > 0 {
		t.Errorf("files hold the member: %v", left)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
