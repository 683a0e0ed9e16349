package catalog

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"daybreak/internal/ops"
)

// Board reads the text of a board against the metrics and pages of a catalog, as
// strictly as a file. The error is ops.Mistakes.
func Board(c *ops.Catalog, name, text string, shapes []ops.PanelShape) (*ops.Page, error) {
	own := *c
	own.Pages = slices.Clone(c.Pages)
	l := &loader{shapes: shapes, catalog: &own, board: true}
	if root, ok := l.parse(source{name + ".yaml", []byte(text)}); ok {
		l.page(name+".yaml", root)
		l.links()
	}
	if len(l.mistakes) > 0 {
		return nil, l.mistakes
	}
	page := own.Pages[len(own.Pages)-1]
	if len(page.Panels) == 0 {
		return nil, ops.Mistakes{{Code: "empty_board", Message: "A board has a panel at least.", Hint: "Remove the whole board if it is not needed."}}
	}
	if n := len(page.Panels); n > ops.MaxBoardPanels {
		return nil, ops.Mistakes{{Code: "too_many_panels", Message: fmt.Sprintf("A board has %d panels at most, not %d.", ops.MaxBoardPanels, n),
			Hint: "Make two boards of it.", Args: []any{ops.MaxBoardPanels, n}}}
	}
	for _, title := range []string{page.Title.En, page.Title.Zh} {
		if err := BoardTitle(title); err != nil {
			return nil, ops.Mistakes{err}
		}
	}
	return page, nil
}

// BoardTitle refuses a title that is empty or too long for the navigation.
func BoardTitle(title string) *ops.Error {
	if n := utf8.RuneCountInString(title); n == 0 || n > ops.MaxBoardTitle {
		return &ops.Error{Code: "bad_title", Message: fmt.Sprintf("A title has 1 to %d characters, not %d.", ops.MaxBoardTitle, n), Hint: "Give it another title.",
			Where: ops.Place{Column: "title"}, Args: []any{ops.MaxBoardTitle, n}}
	}
	return nil
}

// Draft is the text of a board while it is edited piece by piece. Comments do not
// survive: what a form writes has none.
type Draft struct{ doc yaml.MapSlice }

// NewDraft returns a board without any panel.
func NewDraft(title string) Draft {
	return Draft{yaml.MapSlice{{Key: "title", Value: label(title)}, {Key: "panels", Value: []any{}}}}
}

// ReadDraft reads a board that Board accepts.
func ReadDraft(text string) (Draft, error) {
	var d Draft
	if err := yaml.UnmarshalWithOptions([]byte(text), &d.doc, yaml.UseOrderedMap()); err != nil {
		return d, fmt.Errorf("catalog: the text of a board: %w", err)
	}
	return d, nil
}

// Text returns the board as a file.
func (d Draft) Text() (string, error) {
	out, err := yaml.MarshalWithOptions(d.doc, yaml.IndentSequence(true))
	return string(out), err
}

// SetTitle gives the board a title, the same in both languages.
func (d *Draft) SetTitle(title string) { d.doc = set(d.doc, "title", label(title)) }

// Pin adds a panel at the end, as the file of its page writes it, with an id of its own.
// metric is the one it was looked at by; "" is the panel's own.
func (d *Draft) Pin(p *ops.Panel, metric string) error {
	var panel yaml.MapSlice
	if err := yaml.UnmarshalWithOptions([]byte(p.Source), &panel, yaml.UseOrderedMap()); err != nil {
		return fmt.Errorf("catalog: the source of panel %s: %w", p.ID, err)
	}
	id := p.ID
	for n := 2; slices.Contains(d.ids(), id); n++ {
		id = fmt.Sprintf("%s_%d", p.ID, n)
	}
	panel = set(panel, "id", id)
	if metric != "" {
		panel = set(panel, "metric", metric)
	}
	d.put(append(d.panels(), panel))
	return nil
}

// Move puts a panel one place up or down.
func (d *Draft) Move(id string, by int) {
	panels, i := d.panels(), slices.Index(d.ids(), id)
	if j := i + by; i >= 0 && j >= 0 && j < len(panels) {
		panels[i], panels[j] = panels[j], panels[i]
	}
	d.put(panels)
}

// Remove takes a panel away.
func (d *Draft) Remove(id string) {
	panels := d.panels()
	if i := slices.Index(d.ids(), id); i >= 0 {
		panels = slices.Delete(panels, i, i+1)
	}
	d.put(panels)
}

// SetWidth makes a panel so many columns of 12 wide.
func (d *Draft) SetWidth(id string, width int) {
	panels := d.panels()
	if i := slices.Index(d.ids(), id); i >= 0 {
		panels[i] = set(panels[i], "width", width)
	}
	d.put(panels)
}

func (d *Draft) panels() []yaml.MapSlice {
	var out []yaml.MapSlice
	for _, item := range d.doc {
		list, ok := item.Value.([]any)
		if item.Key != "panels" || !ok {
			continue
		}
		for _, x := range list {
			if m, ok := x.(yaml.MapSlice); ok {
				out = append(out, m)
			}
		}
	}
	return out
}

func (d *Draft) ids() []string {
	var out []string
	for _, p := range d.panels() {
		id := ""
		for _, item := range p {
			if item.Key == "id" {
				id = fmt.Sprint(item.Value)
			}
		}
		out = append(out, id)
	}
	return out
}

func (d *Draft) put(panels []yaml.MapSlice) {
	list := make([]any, len(panels))
	for i, p := range panels {
		list[i] = p
	}
	d.doc = set(d.doc, "panels", list)
}

func label(text string) yaml.MapSlice {
	return yaml.MapSlice{{Key: "en", Value: text}, {Key: "zh", Value: text}}
}

// set returns m with another value of a key, which is added where it is missing.
func set(m yaml.MapSlice, key string, value any) yaml.MapSlice {
	out := slices.Clone(m)
	if i := slices.IndexFunc(out, func(x yaml.MapItem) bool { return x.Key == key }); i >= 0 {
		out[i].Value = value
		return out
	}
	return append(out, yaml.MapItem{Key: key, Value: value})
}
