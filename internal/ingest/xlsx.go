package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"daybreak/internal/ops"
)

const (
	xmlDepth    = 64 // levels of elements in a part
	sheetsShown = 50 // sheets of a workbook
)

// sheet is one worksheet of a workbook.
type sheet struct {
	name    string
	hidden  bool
	grid    *grid
	notices []*ops.Error
}

// workbook reads the parts of an XLSX file. Everything is read here, in one
// streaming pass with hard limits that ends at the end of each part: a part
// that is cut off or names a string that does not exist is an error and never
// a shorter table.
type workbook struct {
	parts   map[string]*zip.File // by lower-case name
	read    int64                // bytes unzipped so far
	strings sharedTexts
	formats []cellFormat // by style index
	base04  bool         // serial numbers count from 1904
}

// readXLSX reads every worksheet of a workbook.
//
// Errors: not_xlsx, compressed, too_many_parts, damaged_zip, damaged_sheet,
// expands_too_large, too_many_columns, too_many_rows, too_many_cells,
// text_too_long.
func readXLSX(r io.ReaderAt, size int64) ([]sheet, []*ops.Error, *ops.Error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, nil, &ops.Error{Code: "not_xlsx", Message: "This is not an XLSX workbook, or it is cut off.",
			Hint: "Save it as .xlsx or CSV UTF-8 and upload it again.", Err: err}
	}
	w := &workbook{parts: map[string]*zip.File{}}
	if err := w.index(z); err != nil {
		return nil, nil, err
	}
	var notices []*ops.Error
	for name := range w.parts {
		switch {
		case name == "xl/vbaproject.bin":
			notices = append(notices, &ops.Error{Code: "macros_ignored", Message: "The workbook contains macros; they were ignored."})
		case name == "xl/externallinks/externallink1.xml":
			notices = append(notices, &ops.Error{Code: "links_ignored", Message: "The workbook refers to other workbooks; the values last seen there were read."})
		}
	}
	listed, err2 := w.sheets()
	if err2 != nil {
		return nil, nil, err2
	}
	if err := w.styles(); err != nil {
		return nil, nil, err
	}
	if err := w.sharedStrings(); err != nil {
		return nil, nil, err
	}
	var out []sheet
	for _, s := range listed {
		if len(out) == sheetsShown {
			return nil, nil, &ops.Error{Code: "too_many_parts", Message: fmt.Sprintf("The workbook has more than %d sheets.", sheetsShown),
				Hint: "Keep the sheets to import in a workbook of their own.", Args: []any{sheetsShown}}
		}
		sh := sheet{name: s.name, hidden: s.hidden}
		if err := w.sheet(s.part, &sh); err != nil {
			err.Where.Sheet = s.name
			return nil, nil, err
		}
		out = append(out, sh)
	}
	return out, notices, nil
}

