package assistant

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// parameter is one of a question, as the API's document describes it.
type parameter struct {
	Ref         string         `yaml:"$ref"`
	Name        string         `yaml:"name"`
	Required    bool           `yaml:"required"`
	Schema      map[string]any `yaml:"schema"`
	Description string         `yaml:"description"`
}

// document is what of the API's document is needed here.
type document struct {
	Paths map[string]struct {
		Get struct {
			Parameters []parameter `yaml:"parameters"`
		} `yaml:"get"`
	} `yaml:"paths"`
	Components struct {
		Parameters map[string]parameter      `yaml:"parameters"`
		Schemas    map[string]map[string]any `yaml:"schemas"`
	} `yaml:"components"`
}

// schemas reads the arguments of the tools out of the API's document: one
// description of a parameter serves programs and assistants.
func schemas(openAPI []byte, all []tool) (map[string]json.RawMessage, error) {
	var doc document
	if err := yaml.NewDecoder(bytes.NewReader(openAPI)).Decode(&doc); err != nil {
		return nil, fmt.Errorf("the document of the API: %w", err)
	}
	out := make(map[string]json.RawMessage, len(all))
	for _, t := range all {
		at, ok := doc.Paths[t.path]
		if !ok {
			return nil, fmt.Errorf("the document of the API does not know %s", t.path)
		}
		properties, required := map[string]any{}, []string{}
		for _, p := range at.Get.Parameters {
			if name, is := strings.CutPrefix(p.Ref, "#/components/parameters/"); is {
				p = doc.Components.Parameters[name]
			}
			if p.Name == "" {
				return nil, fmt.Errorf("%s has a parameter without a name", t.path)
			}
			if p.Name == "format" || slices.Contains(strings.Fields(t.leaves), p.Name) {
				continue
			}
			schema := p.Schema
			if ref, is := schema["$ref"].(string); is {
				schema = doc.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")]
			}
			if schema == nil {
				return nil, fmt.Errorf("%s of %s has no schema", p.Name, t.path)
			}
			property := maps.Clone(schema)
			if p.Description != "" {
				property["description"] = p.Description
			}
			properties[p.Name] = property
			if p.Required {
				required = append(required, p.Name)
			}
		}
		b, err := json.Marshal(map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false})
		if err != nil {
			return nil, err
		}
		out[t.name] = b
	}
	return out, nil
}
