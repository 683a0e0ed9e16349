package ingest

import (
	"fmt"

	"daybreak/internal/ops"
)

// Plan is what importing one file would do. It is immutable: what the preview
// shows is what commit runs.
//
// Read is the number of data rows in the file. For Daybreak's own layouts it
// is Rows.Len() + Rejected; rows of other exports may be added up, spread over
// days or stand for nothing, and notices count those.
type Plan struct {
	File   string // display name
	Size   int64
	SHA256 string // of the file's bytes, and of the table and record said to be read of an export; hex
	Layout string // "daybreak", or the name of the preset or mapping that read the file

	// Mapping is how an export was read; nil for Daybreak's own layouts.
	Mapping *Mapping

	// Already is the live batch that these bytes are in; all below is empty then.
	Already *ops.Batch

	Record   *ops.Record
	Rows     *ops.Rows
	Diff     *ops.Diff
	Days     ops.Range // ops days covered by the rows; empty for records without days
	Through  ops.Day   // last day the import vouches for; 0 for records without days
	Read     int
	Rejected int
	Rejects  []Rejected   // the first MaxShown, in the order of the file
	Notices  []*ops.Error // what was done that the user may not expect; nothing here stops the import
	Warnings []*ops.Error // what looks wrong in the figures that would result
	Gone     *Gone        // what the file lacks of the days it covers; nil if nothing

	skip  bool       // the user accepts to leave the rejected rows out
	twice *ops.Error // the spend is stored already in another breakdown
	src   source
}

// Brought returns how many rows the file brings: those that only take back what
// it lacks are not counted.
func (p *Plan) Brought() int {
	n := p.Rows.Len()
	for _, gone := range p.Rows.Gone {
		if gone {
			n--
		}
	}
	return n
}

// Refusal returns why the plan cannot be committed as it is, or nil. Its Err
// holds the listed rejects as ops.Mistakes. The code is that of the listed
// rejects if they all share one, else rejected_rows.
func (p *Plan) Refusal() *ops.Error {
	switch {
	case p.Already != nil:
		at := p.Already.At.UTC().Format("2006-01-02 15:04")
		return &ops.Error{Code: "already_imported",
			Message: fmt.Sprintf("These bytes were imported on %s UTC by %s as batch %d.", at, p.Already.By, p.Already.ID),
			Hint:    "Nothing was changed. To import them again, undo that batch first.",
			Where:   ops.Place{File: p.File}, Args: []any{p.Already.At, p.Already.By, p.Already.ID}}
	case p.twice != nil:
		return p.twice
	case p.Rejected > 0 && (!p.skip || p.Brought() == 0):
		return p.rejected()
	}
	return nil
}

func (p *Plan) rejected() *ops.Error {
	first := p.Rejects[0].Err
	all := make(ops.Mistakes, len(p.Rejects))
	code := first.Code
	for i, r := range p.Rejects {
		all[i] = r.Err
		if r.Err.Code != code {
			code = "rejected_rows"
		}
	}
	where := first.Where
	where.File = p.File
	args := first.Args
	if code == "rejected_rows" {
		args = []any{p.Rejected, p.Read}
	}
	return &ops.Error{Code: code,
		Message: fmt.Sprintf("%d of %d rows cannot be imported. The first, line %d: %s", p.Rejected, p.Read, where.Line, first.Message),
		Hint:    "Nothing was changed. Mend the rows, or import the file without them. " + first.Hint,
		Where:   where, Args: args, Err: all}
}
