// Package dashboards holds the metrics and pages Daybreak comes with. Copy the
// YAML files and serve with --dashboards to have your own.
package dashboards

import "embed"

// Files are metrics.yaml and one file for each page.
//
//go:embed *.yaml
var Files embed.FS
