package api

import (
	"bytes"
	"cmp"
	_ "embed"
	"net/http"

	"github.com/labstack/echo/v4"
)

// OpenAPI describes the API. A test holds the handlers to it.
//
//go:embed openapi.yaml
var OpenAPI []byte

// showOpenAPI serves the description of the API, and where it is.
func (s *Section) showOpenAPI(c echo.Context) error {
	at := "servers: [{url: " + cmp.Or(string(s.Base), "/") + "}]"
	return c.Blob(http.StatusOK, "application/yaml", bytes.Replace(OpenAPI, []byte("servers: [{url: /}]"), []byte(at), 1))
}
