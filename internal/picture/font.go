package picture

import (
	"io/fs"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The fonts of pictures: Latin ones as the pages have them, and one with Chinese
// for what those lack.
const (
	latinFont   = "fonts/inter-regular.otf"
	strongFont  = "fonts/inter-semibold.otf"
	chineseFont = "fonts/noto-sans-sc.otf"
)

// Studio holds what pictures are drawn with. It may be used by several at once.
type Studio struct {
	light, dark            palette
	latin, strong, chinese *sfnt.Font
	buffers                sync.Pool
	widths                 sync.Map // of letter → width in parts of an em
}

// Open reads fonts and colours from the static files.
func Open(static fs.FS) (*Studio, error) {
	s := &Studio{buffers: sync.Pool{New: func() any { return new(sfnt.Buffer) }}}
	var err error
	if s.light, s.dark, err = palettes(static); err != nil {
		return nil, err
	}
	for name, to := range map[string]**sfnt.Font{latinFont: &s.latin, strongFont: &s.strong, chineseFont: &s.chinese} {
		text, err := fs.ReadFile(static, name)
		if err != nil {
			return nil, err
		}
		if *to, err = sfnt.Parse(text); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// letter is one character of a weight.
type letter struct {
	r      rune
	strong bool
}

// glyph is a shape of a font.
type glyph struct {
	font  *sfnt.Font
	index sfnt.GlyphIndex // 0 is the box of a missing one
	heavy bool            // to be drawn heavier than it is
}

// glyphOf returns the shape of a letter; the box of the Chinese font for one that
// no font has.
func (s *Studio) glyphOf(b *sfnt.Buffer, l letter) glyph {
	latin := s.latin
	if l.strong {
		latin = s.strong
	}
	if i, err := latin.GlyphIndex(b, l.r); err == nil && i != 0 {
		return glyph{latin, i, false}
	}
	i, err := s.chinese.GlyphIndex(b, l.r)
	if err != nil {
		i = 0
	}
	return glyph{s.chinese, i, l.strong && i != 0}
}

// em is the size at which letters are measured.
const em = 1000

// advance returns how wide a letter is, in parts of an em.
func (s *Studio) advance(l letter) float64 {
	if w, ok := s.widths.Load(l); ok {
		return w.(float64)
	}
	b := s.buffers.Get().(*sfnt.Buffer)
	defer s.buffers.Put(b)
	g := s.glyphOf(b, l)
	w := 1.0
	if a, err := g.font.GlyphAdvance(b, g.index, fixed.I(em), font.HintingNone); err == nil {
		w = float64(a) / 64 / em
	}
	if l.r < 0x10000 { // what the fonts have is few; the rest is not kept
		s.widths.Store(l, w)
	}
	return w
}

// width measures a text.
func (s *Studio) width(text string, size float64, strong bool) float64 {
	w := 0.0
	for _, r := range text {
		w += s.advance(letter{r, strong})
	}
	return w * size
}

// fit shortens a text to a width, with … at its end.
func (s *Studio) fit(text string, size float64, strong bool, room float64) string {
	if s.width(text, size, strong) <= room {
		return text
	}
	room -= s.width("…", size, strong)
	w := 0.0
	for i, r := range text {
		if w += s.advance(letter{r, strong}) * size; w > room {
			return text[:i] + "…"
		}
	}
	return text
}

// lines breaks a text into lines of a width, between words and between Chinese
// characters.
func (s *Studio) lines(text string, size float64, strong bool, room float64) []string {
	var out []string
	begin, fits := 0, 0 // of the line; where it may end
	w := 0.0
	for i, r := range text {
		if i > begin && (r >= 0x2e80 && !closing(r) || text[i-1] == ' ') {
			fits = i
		}
		if w += s.advance(letter{r, strong}) * size; w <= room || r == ' ' {
			continue
		}
		if fits <= begin {
			fits = i
		}
		if fits <= begin {
			continue // one letter that is too wide
		}
		out = append(out, strings.TrimRight(text[begin:fits], " "))
		begin = fits
		w = s.width(text[begin:i], size, strong) + s.advance(letter{r, strong})*size
	}
	return append(out, strings.TrimRight(text[begin:], " "))
}

// closing reports whether no line begins with a character.
func closing(r rune) bool {
	switch r {
	case '，', '。', '、', '；', '：', '！', '？', '）', '》', '」', '』', '】', '”', '’', '…':
		return true
	}
	return false
}
