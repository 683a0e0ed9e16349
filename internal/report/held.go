package report

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/json"
	"io"
	"time"

	"daybreak/internal/ops"
)

// The forms in which everything that is held about a member goes out.
const (
	HeldJSON = "json" // one object: a list of rows for each table
	HeldZip  = "zip"  // a CSV file for each table
)

// WriteHeld writes what is held about a member in one of the forms until ctx ends. at
// is when it was asked for.
func WriteHeld(ctx context.Context, w io.Writer, h ops.Held, form string, at time.Time) error {
	if form == HeldZip {
		return writeHeldZip(ctx, w, h, at)
	}
	return writeHeldJSON(ctx, w, h, at)
}

func writeHeldZip(ctx context.Context, w io.Writer, h ops.Held, at time.Time) error {
	out := zip.NewWriter(w)
	for _, t := range h.Tables {
		f, err := out.CreateHeader(&zip.FileHeader{Name: t.Name + ".csv", Method: zip.Deflate, Modified: at})
		if err != nil {
			return err
		}
		rows := NewRows(f, true)
		if err := rows.Write(t.Header); err != nil {
			return err
		}
		for _, row := range t.Rows {
			if err := ctx.Err(); err != nil {
				return err
			}
			safe := make([]string, len(row))
			for i, text := range row {
				safe[i] = ops.SafeText(text)
			}
			if err := rows.Write(safe); err != nil {
				return err
			}
		}
		if err := rows.Flush(); err != nil {
			return err
		}
	}
	return out.Close()
}

// writeHeldJSON writes {"member":…,"at":…,"tables":{name:[{column:value,…},…],…}}; all
// values are texts, as the importer reads them.
func writeHeldJSON(ctx context.Context, w io.Writer, h ops.Held, at time.Time) error {
	out := bufio.NewWriter(w)
	text := func(s string) string {
		b, _ := json.Marshal(s) // a text always can be
		return string(b)
	}
	out.WriteString(`{"member":` + text(h.Member) + `,"at":` + text(at.UTC().Format(time.RFC3339)) + `,"tables":{`)
	for i, t := range h.Tables {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(text(t.Name) + ":[")
		for j, row := range t.Rows {
			if err := ctx.Err(); err != nil {
				return err
			}
			if j > 0 {
				out.WriteByte(',')
			}
			for k, value := range row {
				begin := ","
				if k == 0 {
					begin = "{"
				}
				out.WriteString(begin + text(t.Header[k]) + ":" + text(value))
			}
			out.WriteByte('}')
		}
		out.WriteByte(']')
	}
	out.WriteString("}}\n")
	return out.Flush()
}
