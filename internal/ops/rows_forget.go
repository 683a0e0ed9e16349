package ops

import "strings"

// Forget returns the rows without members who are forgotten: name tells whether a
// member is, and what stands in their place. In their own rows names, contacts and
// tags are blank, and keys name them no more; in all rows so do the properties of
// events. Rows in which nobody is forgotten are returned as they are.
func (w *Rows) Forget(name func(member string) (string, bool)) *Rows {
	out := &Rows{Record: w.Record, Lines: w.Lines, Ints: w.Ints, Codes: append([][]uint32{}, w.Codes...), Dicts: append([]*Dictionary{}, w.Dicts...)}
	own := w.Record.Column("member")
	if own < 0 {
		return w
	}
	changed := false
	members := map[*Dictionary]*Dictionary{}
	for c, column := range w.Record.Columns {
		if column.Type != Member {
			continue
		}
		if members[w.Dicts[c]] == nil {
			renamed, any := w.Dicts[c].renamed(name)
			members[w.Dicts[c]], changed = renamed, changed || any
		}
		out.Dicts[c] = members[w.Dicts[c]]
	}
	for c, column := range w.Record.Columns {
		if column.Type != Text {
			continue
		}
		dict := NewDictionary()
		codes := make([]uint32, w.Len())
		for i := range codes {
			text := w.Text(c, i)
			if text == "" {
				continue
			}
			after := text
			member := w.Text(own, i)
			tombstone, forgotten := out.Text(own, i), w.Text(own, i) != out.Text(own, i)
			switch {
			case column.Name == "props":
				after = forgetQuoted(text, name)
			case forgotten && w.Record.Name == "members":
				after = ""
			case forgotten && column.Key:
				after = ReplaceWord(text, member, tombstone)
			}
			changed = changed || after != text
			codes[i] = dict.Code(after)
		}
		out.Dicts[c], out.Codes[c] = dict, codes
	}
	if !changed {
		return w
	}
	return out
}

// renamed returns the dictionary with other texts for those that name tells, and
// whether there are any.
func (d *Dictionary) renamed(name func(string) (string, bool)) (*Dictionary, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	any := false
	texts := make([]string, len(d.texts))
	for i, text := range d.texts {
		texts[i] = text
		if other, ok := name(text); i > 0 && ok {
			texts[i], any = other, true
		}
	}
	return DictionaryOf(texts), any
}

// Replace gives a code another text, which no other code has.
func (d *Dictionary) Replace(code uint32, text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.codes, d.texts[code])
	d.texts[code] = text
	if d.codes != nil {
		d.codes[text] = code
	}
}

// forgetQuoted replaces the texts between quotation marks of a JSON text that name
// tells. Numbers name nobody.
func forgetQuoted(json string, name func(string) (string, bool)) string {
	if !strings.Contains(json, `"`) {
		return json
	}
	parts := strings.Split(json, `"`)
	for i := 1; i < len(parts); i += 2 {
		if other, ok := name(parts[i]); ok && parts[i] != "" {
			parts[i] = other
		}
	}
	return strings.Join(parts, `"`)
}