func (w *workbook) index(z *zip.Reader) *ops.Error {
	if len(z.File) > MaxZipParts {
		return &ops.Error{Code: "too_many_parts", Message: fmt.Sprintf("The workbook's zip has %d entries; %d are allowed.", len(z.File), MaxZipParts),
			Hint: "Save the sheet as CSV UTF-8 and upload that.", Args: []any{len(z.File), MaxZipParts}}
	}
	texts := false
	for _, f := range z.File {
		n := strings.ToLower(f.Name)
		if w.parts[n] != nil || path.Clean(n) != strings.TrimSuffix(n, "/") || path.IsAbs(n) || strings.HasPrefix(n, "..") ||
			strings.ContainsAny(n, "\\\x00:") || !f.Mode().IsRegular() && !f.Mode().IsDir() {
			return &ops.Error{Code: "damaged_zip", Message: "The workbook's zip has the entry “" + ops.Show(f.Name) + "”, which no spreadsheet program writes.",
				Hint: "Open it in a spreadsheet program and save it as .xlsx again.", Args: []any{ops.Show(f.Name)}}
		}
		w.parts[n] = f
		texts = texts || strings.HasSuffix(n, ".csv") || strings.HasSuffix(n, ".xlsx") || strings.HasSuffix(n, ".xls")
	}
	switch {
	case w.parts["xl/workbook.xml"] != nil && w.parts["[content_types].xml"] != nil:
		return nil
	case w.parts["content.xml"] != nil || w.parts["mimetype"] != nil:
		return &ops.Error{Code: "not_xlsx", Message: "This is an OpenDocument file.", Hint: "Save it as .xlsx or CSV UTF-8.", Args: []any{"ods"}}
	case w.parts["xl/workbook.bin"] != nil:
		return &ops.Error{Code: "not_xlsx", Message: "This is a binary workbook (.xlsb).", Hint: "Save it as .xlsx.", Args: []any{"xlsb"}}
	case texts:
		return &ops.Error{Code: "compressed", Message: "This is a zip archive of files.", Hint: "Unzip it first and upload the files in it.", Args: []any{"zip"}}
	}
	return &ops.Error{Code: "not_xlsx", Message: "This is a zip archive without a workbook.", Hint: "Upload an .xlsx workbook or a CSV file.", Args: []any{"zip"}}
}

// part calls visit for every token of an XML part, in order, and returns once
// the part has ended well. A missing part has no tokens.
func (w *workbook) part(name string, visit func(d *xml.Decoder, t xml.Token) *ops.Error) *ops.Error {
	f := w.parts[strings.ToLower(name)]
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return &ops.Error{Code: "damaged_zip", Message: "The entry “" + ops.Show(f.Name) + "” of the workbook cannot be unzipped.", Hint: "Export the file again.",
			Args: []any{ops.Show(f.Name)}, Err: err}
	}
	defer r.Close()
	in := &inflated{r: r, n: &w.read}
	d := xml.NewDecoder(in)
	depth, root := 0, false
	for {
		in.token = 0
		t, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			if errors.Is(err, errLongToken) {
				return textTooLong("the part " + name)
			}
			if errors.Is(err, errTooLarge) {
				return &ops.Error{Code: "expands_too_large", Message: "The workbook unzips to more than 200 MiB.", Hint: "Export fewer columns or a shorter range.",
					Args: []any{MaxInflated >> 20}}
			}
			return damagedPart(name, "it is cut off or not XML", err)
		}
		switch t.(type) {
		case xml.Directive:
			return damagedPart(name, "it declares a DOCTYPE", nil)
		case xml.StartElement:
			root = true
			if depth++; depth > xmlDepth {
				return damagedPart(name, "its elements are nested too deep", nil)
			}
		case xml.EndElement:
			depth--
		}
		if err := visit(d, t); err != nil {
			return err
		}
	}
	if depth != 0 || !root {
		return damagedPart(name, "it is cut off", nil)
	}
	return nil
}

var (
	errTooLarge  = errors.New("unzips to too much")
	errLongToken = errors.New("text without an end")
)

// inflated counts unzipped bytes over all parts, and those of one token, which
// the XML decoder keeps in memory whole.
type inflated struct {
	r     io.Reader
	n     *int64
	token int
}

func (i *inflated) Read(p []byte) (int, error) {
	n, err := i.r.Read(p)
	if *i.n += int64(n); *i.n > MaxInflated {
		return 0, errTooLarge
	}
	if i.token += n; i.token > MaxRecord {
		return 0, errLongToken
	}
	return n, err
}

func damagedPart(name, why string, err error) *ops.Error {
	return &ops.Error{Code: "damaged_sheet", Message: "The part " + name + " of the workbook is damaged: " + why + ".",
		Hint: "Export the file again, or open it in a spreadsheet program and save it anew.", Args: []any{name, why}, Err: err}
}

