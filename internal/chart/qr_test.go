package chart

import (
	"image/color"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/boombuler/barcode/qr"
)

// The path is drawn on a grid again and held against the library's own image;
// of every code the three finder patterns and the quiet zone are known.
func TestQRDrawsEveryModule(t *testing.T) {
	step := regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)
	for _, text := range []string{"a", "https://dash.example.com/c/early-21?join=abcdefghijklmnop", strings.Repeat("早起打卡", 20)} {
		got, err := QR(text)
		if err != nil {
			t.Fatal(err)
		}
		grid := make([][]bool, got.Size)
		for y := range grid {
			grid[y] = make([]bool, got.Size)
		}
		if rest := step.ReplaceAllString(got.Path, ""); rest != "" {
			t.Fatalf("path holds %q", rest)
		}
		for _, m := range step.FindAllStringSubmatch(got.Path, -1) {
			var v [4]int
			for i := range v {
				v[i], _ = strconv.Atoi(m[i+1])
			}
			if v[2] != v[3] {
				t.Fatalf("%s does not close", m[0])
			}
			for x := v[0]; x < v[0]+v[2]; x++ {
				grid[v[1]][x] = true
			}
		}
		finder := []string{"XXXXXXX", "X.....X", "X.XXX.X", "X.XXX.X", "X.XXX.X", "X.....X", "XXXXXXX"}
		n := got.Size - 8
		for _, corner := range [][2]int{{4, 4}, {4 + n - 7, 4}, {4, 4 + n - 7}} {
			for y, line := range finder {
				for x, r := range line {
					if grid[corner[1]+y][corner[0]+x] != (r == 'X') {
						t.Fatalf("%.20s: no finder pattern at %v", text, corner)
					}
				}
			}
		}
		own, err := qr.Encode(text, qr.M, qr.Auto)
		if err != nil {
			t.Fatal(err)
		}
		if own.Bounds().Dx() != n {
			t.Fatalf("%d modules, want %d", n, own.Bounds().Dx())
		}
		for y, line := range grid {
			for x, dark := range line {
				inside := x >= 4 && y >= 4 && x < 4+n && y < 4+n
				want := inside && own.At(x-4, y-4) == color.Black
				if dark != want {
					t.Fatalf("%.20s: module %d,%d is %v", text, x, y, dark)
				}
			}
		}
	}
	if _, err := QR(strings.Repeat("x", 8000)); err == nil {
		t.Error("a text that fits no code is drawn")
	}
}
