// Package sampledata holds the sample data that `daybreak serve --sample`
// loads into an empty database. The files are written by `daybreak sample`.
package sampledata

import "embed"

// Files holds one CSV per record kind in Daybreak's own layouts.
//
//go:embed *.csv
var Files embed.FS