func attr(t xml.StartElement, local string) string {
	for _, a := range t.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

type listedSheet struct {
	name, part string
	hidden     bool
}

// sheets lists the worksheets in the order of their tabs. Chart and dialog
// sheets have no rows and are left out.
func (w *workbook) sheets() ([]listedSheet, *ops.Error) {
	targets := map[string]string{}
	if err := w.part("xl/_rels/workbook.xml.rels", func(_ *xml.Decoder, t xml.Token) *ops.Error {
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "Relationship" || !strings.HasSuffix(attr(e, "Type"), "/worksheet") {
			return nil
		}
		target := attr(e, "Target")
		if strings.HasPrefix(target, "/") {
			target = path.Clean(target[1:])
		} else {
			target = path.Join("xl", target)
		}
		if attr(e, "TargetMode") == "External" || path.Dir(strings.ToLower(target)) != "xl/worksheets" {
			return &ops.Error{Code: "damaged_zip", Message: "The workbook says a sheet lies in “" + ops.Show(attr(e, "Target")) + "”.",
				Hint: "Open it in a spreadsheet program and save it as .xlsx again.", Args: []any{ops.Show(attr(e, "Target"))}}
		}
		targets[attr(e, "Id")] = target
		return nil
	}); err != nil {
		return nil, err
	}
	var out []listedSheet
	err := w.part("xl/workbook.xml", func(_ *xml.Decoder, t xml.Token) *ops.Error {
		e, ok := t.(xml.StartElement)
		if !ok {
			return nil
		}
		switch e.Name.Local {
		case "workbookPr":
			w.base04 = attr(e, "date1904") == "1" || attr(e, "date1904") == "true"
		case "sheet":
			id := ""
			for _, a := range e.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					id = a.Value
				}
			}
			part, ok := targets[id]
			if !ok {
				return nil
			}
			if w.parts[strings.ToLower(part)] == nil {
				return damagedPart(part, "it is missing", nil)
			}
			out = append(out, listedSheet{name: attr(e, "name"), part: part, hidden: attr(e, "state") == "hidden" || attr(e, "state") == "veryHidden"})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, &ops.Error{Code: "not_xlsx", Message: "The workbook has no sheet with cells.", Hint: "Upload a workbook with a table, or a CSV file.",
			Args: []any{"xlsx"}}
	}
	return out, nil
}

func (w *workbook) sharedStrings() *ops.Error {
	var text []byte
	collect, skip, total := false, false, 0
	return w.part("xl/sharedStrings.xml", func(_ *xml.Decoder, t xml.Token) *ops.Error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "si":
				text = text[:0]
			case "rPh":
				skip = true
			case "t":
				collect = !skip
			}
		case xml.CharData:
			if collect {
				if text = append(text, t...); len(text) > MaxCell*4 {
					return textTooLong("a shared string")
				}
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				collect = false
			case "rPh":
				skip = false
			case "si":
				if total += len(text); total > tableText {
					return tooMuchText()
				}
				w.strings.add(cleanEscapes(text))
			}
		}
		return nil
	})
}

// sharedTexts are the texts cells refer to by number, one behind the other:
// millions of short ones would cost several times their length as strings.
type sharedTexts struct {
	bytes []byte
	ends  []uint32
}

func (s *sharedTexts) add(text []byte) {
	s.bytes = append(s.bytes, text...)
	s.ends = append(s.ends, uint32(len(s.bytes)))
}

// at returns the i-th text; it must not be changed.
func (s *sharedTexts) at(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.bytes[from:s.ends[i]:s.ends[i]]
}

func textTooLong(where string) *ops.Error {
	return &ops.Error{Code: "text_too_long", Message: fmt.Sprintf("The text of %s is longer than %d characters.", where, MaxCell),
		Hint: "Shorten it, or remove the column.", Args: []any{where, MaxCell}}
}

// cleanEscapes undoes the workbook's own escape of carriage returns.
func cleanEscapes(text []byte) []byte {
	return bytes.ReplaceAll(text, []byte("_x000D_"), nil)
}
