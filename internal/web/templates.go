package web

import "embed"

//go:embed templates/*.html templates/member/*.html
var templateFiles embed.FS

// The directories of templates: those of colleagues' pages and those of pages
// for members, which have a layout of their own.
const (
	pagesOfColleagues = "templates"
	pagesOfMembers    = "templates/member"
)
