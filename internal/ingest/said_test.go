package ingest

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"testing"

	"daybreak/internal/ops"
)

// notebook is a Memory.
type notebook map[string][]byte

func (n notebook) Mappings(context.Context) ([]ops.KeptMapping, error) {
	var out []ops.KeptMapping
	for fingerprint, text := range n {
		out = append(out, ops.KeptMapping{Fingerprint: fingerprint, Mapping: text})
	}
	return out, nil
}

func (n notebook) ForgetMapping(_ context.Context, fingerprint, _ string) error {
	delete(n, fingerprint)
	return nil
}

func (n notebook) KeepMapping(_ context.Context, fingerprint string, mapping []byte, _ string) error {
	n[fingerprint] = mapping
	return nil
}

func exportFile(t *testing.T, name string, data []byte) File {
	t.Helper()
	if data == nil {
		data = readBytes(t, filepath.Join("testdata", "formats", name))
	}
	return File{Name: name, Size: int64(len(data)), R: bytes.NewReader(data)}
}

// What a person said once is not asked again for a file with the same header.
func TestAnswersAreRemembered(t *testing.T) {
	i := NewImporter(newMemory(), workspace(t))
	i.Memory = notebook{}
	file := exportFile(t, "wechat_users.xls", nil)
	n, err := i.Inspect(t.Context(), file, Options{})
	if err != nil || n.Number != 1 || n.Mapping.Record != "followers" || n.Document.Format != "html" {
		t.Fatalf("%+v %v", n, err)
	}
	if len(n.Questions) == 0 || n.Questions[0].Field != "account" || !n.Questions[0].Required {
		t.Fatalf("asked %+v", n.Questions)
	}
	if _, err := i.Plan(t.Context(), file, Options{}); ops.CodeOf(err) != "questions_open" {
		t.Fatalf("planned without an answer: %v", err)
	}
	p, err := i.Plan(t.Context(), file, Options{Said: Said{Answers: map[string]string{"account": "Mornings"}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Rows.Text(p.Record.Column("account"), 0); got != "Mornings" {
		t.Errorf("account is %q", got)
	}
	if _, err := i.Commit(t.Context(), p, By{Via: "page", Name: "Mei"}, nil); err != nil {
		t.Fatal(err)
	}
	again := bytes.Replace(readBytes(t, filepath.Join("testdata", "formats", "wechat_users.xls")), []byte("</table>"), []byte(" </table>"), 1)
	n, err = i.Inspect(t.Context(), exportFile(t, "wechat_users (2).xls", again), Options{})
	if err != nil || slices.ContainsFunc(n.Questions, func(q Question) bool { return q.Required }) || n.Mapping.Answers["account"] != "Mornings" {
		t.Errorf("asked again: %+v %v", n, err)
	}
	if p, err := i.Plan(t.Context(), exportFile(t, "wechat_users (2).xls", again), Options{}); err != nil || p.Refusal() != nil {
		t.Errorf("%v %v", p, err)
	}
}

func TestNothingIsAskedOfOwnLayouts(t *testing.T) {
	data := []byte("date,currency,rate\n2026-01-01,USD,7.1\n")
	n, err := NewImporter(newMemory(), workspace(t)).Inspect(t.Context(), exportFile(t, "rates.csv", data), Options{})
	if n != nil || err != nil {
		t.Errorf("%+v %v", n, err)
	}
}

// Two columns may swap their fields, by number or header; a column that is not
// there and a field said twice are refused.
func TestWhatIsSaidAboutColumns(t *testing.T) {
	data := []byte("Day,Platform,Campaign,Spend,Clicks,Impressions,Currency\n2026-09-01,x,c,1.50,20,300,CNY\n")
	i := NewImporter(newMemory(), workspace(t))
	plan := func(columns map[string]string) (*Plan, error) {
		return i.Plan(t.Context(), exportFile(t, "x.csv", data), Options{Said: Said{Columns: columns}})
	}
	p, err := plan(map[string]string{"Clicks": "impressions", "6": "clicks"})
	if err != nil {
		t.Fatal(err)
	}
	r := p.Record
	if clicks, shown := p.Rows.Ints[r.Column("clicks")][0], p.Rows.Ints[r.Column("impressions")][0]; clicks != 300 || shown != 20 {
		t.Errorf("clicks %d, impressions %d", clicks, shown)
	}
	for code, columns := range map[ops.Code]map[string]string{
		"unknown_column":        {"Reach": "clicks"},
		"unknown_field":         {"Clicks": "joy"},
		"two_columns_one_field": {"Clicks": "impressions"},
	} {
		if _, err := plan(columns); ops.CodeOf(err) != code {
			t.Errorf("%v: %v, want %s", columns, err, code)
		}
	}
}
