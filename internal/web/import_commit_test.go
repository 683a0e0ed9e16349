package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

func TestALongImportShowsItsProgressAndGoesOn(t *testing.T) {
	s := realServer(t)
	preview := uploaded(t, s, "a.csv", spendCSV)
	id := strings.TrimPrefix(preview, "/import/")
	halfway, goOn := make(chan struct{}), make(chan struct{})
	j := s.importing.Commits.Start(id, nil, s.Clock(), func(_ context.Context, progress func(done, total int)) (ops.Batch, error) {
		progress(1, 2)
		close(halfway)
		<-goOn
		return ops.Batch{ID: 7}, nil
	})
	<-halfway
	if again := s.importing.Commits.Start(id, nil, s.Clock(), nil); again != j {
		t.Error("the same upload is imported twice at once")
	}
	page := browse(s, "GET", preview, "", "")
	if page.Header().Get("Refresh") != "1" || !strings.Contains(page.Body.String(), i18n.In(i18n.En).Import.RunningHint) || !strings.Contains(page.Body.String(),
		`max="2" value="1"`) {
		t.Errorf("%v %s", page.Header(), page.Body)
	}
	if w := get(s, preview+"/progress"); w.Body.String() != `{"state":"running","done":1,"total":2}`+"\n" {
		t.Errorf("progress: %s", w.Body)
	}
	close(goOn)
	<-j.Done
	if w := get(s, preview+"/progress"); !strings.Contains(w.Body.String(), `"state":"done"`) {
		t.Errorf("progress at the end: %s", w.Body)
	}
	if w := browse(s, "GET", preview, "", ""); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/imports?done=7" {
		t.Errorf("at the end: %d %v", w.Code, w.Header())
	}
}

func TestAFailedImportCanBeTriedAgain(t *testing.T) {
	s := realServer(t)
	preview := uploaded(t, s, "a.csv", spendCSV)
	id := strings.TrimPrefix(preview, "/import/")
	j := s.importing.Commits.Start(id, nil, s.Clock(), func(context.Context, func(int, int)) (ops.Batch, error) {
		return ops.Batch{}, &ops.Error{Code: "disk_full", Message: "The disk of the server is full. Nothing was changed."}
	})
	<-j.Done
	if w := browse(s, "GET", preview, "", ""); w.Code != http.StatusInsufficientStorage {
		t.Errorf("a failed import: %d", w.Code)
	}
	if w := browse(s, "GET", preview, "", ""); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "/commit") {
		t.Errorf("after it: %d", w.Code)
	}
}
