package api

import (
	_ "embed"
	"net/http"

	"github.com/labstack/echo/v4"
)

// OpenAPI describes the API. A test holds the handlers to it.
//
//go:embed openapi.yaml
var OpenAPI []byte

// showOpenAPI serves the description of the API.
func showOpenAPI(c echo.Context) error {
	return c.Blob(http.StatusOK, "application/yaml", OpenAPI)
}
