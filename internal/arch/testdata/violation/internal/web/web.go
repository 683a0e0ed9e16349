package web

import (
	"database/sql"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"daybreak/internal/ops"
	"github.com/chromedp/chromedp"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

func bad(db *sql.DB, e *echo.Echo, t time.Time, chart interface{ Render() }, book interface{ GetRows(string) }) {
	_ = template.HTML("<b>")
	_ = http.DefaultClient
	_ = t.Add(24 * time.Hour)
	_ = t.Add(time.Hour * 24)
	db.Query(fmt.Sprintf("SELECT %s", "x"))
	chart.Render()
	book.GetRows("a")
	e.Static("/", ".")
	_, _, _ = chromedp.Do, ops.Show, middleware.Proxy
}
