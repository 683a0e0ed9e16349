package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"daybreak/internal/ops"
)

// straight sends requests to a handler, with a token.
type straight struct {
	to    http.Handler
	token string
}

// RoundTrip answers a request.
func (s straight) RoundTrip(r *http.Request) (*http.Response, error) {
	in := httptest.NewRequestWithContext(r.Context(), r.Method, r.URL.String(), r.Body)
	in.Header = r.Header.Clone()
	if s.token != "" {
		in.Header.Set("Authorization", "Bearer "+s.token)
	}
	w := httptest.NewRecorder()
	s.to.ServeHTTP(w, in)
	return w.Result(), nil
}

// assistantOf returns the session of an assistant that has a token.
func assistantOf(t *testing.T, s http.Handler, token string) (*mcp.ClientSession, error) {
	t.Helper()
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), &mcp.StreamableClientTransport{
		Endpoint: "http://example.com/mcp", HTTPClient: &http.Client{Transport: straight{s, token}}, DisableStandaloneSSE: true}, nil)
	if err == nil {
		t.Cleanup(func() { session.Close() })
	}
	return session, err
}

// An assistant sees what the person sees it works for, and is told what is wrong.
func TestAssistantsSeeWhatTheirPersonSees(t *testing.T) {
	x := smallWorld(t, 1)
	if _, err := assistantOf(t, x, ""); err == nil {
		t.Error("an assistant without a token is answered")
	}
	if w := x.api(t, "GET", "/mcp", x.token(t, "get", Viewer), "", ""); w.Code != http.StatusNotFound && w.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET /mcp: %d", w.Code)
	}
	r := httptest.NewRequest("POST", "http://example.com/mcp", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
	r.Header = http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json, text/event-stream"}}
	w, err := straight{x, x.token(t, "kept", Viewer)}.RoundTrip(r)
	if err != nil || w.StatusCode != http.StatusOK || w.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("an answer that may name members: %v %v", w, err)
	}
	const days = "from=2026-09-01&to=2026-09-12"
	for _, c := range []struct {
		role            ops.Role
		tool, arguments string // arguments as in an address
		path, refusal   string // of the API, and what its error says
	}{
		{Viewer, "metrics", "metrics=joins,revenue&by=channel&" + days, "/api/v1/metrics", ""},
		{Analyst, "metrics", "metrics=joins,revenue&by=channel&" + days, "/api/v1/metrics", ""},
		{Viewer, "funnel", "steps=join,speak&" + days, "/api/v1/funnel", ""},
		{Analyst, "funnel", "steps=join,speak&" + days, "/api/v1/funnel", "needs the role viewer"},
		{Viewer, "metrics", "metrics=nothing&" + days, "/api/v1/metrics", "There is no metric named nothing."},
		{Viewer, "metrics", "metrics=joins&from=2026-09-12&to=2026-09-01", "/api/v1/metrics", "("},
		{Viewer, "metrics", "metrics=joins&colour=red&" + days, "/api/v1/metrics", "colour"},
	} {
		token := x.token(t, "a "+c.role.String()+c.arguments, c.role)
		session, err := assistantOf(t, x, token)
		if err != nil {
			t.Fatal(err)
		}
		q, _ := url.ParseQuery(c.arguments)
		arguments := map[string]any{}
		for k := range q {
			arguments[k] = q.Get(k)
		}
		r, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: c.tool, Arguments: arguments})
		if err != nil {
			t.Fatal(c, err)
		}
		text := r.Content[0].(*mcp.TextContent).Text
		if r.IsError != (c.refusal != "") || !strings.Contains(text, c.refusal) {
			t.Errorf("%+v: %v %s", c, r.IsError, text)
		}
		if r.IsError {
			continue
		}
		var got struct{ Answer any }
		var want any
		w := x.api(t, "GET", c.path+"?"+c.arguments, token, "", "")
		if json.Unmarshal([]byte(text), &got) != nil || json.Unmarshal(w.Body.Bytes(), &want) != nil || !same(got.Answer, want) {
			t.Errorf("%+v: %s, the API says %s", c, text, w.Body)
		}
	}
}

func same(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// The tools have the arguments that the API's document describes, the definitions can be
// read, and the brief is asked for in both languages.
func TestWhatAssistantsAreOffered(t *testing.T) {
	session, err := assistantOf(t, realServer(t), "")
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	all, err := session.ListTools(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]map[string]any{}
	for _, tool := range all.Tools {
		schema := tool.InputSchema.(map[string]any)
		names[tool.Name], _ = schema["properties"].(map[string]any)
		if !tool.Annotations.ReadOnlyHint || tool.Description == "" {
			t.Errorf("%s is not told as a question", tool.Name)
		}
	}
	for _, name := range []string{"metrics", "change", "retention", "growth", "funnel", "challenge", "tries", "targets", "why", "findings", "sources", "definitions"} {
		if _, ok := names[name]; !ok {
			t.Errorf("there is no tool %s", name)
		}
	}
	if names["metrics"]["as_of"] == nil || names["metrics"]["format"] != nil || names["change"]["table"] != nil {
		t.Errorf("metrics takes %v, change %v", names["metrics"], names["change"])
	}
	r, err := session.ReadResource(ctx, &mcp.ReadResourceParams{URI: "daybreak://definitions"})
	if err != nil || !strings.Contains(r.Contents[0].Text, `"name":"roi"`) {
		t.Errorf("definitions: %v %.200v", err, r)
	}
	for lang, word := range map[string]string{"zh": "晨报", "en": "brief", "": "晨报"} {
		p, err := session.GetPrompt(ctx, &mcp.GetPromptParams{Name: "morning_brief", Arguments: map[string]string{"language": lang}})
		if err != nil || !strings.Contains(p.Messages[0].Content.(*mcp.TextContent).Text, word) {
			t.Errorf("the brief in %q: %v %v", lang, p, err)
		}
	}
	if _, err := session.GetPrompt(ctx, &mcp.GetPromptParams{Name: "morning_brief", Arguments: map[string]string{"language": "fr"}}); err == nil {
		t.Error("the brief comes in French")
	}
}

// A request may hold some messages, not as many as its bytes have room for.
func TestMessagesOfAnAssistantAreBounded(t *testing.T) {
	x := smallWorld(t, 1)
	token := x.token(t, "many", Viewer)
	for n, want := range map[int]int{16: http.StatusOK, 17: http.StatusRequestEntityTooLarge} {
		one := `{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"sources","arguments":{}}}`
		var all []string
		for id := range n {
			all = append(all, fmt.Sprintf(one, id+1))
		}
		r := httptest.NewRequest("POST", "http://example.com/mcp", strings.NewReader("["+strings.Join(all, ",")+"]"))
		r.Header = http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json, text/event-stream"}}
		w, err := straight{x, token}.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		var answers []struct{ Result *mcp.CallToolResult }
		err = json.NewDecoder(w.Body).Decode(&answers)
		if w.StatusCode != want || want == http.StatusOK && (err != nil || len(answers) != n) {
			t.Errorf("%d messages: %d, %d answers, %v", n, w.StatusCode, len(answers), err)
		}
	}
}
