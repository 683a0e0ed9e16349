package catalog

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// Whatever the bytes, loading ends in a catalog or in mistakes that name their
// file.
func FuzzLoad(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	good, err := os.ReadFile("testdata/metrics.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, files := range [][]source{{{MetricsFile, data}}, {{MetricsFile, good}, {"page.yaml", data}}} {
			_, err := load(files, analysis.PanelShapes())
			if err == nil {
				continue
			}
			var mistakes ops.Mistakes
			if !errors.As(err, &mistakes) || len(mistakes) == 0 {
				t.Fatalf("not mistakes: %v", err)
			}
			for _, m := range mistakes {
				if m.Where.File == "" || m.Message == "" || m.Code == "" {
					t.Errorf("incomplete: %+v", m)
				}
			}
		}
	})
}
