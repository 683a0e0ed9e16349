package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/user"
	"strings"
	"time"
	"unicode/utf8"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
)

type importCommand struct {
	dataFlags
	calendarFlags
	As           string `help:"Kind of record, where the header does not tell." placeholder:"KIND"`
	DryRun       bool   `help:"Say what would change, and change nothing."`
	SkipRejected bool   `help:"Import the good rows of a file that also has bad ones."`
	JSON         bool   `help:"Print one line of JSON for each file."`

	Encoding  string            `help:"Encoding of the file, where it is not recognised, such as gb18030." placeholder:"NAME"`
	Delimiter string            `help:"Separator of the columns, where it is not recognised: one character, or tab." placeholder:"CHAR"`
	Header    int               `help:"Which line is the header of the first table, where that is not recognised." placeholder:"LINE"`
	Table     int               `help:"Which table of a file with several, from 1." placeholder:"N"`
	Sheet     string            `help:"Which sheet of a workbook, instead of --table." placeholder:"NAME"`
	Preset    string            `help:"Which kind of export it is, where that is not recognised, such as baidu_search." placeholder:"NAME"`
	Column    map[string]string `aliases:"map" help:"What a column of an export is: HEADER=FIELD, or HEADER= to leave it out. May be repeated." mapsep:"none" placeholder:"HEADER=FIELD"`
	Answer    map[string]string `help:"What the file does not say, for all rows: FIELD=VALUE, such as platform=baidu. May be repeated." mapsep:"none" placeholder:"FIELD=VALUE"`
	Overlap   string            `help:"What becomes of stored rows of the file's days that it lacks: keep or replace. By itself, a complete report replaces." enum:",keep,replace" default:"" placeholder:"HOW"`
	SameMoney bool              `help:"Import spend that looks reported twice."`

	Files []string `arg:"" name:"file" type:"existingfile" help:"Files to import, in this order."`
}

// fileResult is what became of one file. Status is imported, planned (with
// --dry-run), already_imported, questions_open or refused.
type fileResult struct {
	File      string     `json:"file"`
	Status    string     `json:"status"`
	Import    int64      `json:"import,omitempty"`
	Record    string     `json:"record,omitempty"`
	From      string     `json:"from,omitempty"`
	To        string     `json:"to,omitempty"`
	Read      int        `json:"read"`
	Create    int        `json:"create"`
	Update    int        `json:"update"`
	Unchanged int        `json:"unchanged"`
	Remove    int        `json:"remove,omitempty"` // rows taken back: the file covers their days and lacks them
	Rejected  int        `json:"rejected"`
	At        string     `json:"at,omitempty"` // when an earlier import brought the same bytes
	Errors    []rowError `json:"errors,omitempty"`
	Notices   []rowError `json:"notices,omitempty"`

	Questions ingest.Open `json:"questions,omitempty"`
}

type rowError struct {
	Code    ops.Code  `json:"code"`
	Message string    `json:"message"`
	Hint    string    `json:"hint,omitempty"`
	Where   ops.Place `json:"where,omitzero"`
}

// options says how to read a file.
func (c *importCommand) options() ingest.Options {
	o := ingest.Options{Record: c.As, SkipRejected: c.SkipRejected, Table: c.Table, Sheet: c.Sheet, Preset: c.Preset, SameMoney: c.SameMoney,
		Overlap: ingest.Overlap(c.Overlap),
		Hints:   ingest.Hints{Encoding: c.Encoding, Header: c.Header}, Said: ingest.Said{Columns: c.Column, Answers: c.Answer}}
	switch {
	case c.Delimiter == "tab":
		o.Hints.Delimiter = '\t'
	case c.Delimiter != "":
		o.Hints.Delimiter, _ = utf8.DecodeRuneInString(c.Delimiter)
	}
	return o
}

// Run imports the files one after the other and goes on after a file that is
// not imported; then it returns a dataError, or a questionsError if all the
// others leave is questions.
func (c *importCommand) Run(env *environment) error {
	return withWorkspace(env, c.Data, c.calendarFlags, func(w *workspace) error { return c.importFiles(env, w.importer(env)) })
}

func (c *importCommand) importFiles(env *environment, importer *ingest.Importer) error {
	refused, open := 0, 0
	for _, name := range c.Files {
		r, err := c.importFile(env, importer, name)
		if err != nil {
			return err
		}
		switch r.Status {
		case "refused":
			refused++
		case "questions_open":
			open++
		}
		if err := c.print(env, r); err != nil {
			return err
		}
	}
	if refused > 0 {
		return dataError{fmt.Errorf("%d of %d files were not imported", refused+open, len(c.Files))}
	}
	if open > 0 {
		return questionsError{fmt.Errorf("%d of %d files leave questions open: answer them with --answer FIELD=VALUE", open, len(c.Files))}
	}
	return nil
}

