package picture

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"

	"daybreak/internal/i18n"
)

// Every character of the interface in both languages is in the fonts, and what is
// not is a box.
func TestTheFontsHaveTheInterface(t *testing.T) {
	s := studio(t)
	b := new(sfnt.Buffer)
	var read func(v reflect.Value)
	missing := map[rune]bool{}
	read = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			read(v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				read(v.Field(i))
			}
		case reflect.String:
			for _, r := range v.String() {
				if r >= ' ' && s.glyphOf(b, letter{r, false}).index == 0 {
					missing[r] = true
				}
			}
		}
	}
	for _, lang := range i18n.Languages() {
		read(reflect.ValueOf(i18n.In(lang)))
	}
	for r := range missing {
		t.Errorf("%q is a box", r)
	}
	if g := s.glyphOf(b, letter{'\U00020000', true}); g.index != 0 || g.font != s.chinese || g.heavy {
		t.Error("a character that no font has is no box")
	}
}

// Chinese is drawn as it is: one character has other pixels than the next.
func TestChineseIsDrawn(t *testing.T) {
	seen := map[string]rune{}
	for _, r := range "早晨打卡留存鑫淼\U00020000" {
		p := &Picture{Width: 40, Height: 40, pen: studio(t)}
		p.write(4, 32, string(r), 30, "text")
		var b bytes.Buffer
		if err := p.PNG(&b, Light, 1); err != nil {
			t.Fatal(err)
		}
		ink := 0
		for colour, n := range colours(t, b.Bytes(), 40, 40) {
			if colour[0] < 0x80 {
				ink += n
			}
		}
		if ink < 60 {
			t.Errorf("%q has %d dark pixels", r, ink)
		}
		if other, twice := seen[b.String()]; twice {
			t.Errorf("%q looks like %q", r, other)
		}
		seen[b.String()] = r
	}
}

// Texts are cut and broken to the room there is.
func TestTextsFit(t *testing.T) {
	s := studio(t)
	long := "一个很长很长的渠道名称，还有 English words in it"
	for _, room := range []float64{30, 80, 200} {
		if cut := s.fit(long, 12, false, room); s.width(cut, 12, false) > room || !strings.HasSuffix(cut, "…") {
			t.Errorf("%q in %v", cut, room)
		}
		lines := s.lines(long, 12, false, room)
		for _, l := range lines {
			if s.width(l, 12, false) > room && len([]rune(l)) > 1 && room > 60 {
				t.Errorf("%q in %v", l, room)
			}
		}
		if got := strings.ReplaceAll(strings.Join(lines, ""), " ", ""); got != strings.ReplaceAll(long, " ", "") {
			t.Errorf("broken into %q", lines)
		}
	}
}

// A part of one colour on another is what the style sheet's color-mix(in oklab, …)
// gives: between black and white half the lightness of OKLab, which is an eighth of
// the light and #636363.
func TestColoursAreMixedAsTheStyleSheetDoes(t *testing.T) {
	black, white := [3]uint8{}, [3]uint8{255, 255, 255}
	for part, want := range map[float64]string{0: "#000000", .5: "#636363", 1: "#ffffff"} {
		if got := hex(mixed(white, black, part)); got != want {
			t.Errorf("%v of white on black: %s, want %s", part, got, want)
		}
	}
	s := studio(t)
	for theme, want := range map[Theme]string{Light: "#2456d6", Dark: "#6c96ff"} {
		if got := hex(s.palette(theme)["c1"]); got != want {
			t.Errorf("%s: %s", theme, got)
		}
	}
}
