package api

import (
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"daybreak/internal/ask"
)

// own are the parameters that are no fields of a question: they narrow its days
// and members, name a cell of its answer, or choose the form of the answer.
func own() []string {
	return []string{"from", "to", "filter", "format", "table", "of", "kind", "bucket", "group", "step", "most", "limit", "offset",
		"as_of", "sort"}
}

// The document says of each question what the table of its fields says: no
// parameter more or less, with the same bounds and words.
func TestTheDocumentHasTheFieldsOfEveryQuestion(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	described := func(path string) openapi3.Parameters {
		item := doc.Paths.Value(path)
		if item == nil {
			t.Errorf("%s is not described", path)
			return nil
		}
		return item.Get.Parameters
	}
	all := []string{}
	for _, k := range ask.Kinds() {
		var names []string
		for _, f := range k.Fields() {
			if f.Page {
				continue
			}
			names = append(names, f.Name)
			if f.Type == ask.ActivityField {
				names = append(names, f.Name+".where")
			}
		}
		if k.HasMembers() {
			all = append(all, names...)
		}
		if k.Name() == "metric" || k.Name() == "clock" { // members alone are asked for by it; programs ask for earned and for metrics
			continue
		}
		path := "/api/v1/" + k.Name()
		parameters := described(path)
		for _, p := range parameters {
			if !slices.Contains(names, p.Value.Name) && !slices.Contains(own(), p.Value.Name) {
				t.Errorf("%s: the document has %s, the question has not", path, p.Value.Name)
			}
		}
		for _, f := range k.Fields() {
			if !f.Page && (k.Name() != "times" || f.Name != "weekday") { // the answer has every weekday
				compareField(t, path, parameters, f)
			}
		}
	}
	for _, p := range described("/api/v1/members") {
		if name := p.Value.Name; !slices.Contains(all, name) && !slices.Contains(own(), name) {
			t.Errorf("/api/v1/members: the document has %s, no question has", name)
		}
	}
	for _, name := range all {
		if described("/api/v1/members").GetByInAndName("query", name) == nil {
			t.Errorf("/api/v1/members: the document lacks %s", name)
		}
	}
}

func compareField(t *testing.T, path string, parameters openapi3.Parameters, f ask.Field) {
	t.Helper()
	p := parameters.GetByInAndName("query", f.Name)
	if p == nil {
		t.Errorf("%s: the document lacks %s", path, f.Name)
		return
	}
	if f.Type == ask.ActivityField && parameters.GetByInAndName("query", f.Name+".where") == nil {
		t.Errorf("%s: the document lacks %s.where", path, f.Name)
	}
	s := p.Schema.Value
	switch f.Type {
	case ask.NumberField:
		if !s.Type.Is("integer") || s.Min == nil || int(*s.Min) != f.Least || s.Max == nil || int(*s.Max) != f.Most {
			t.Errorf("%s: %s is not a whole number from %d to %d", path, f.Name, f.Least, f.Most)
		}
	case ask.ChoiceField, ask.DimensionField:
		var words []string
		for _, w := range s.Enum {
			words = append(words, w.(string))
		}
		if !slices.Equal(words, f.Choices) {
			t.Errorf("%s: %s is one of %v, the question takes %v", path, f.Name, words, f.Choices)
		}
	default:
		if !s.Type.Is("string") || s.Enum != nil {
			t.Errorf("%s: %s is no text", path, f.Name)
		}
	}
}
