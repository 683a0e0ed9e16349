package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"daybreak/internal/holiday"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/sample"
	"daybreak/internal/store/sqlite"
	sampledata "daybreak/sample-data"
)

type sampleCommand struct {
	Members int    `default:"4000" help:"About how many members join."`
	Days    int    `default:"200" help:"How many days the story lasts."`
	Out     string `required:"" type:"path" help:"Directory for the files."`
}

// Run writes the sample data.
func (c *sampleCommand) Run(env *environment) error {
	if _, err := os.Stat(filepath.Join(c.Out, "daybreak.db")); err == nil {
		return &ops.Error{Code: "own_file", Message: fmt.Sprintf("%s belongs to the record itself.", c.Out),
			Hint: "Name a place outside of the data directory.", Args: []any{c.Out}}
	}
	if err := sample.Write(c.Out, sample.Options{Members: c.Members, Days: c.Days}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(env.stdout, "wrote the sample data to %s; import it with: daybreak import %s/*.csv\n", c.Out, c.Out)
	return err
}

// loadSample imports the sample data if nothing was ever imported, and makes the
// challenge known that its members are in at the end, and what was tried. The
// story ends yesterday and keeps the holidays of China; one that ends on the day
// to, as the committed one does, only National Day. told says that it was imported
// now.
func loadSample(env *environment, w *workspace, importer *ingest.Importer, to string) (told bool, err error) {
	batches, err := importer.Batches(env.ctx, 1, 0)
	if err != nil || len(batches) > 0 {
		return false, err
	}
	options, err := sampleOptions(w.calendar.Day(env.clock())-1, to)
	if err != nil {
		return false, err
	}
	if err := tellSample(env, importer, options); err != nil {
		return false, fmt.Errorf("sample data: %w", err)
	}
	challenge := sample.LastChallenge(options.Last)
	challenge.DayStart = w.calendar.DayStart
	ctx := ops.WithActor(env.ctx, ops.Actor{Name: "Daybreak"})
	if _, err = w.store.Community().AddChallenge(ctx, challenge); err != nil {
		return false, err
	}
	return true, addTries(ctx, w.store.Tries(), sample.Tries(options))
}

// tellSample imports the committed story, or one that is written for the moment.
func tellSample(env *environment, importer *ingest.Importer, o sample.Options) error {
	if o.Last == sample.Last() && o.Holidays == nil {
		return importSample(env, importer, sampledata.Files)
	}
	dir, err := os.MkdirTemp("", "daybreak-sample-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := sample.Write(dir, o); err != nil {
		return err
	}
	return importSample(env, importer, os.DirFS(dir))
}

// sampleOptions says which story is told: one that ends on yesterday, or on the
// day that was asked for.
func sampleOptions(yesterday ops.Day, to string) (sample.Options, error) {
	if to == "" {
		o := sample.Options{Last: yesterday}
		year, _, _ := yesterday.Date()
		for _, y := range []int{year - 1, year} {
			o.Holidays = append(o.Holidays, holiday.China(y)...)
		}
		return o, nil
	}
	last, err := ops.ParseDay(to)
	if err != nil || last < ops.DayOf(2001, 1, 1) {
		return sample.Options{}, &ops.Error{Code: "bad_date", Message: "--sample-to is not a date.", Hint: "Write it as 2026-10-31.",
			Where: ops.Place{Column: "--sample-to", Value: ops.Show(to)}, Args: []any{"--sample-to"}}
	}
	return sample.Options{Last: last}, nil
}

// importSample imports files of the story.
func importSample(env *environment, importer *ingest.Importer, files fs.FS) error {
	names, err := fs.Glob(files, "*.csv")
	if err != nil {
		return err
	}
	// Rates first: what follows is money.
	slices.SortStableFunc(names, func(a, b string) int { return later(a) - later(b) })
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		plan, err := importer.Plan(env.ctx, ingest.File{Name: name, Size: int64(len(b)), R: bytes.NewReader(b)}, ingest.Options{})
		if err != nil {
			return err
		}
		done, err := importer.Commit(env.ctx, plan, ingest.By{Via: "sample", Name: "Daybreak"}, nil)
		if err != nil {
			return err
		}
		env.log.Info("sample data imported", "file", name, "rows", done.Read)
	}
	return nil
}

// addTries keeps what the team of the story tried, and what it decided.
func addTries(ctx context.Context, keep sqlite.Tries, tries []ops.Try) error {
	made := make([]ops.Try, len(tries))
	for i, t := range tries {
		t.Decision, t.Sentence, t.Next = "", "", 0
		var err error
		if made[i], _, err = keep.Add(ctx, t, ""); err != nil {
			return err
		}
	}
	for i, t := range tries {
		if t.Decision == "" {
			continue
		}
		decided := made[i]
		decided.Decision, decided.Sentence = t.Decision, t.Sentence
		if t.Next > 0 {
			decided.Next = made[t.Next-1].ID
		}
		if _, err := keep.Decide(ctx, decided); err != nil {
			return err
		}
	}
	return nil
}

func later(name string) int {
	if name == "rates.csv" {
		return 0
	}
	return 1
}