// importFile imports one file. What is wrong with the file is in the result;
// the error is for what is wrong with the program's surroundings.
func (c *importCommand) importFile(env *environment, importer *ingest.Importer, name string) (*fileResult, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	plan, err := importer.Plan(env.ctx, ingest.File{Name: name, Size: info.Size(), R: f}, c.options())
	if e := (*ops.Error)(nil); errors.As(err, &e) {
		r := &fileResult{File: name, Status: "refused", Errors: rowErrors(e)}
		if errors.As(e.Err, &r.Questions) {
			r.Status = "questions_open"
		}
		return r, nil
	} else if err != nil {
		return nil, err
	}
	r := &fileResult{File: name, Status: "planned", Notices: rowErrors(append(plan.Notices, plan.Warnings...)...)}
	if plan.Already != nil {
		r.Status, r.Import, r.Record, r.At = "already_imported", plan.Already.ID, plan.Already.Record, plan.Already.At.UTC().Format(time.RFC3339)
		return r, nil
	}
	r.Record, r.Read, r.Rejected = plan.Record.Name, plan.Read, plan.Rejected
	r.Create, r.Update, r.Unchanged, r.Remove = plan.Diff.Created, plan.Diff.Updated, plan.Diff.Unchanged, plan.Diff.Removed
	if plan.Days.Len() > 0 {
		r.From, r.To = plan.Days.From.String(), plan.Days.Last().String()
	}
	for _, x := range plan.Rejects {
		r.Errors = append(r.Errors, rowErrors(x.Err)...)
	}
	if refusal := plan.Refusal(); refusal != nil {
		if r.Status = "refused"; len(r.Errors) == 0 {
			r.Errors = rowErrors(refusal)
		}
		return r, nil
	}
	if c.DryRun {
		return r, nil
	}
	b, err := importer.Commit(env.ctx, plan, ingest.By{Via: "command", Name: userName()}, nil)
	if err != nil {
		return nil, err
	}
	r.Status, r.Import = "imported", b.ID
	return r, nil
}

func rowErrors(errs ...*ops.Error) []rowError {
	var out []rowError
	for _, e := range errs {
		out = append(out, rowError{e.Code, e.Message, e.Hint, e.Where})
	}
	return out
}

// userName returns who runs the command, for the import history.
func userName() string {
	u, err := user.Current()
	if err != nil {
		return "command"
	}
	return u.Username
}

func (c *importCommand) print(env *environment, r *fileResult) error {
	if c.JSON {
		return json.NewEncoder(env.stdout).Encode(r)
	}
	var err error
	say := func(format string, args ...any) {
		if _, e := fmt.Fprintf(env.stdout, format, args...); e != nil {
			err = e
		}
	}
	switch r.Status {
	case "already_imported":
		say("%s: already imported on %s as import %d; nothing was changed\n", r.File, r.At, r.Import)
		return err
	case "imported":
		say("%s: import %d of %s", r.File, r.Import, r.Record)
	case "planned":
		say("%s: would import %s", r.File, r.Record)
	case "refused":
		say("%s: not imported", r.File)
	case "questions_open":
		say("%s: not imported yet; it leaves open\n", r.File)
		for _, q := range r.Questions {
			say("  %s: %s", q.Field, q.Message)
			if len(q.Options) > 0 {
				say(" (%s)", strings.Join(q.Options, ", "))
			}
			if !q.Required {
				say(" (may stay open)")
			}
			say("\n")
		}
		return err
	}
	if r.Record != "" {
		say(": %d rows read, %d new, %d changed, %d unchanged, %d rejected", r.Read, r.Create, r.Update, r.Unchanged, r.Rejected)
	}
	if r.From != "" {
		say(", %s to %s", r.From, r.To)
	}
	say("\n")
	for _, list := range [][]rowError{r.Errors, r.Notices} {
		for _, e := range list {
			where := e.Where
			where.File = ""
			say("  %s\n", (&ops.Error{Message: e.Message, Hint: e.Hint, Where: where}).Error())
		}
	}
	if more := r.Rejected - len(r.Errors); more > 0 && len(r.Errors) > 0 {
		say("  … and %d more\n", more)
	}
	return err
}

type undoCommand struct {
	dataFlags
	ID int64 `arg:"" help:"Number of the import."`
}

// Run undoes one import.
func (c *undoCommand) Run(env *environment) error {
	return withWorkspace(env, c.Data, calendarFlags{}, func(w *workspace) error { return c.undo(env, w) })
}

func (c *undoCommand) undo(env *environment, w *workspace) error {
	b, err := w.importer(env).Undo(env.ctx, c.ID, ingest.By{Via: "command", Name: userName()})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.stdout, "import %d of %s (%s) is undone; all other imports keep their effect\n", b.ID, b.Record, b.File)
	return err
}
