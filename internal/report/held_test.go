package report

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"testing"
	"time"

	"daybreak/internal/ops"
)

func TestWriteHeld(t *testing.T) {
	h := ops.Held{Member: `m"1`, Tables: []ops.HeldTable{{Name: "events", Header: []string{"member", "event"}, Rows: [][]string{{`m"1`, "=join"}, {`m"1`, "x,y"}}},
		{Name: "orders", Header: []string{"order_id"}}}}
	at := time.Date(2026, 9, 1, 8, 0, 0, 0, time.FixedZone("", 8*3600))
	var out bytes.Buffer
	if err := WriteHeld(t.Context(), &out, h, HeldJSON, at); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Member, At string
		Tables     map[string][]map[string]string
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Member != `m"1` || got.At != "2026-09-01T00:00:00Z" || got.Tables["events"][0]["event"] != "=join" || got.Tables["orders"] == nil {
		t.Errorf("JSON: %s", out.String())
	}
	out.Reset()
	if err := WriteHeld(t.Context(), &out, h, HeldZip, at); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if want := "\ufeffmember,event\r\n\"m\"\"1\",'=join\r\n\"m\"\"1\",\"x,y\"\r\n"; err != nil || string(b) != want || len(z.File) != 2 {
		t.Errorf("CSV: %q %v", b, err)
	}
}
