package web

import (
	"bytes"
	"html/template"

	"github.com/labstack/echo/v4"
)

// errorPage is what a person sees when something is wrong.
var errorPage = template.Must(template.New("error").Parse(`<!doctype html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Daybreak</title></head>
<body><main><h1>{{.Body.Error.Message}}</h1>{{with .Body.Error.Hint}}<p>{{.}}</p>{{end}}<p><code>{{.Body.Error.Code}}</code> <code>{{.Body.Error.ID}}</code></p><p><a href="/">Daybreak</a></p></main></body></html>
`))

// showError writes the error page.
func (s *Server) showError(c echo.Context, status int, body errorBody) error {
	var b bytes.Buffer
	if err := errorPage.Execute(&b, struct {
		Lang string
		Body errorBody
	}{s.language(c).Tag(), body}); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}
