package web

import (
	_ "embed"
	"net/http"

	"github.com/labstack/echo/v4"
)

// openAPI describes the API. A test holds the handlers to it.
//
//go:embed openapi.yaml
var openAPI []byte

// showOpenAPI serves the description of the API.
func (s *Server) showOpenAPI(c echo.Context) error {
	return c.Blob(http.StatusOK, "application/yaml", openAPI)
}
