// Package static holds the files browsers load. Package web serves those at
// the top under the hash of their content; fonts holds those that package picture draws with.
package static

import (
	"embed"
	"io/fs"
)

//go:embed *.css *.js *.svg *.woff2 fonts/*.otf
var files embed.FS

// Files returns the files by name.
func Files() fs.FS { return files }
