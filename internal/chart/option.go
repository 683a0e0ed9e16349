// Package chart turns figures into what a page draws: ECharts options as data
// for charts over time and of relations, and the geometry of the small
// pictures the server writes as SVG itself. Nothing in it is code: formatters
// and colours are names that app.js looks up.
package chart

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// built is what every chart of go-echarts offers.
type built interface {
	Validate()
	JSON() map[string]any
}

// patch is merged over an option to say what the builder's structs cannot:
// maps merge by key, arrays of maps by index, anything else replaces, and nil
// removes.
type patch = map[string]any

// option returns the chart as JSON with the patches merged and meta under
// $meta, for app.js alone. Unlike go-echarts' own output it fails on numbers
// that JSON cannot hold, escapes <, > and &, and holds neither functions nor
// unknown formatters nor colours that are anything else.
func option(c built, meta map[string]any, patches ...patch) (json.RawMessage, error) {
	c.Validate() // copies the categories onto the axis
	m, err := plainMap(c.JSON())
	if err != nil {
		return nil, err
	}
	delete(m, "color") // the palette is the theme's
	for _, p := range patches {
		if p, err = plainMap(p); err != nil {
			return nil, err
		}
		merge(m, p)
	}
	prune(m)
	if err := check("", m); err != nil {
		return nil, err
	}
	m["$meta"] = meta
	raw, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("chart option: %w", err)
	}
	return raw, nil
}

// plain returns v as JSON sees it, numbers exact: maps, lists, texts and what
// holds none of them. Only what is of another type goes through JSON for it.
func plain(v any) (any, error) {
	switch v := v.(type) {
	case nil, bool, string, int, float64:
		return v, nil
	case map[string]any:
		if v == nil {
			return nil, nil
		}
		return plainMap(v)
	case []any:
		if v == nil {
			return nil, nil
		}
		out := make([]any, len(v))
		for i, e := range v {
			var err error
			if out[i], err = plain(e); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("chart option: %w", err)
	}
	var out any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		return nil, fmt.Errorf("chart option: %w", err)
	}
	return out, nil
}

func plainMap(v map[string]any) (map[string]any, error) {
	out := make(map[string]any, len(v))
	for k, e := range v {
		var err error
		if out[k], err = plain(e); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func merge(dst, src map[string]any) {
	for k, v := range src {
		switch v := v.(type) {
		case nil:
			delete(dst, k)
		case map[string]any:
			if d, ok := dst[k].(map[string]any); ok {
				merge(d, v)
			} else {
				dst[k] = v
			}
		case []any:
			d, ok := dst[k].([]any)
			if !ok || !allMaps(v) || !allMaps(d) {
				dst[k] = v
				continue
			}
			for i, e := range v {
				if i < len(d) {
					merge(d[i].(map[string]any), e.(map[string]any))
				} else {
					d = append(d, e)
				}
			}
			dst[k] = d
		default:
			dst[k] = v
		}
	}
}

func allMaps(list []any) bool {
	for _, e := range list {
		if _, ok := e.(map[string]any); !ok {
			return false
		}
	}
	return true
}

// prune drops the nulls that go-echarts writes for what was never set. Within
// data a null is a value.
func prune(m map[string]any) {
	for k, v := range m {
		switch v := v.(type) {
		case nil:
			delete(m, k)
		case map[string]any:
			prune(v)
		case []any:
			if k == "data" {
				continue
			}
			for _, e := range v {
				if e, ok := e.(map[string]any); ok {
					prune(e)
				}
			}
		}
	}
}

var (
	colourName    = regexp.MustCompile(`^(\$[a-z][a-z0-9-]*(/(0|1|0?\.[0-9]+))?|\$grad:[a-z][a-z0-9-]*:(0|1|0?\.[0-9]+):(0|1|0?\.[0-9]+)|transparent)$`)
	formatterName = regexp.MustCompile(`^@fn:(tip|point|step|name|axis:(count|money|percent|times|number|days))$`)
)

// check refuses what must not come from data. Names, texts and the strings of
// data are shown as they are and may be anything; app.js leaves them alone.
func check(key string, v any) error {
	switch v := v.(type) {
	case string:
		switch {
		case key == "name" || key == "text" || key == "data":
			return nil
		case strings.Contains(v, "__f__"):
			return fmt.Errorf("chart option: a function in %s", key)
		case strings.HasPrefix(v, "@fn:") && !formatterName.MatchString(v):
			return fmt.Errorf("chart option: %q in %s names no formatter", v, key)
		case strings.HasSuffix(strings.ToLower(key), "color") && !colourName.MatchString(v):
			return fmt.Errorf("chart option: %q in %s is no colour name", v, key)
		case strings.HasPrefix(v, "$") && !colourName.MatchString(v):
			return fmt.Errorf("chart option: %q in %s is no colour name", v, key)
		}
	case map[string]any:
		for k, e := range v {
			if err := check(k, e); err != nil {
				return err
			}
		}
	case []any:
		for _, e := range v {
			if s, ok := e.(string); ok && key == "row" {
				return fmt.Errorf("chart option: text %q in a row of numbers", s)
			}
			if err := check(key, e); err != nil {
				return err
			}
		}
	}
	return nil
}
