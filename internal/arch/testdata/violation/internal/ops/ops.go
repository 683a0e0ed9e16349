package ops

import (
	_ "daybreak/internal/web"
	_ "github.com/labstack/echo/v4"
)
