// Package importing is the part of the site about what comes in: files from
// upload to commit, events, watermarks and the history of imports.
package importing

import (
	"context"
	"time"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Section answers requests about imports.
type Section struct {
	*frame.Site
	Importer   *ingest.Importer
	Watermarks Watermarks
	Rules      ChannelRules                // which channel campaigns belong to; nil where none are kept
	Refresh    func(context.Context) error // makes the figures follow
	Inbox      Inbox                       // the watched folder; nil without one
	Uploads    string                      // directory for the bytes of uploads between preview and commit
	Patience   time.Duration               // how long a commit is waited for before its progress is shown

	uploads *uploads
	Commits *Commits
	rounds  *rounds
}

// New returns the section of a site, whose Inbox may be set. It empties the
// directory of uploads.
func New(site *frame.Site, importer *ingest.Importer, watermarks Watermarks, dir string) (*Section, error) {
	kept, err := newUploads(dir, site.Clock)
	if err != nil {
		return nil, err
	}
	kept.room = func() error {
		if site.Monitor == nil {
			return nil
		}
		return site.Monitor.Health().Stopped
	}
	return &Section{Site: site, Importer: importer, Watermarks: watermarks, Uploads: dir, Patience: patience, uploads: kept, Commits: newCommits(),
		rounds: &rounds{of: map[string]*round{}}}, nil
}

// Close ends the imports that run; each is all or nothing.
func (s *Section) Close() { s.Commits.close() }

// maxFile is how long a request with one file may be: the form around it; what
// the file holds has limits of its own.
const maxFile = max(ingest.MaxUpload, ingest.MaxEventsBody) + frame.MaxJSON

// Routes are the pages about imports, and the API that brings something in.
func (s *Section) Routes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(frame.GET, "/import", ops.Editor, frame.MaxJSON, s.showImport),
		on(frame.POST, "/import", ops.Editor, maxForm, s.createUpload),
		on(frame.GET, "/import/:upload", ops.Editor, frame.MaxJSON, s.showUpload),
		on(frame.GET, "/import/:upload/progress", ops.Editor, frame.MaxJSON, s.showProgress),
		on(frame.GET, "/import/:upload/rejected", ops.Editor, frame.MaxJSON, s.downloadRejected),
		on(frame.POST, "/import/:upload/commit", ops.Editor, frame.MaxJSON, s.commitUpload),
		on(frame.POST, "/import/:upload/remove", ops.Editor, frame.MaxJSON, s.removeUpload),
		on(frame.POST, "/import/:upload/rate", ops.Editor, frame.MaxJSON, s.setRate),
		on(frame.POST, "/import/all", ops.Editor, frame.MaxJSON, s.importAll),
		on(frame.POST, "/import/hand", ops.Editor, frame.MaxJSON, s.createByHand),
		on(frame.POST, "/import/paste", ops.Editor, maxPaste, s.paste),
		on(frame.POST, "/import/parked", ops.Editor, frame.MaxJSON, s.takeParked),
		on(frame.GET, "/mappings", ops.Editor, frame.MaxJSON, s.showMappings),
		on(frame.POST, "/mappings/:fingerprint/forget", ops.Editor, frame.MaxJSON, s.forgetMapping),
		on(frame.GET, "/imports", ops.Viewer, frame.MaxJSON, s.showImports).Whole(),
		on(frame.POST, "/imports/:id/undo", ops.Editor, frame.MaxJSON, s.undoOnPage),
		on(frame.POST, "/api/v1/events", ops.Editor, maxFile, s.createEvents),
		on(frame.POST, "/api/v1/watermarks", ops.Editor, frame.MaxJSON, s.createWatermark),
		on(frame.POST, "/api/v1/retired-sources", ops.Editor, frame.MaxJSON, s.retireSource),
		on(frame.POST, "/api/v1/quiet-days", ops.Editor, frame.MaxJSON, s.createQuiet),
		on(frame.GET, "/api/v1/imports", ops.Viewer, frame.MaxJSON, s.listImports).Whole(),
		on(frame.POST, "/api/v1/imports", ops.Editor, maxFile, s.createImport),
		on(frame.POST, "/api/v1/imports/:id/undo", ops.Editor, frame.MaxJSON, s.undoImport),
		on(frame.POST, "/watermarks", ops.Editor, frame.MaxJSON, s.declareOnPage),
		on(frame.POST, "/retired-sources", ops.Editor, frame.MaxJSON, s.retireOnPage),
		on(frame.POST, "/quiet-days", ops.Editor, frame.MaxJSON, s.quietOnPage),
	}
}

// Watermarks keeps what people and programs declare about their sources.
type Watermarks interface {
	// Declare states that a part of a source of record is complete through a day, or
	// all its parts where part is nil, and makes the figures follow.
	Declare(ctx context.Context, record, source string, part *string, through ops.Day, by string) error
	// Retire states that nothing more will come from a part of a source, or from all
	// its parts where part is nil, or takes that back.
	Retire(ctx context.Context, record, source string, part *string, retired bool, by string) error
	// Quiet states that on the days nothing happened in a part of a source.
	Quiet(ctx context.Context, record, source, part string, days ops.Range, by string) error
}
