// Package sampledata holds the sample data whose answers README.md states, as
// `daybreak sample` writes them. `daybreak serve --sample` tells the same story so
// that it ends yesterday, or these files with --sample-to 2026-10-31.
package sampledata

import "embed"

// Files holds one CSV per record kind in Daybreak's own layouts.
//
//go:embed *.csv
var Files embed.FS
