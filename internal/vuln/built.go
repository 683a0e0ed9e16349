package main

import (
	"fmt"
	"io/fs"
	"regexp"

	"github.com/mattn/go-sqlite3"

	"daybreak/static"
)

// builtVersions returns the versions of the works that Go's database does not
// know, read from the works themselves.
func builtVersions() (map[string]string, error) {
	lite, _, _ := sqlite3.Version()
	b, err := fs.ReadFile(static.Files(), "echarts.min.js")
	if err != nil {
		return nil, err
	}
	charts := regexp.MustCompile(`"(\d+\.\d+\.\d+)"`).FindAllSubmatch(b, -1)
	if len(charts) != 1 {
		return nil, fmt.Errorf("echarts.min.js: %d texts look like its version, want one", len(charts))
	}
	return map[string]string{"SQLite": lite, "ECharts": string(charts[0][1])}, nil
}
