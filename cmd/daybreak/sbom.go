package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"runtime/debug"

	"daybreak/internal/store/sqlite"
	"daybreak/static"
)

// bom is a list of materials as CycloneDX 1.5 has it.
type bom struct {
	Format     string         `json:"bomFormat"`
	Spec       string         `json:"specVersion"`
	Version    int            `json:"version"`
	Metadata   bomMetadata    `json:"metadata"`
	Components []bomComponent `json:"components"`
}

type bomMetadata struct {
	Component bomComponent `json:"component"`
}

type bomComponent struct {
	Type    string    `json:"type"`
	Name    string    `json:"name"`
	Version string    `json:"version"`
	URL     string    `json:"purl,omitempty"`
	Hashes  []bomHash `json:"hashes,omitempty"`
}

type bomHash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

// embedded are the works of others in static, which no module brings, with the
// file each is in as its name.
func embedded() []bomComponent {
	return []bomComponent{
		{Type: "library", Name: "echarts.min.js", Version: "6.1.0", URL: "pkg:npm/echarts@6.1.0"},
		{Type: "file", Name: "inter-latin.woff2", Version: "4.0", URL: "pkg:github/rsms/inter@v4.0"},
		{Type: "file", Name: "fonts/inter-regular.otf", Version: "4.0~beta7", URL: "pkg:deb/debian/fonts-inter@4.0~beta7%2Bds-1"},
		{Type: "file", Name: "fonts/inter-semibold.otf", Version: "4.0~beta7", URL: "pkg:deb/debian/fonts-inter@4.0~beta7%2Bds-1"},
		{Type: "file", Name: "fonts/noto-sans-sc.otf", Version: "2.004", URL: "pkg:deb/debian/fonts-noto-cjk@1:20220127%2Brepack1-1"},
	}
}

// writeBOM writes what the program is made of: the modules it was built from,
// Go, SQLite and what is embedded.
func writeBOM(w io.Writer) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("the program was built without modules")
	}
	out := bom{Format: "CycloneDX", Spec: "1.5", Version: 1, Metadata: bomMetadata{bomComponent{Type: "application", Name: "daybreak", Version: version()}}}
	for _, m := range info.Deps {
		m = cmp.Or(m.Replace, m)
		out.Components = append(out.Components, bomComponent{Type: "library", Name: m.Path, Version: m.Version, URL: "pkg:golang/" + m.Path + "@" + m.Version})
	}
	out.Components = append(out.Components,
		bomComponent{Type: "platform", Name: "go", Version: runtime.Version()},
		bomComponent{Type: "library", Name: "sqlite", Version: sqlite.LibraryVersion(), URL: "pkg:generic/sqlite@" + sqlite.LibraryVersion()})
	for _, c := range embedded() {
		b, err := fs.ReadFile(static.Files(), c.Name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		c.Hashes = []bomHash{{"SHA-256", hex.EncodeToString(sum[:])}}
		out.Components = append(out.Components, c)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
