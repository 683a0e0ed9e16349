package chart

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// QRCode is a QR code as one SVG path in a square of Size by Size modules,
// quiet zone included.
type QRCode struct {
	Size int
	Path string // of the dark modules
}

// quietZone is how many light modules stand around a code.
const quietZone = 4

// QR draws a text as a QR code that still reads with 15 % of it damaged. A text
// too long for a code is an error.
func QR(text string) (QRCode, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return QRCode{}, fmt.Errorf("draw a QR code: %w", err)
	}
	n := code.Bounds().Dx()
	dark := func(x, y int) bool { return x < n && color.GrayModel.Convert(code.At(x, y)).(color.Gray).Y < 128 }
	var path strings.Builder
	for y := range n {
		for x := 0; x < n; x++ {
			if !dark(x, y) {
				continue
			}
			from := x
			for dark(x+1, y) {
				x++
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", quietZone+from, quietZone+y, x+1-from, x+1-from)
		}
	}
	return QRCode{n + 2*quietZone, path.String()}, nil
}
