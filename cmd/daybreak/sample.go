package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

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

// loadSample imports the built-in sample data if nothing was ever imported, and
// makes the challenge known that its members are in at the end.
func loadSample(env *environment, w *workspace, importer *ingest.Importer) error {
	batches, err := importer.Batches(env.ctx, 1, 0)
	if err != nil || len(batches) > 0 {
		return err
	}
	names, err := fs.Glob(sampledata.Files, "*.csv")
	if err != nil {
		return err
	}
	// Rates first: what follows is money.
	slices.SortStableFunc(names, func(a, b string) int { return later(a) - later(b) })
	for _, name := range names {
		b, err := fs.ReadFile(sampledata.Files, name)
		if err != nil {
			return err
		}
		plan, err := importer.Plan(env.ctx, ingest.File{Name: name, Size: int64(len(b)), R: bytes.NewReader(b)}, ingest.Options{})
		if err != nil {
			return fmt.Errorf("sample data: %w", err)
		}
		done, err := importer.Commit(env.ctx, plan, ingest.By{Via: "sample", Name: "Daybreak"}, nil)
		if err != nil {
			return fmt.Errorf("sample data: %w", err)
		}
		env.log.Info("sample data imported", "file", name, "rows", done.Read)
	}
	last := sample.LastChallenge()
	last.DayStart = w.calendar.DayStart
	ctx := ops.WithActor(env.ctx, ops.Actor{Name: "Daybreak"})
	if _, err = w.store.Community().AddChallenge(ctx, last); err != nil {
		return err
	}
	return addTries(ctx, w.store.Tries())
}

// addTries keeps what the team of the story tried, and what it decided.
func addTries(ctx context.Context, keep sqlite.Tries) error {
	tries := sample.Tries()
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
