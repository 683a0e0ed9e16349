package main

import (
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// assistantAsks asks ten questions of a served sample as an assistant would, over HTTP
// and through the program on standard input: each answer is that of the API.
func assistantAsks(t *testing.T, base string) {
	asked := []struct {
		tool, path string
		with       url.Values
	}{
		{"definitions", "definitions", nil},
		{"sources", "sources", nil},
		{"metrics", "metrics", url.Values{"metrics": {"roi,cost,revenue"}, "by": {"channel"}, "from": {"2026-10-01"}, "to": {"2026-10-31"}}},
		{"metrics", "metrics", url.Values{"metrics": {"joins"}, "grain": {"week"}, "filter": {"channel:zhihu", "channel:douban"}, "from": {"2026-09-07"}, "to": {"2026-10-04"}}},
		{"change", "change", url.Values{"metric": {"revenue"}, "from": {"2026-10-01"}, "to": {"2026-10-28"}}},
		{"why", "provenance", url.Values{"metric": {"roi"}, "from": {"2026-10-01"}, "to": {"2026-10-10"}}},
		{"retention", "retention", url.Values{"cohort": {"channel"}, "group_by": {"month"}, "periods": {"7"}, "from": {"2026-09-01"}, "to": {"2026-10-31"}}},
		{"funnel", "funnel", url.Values{"steps": {"join,check_in,pay"}, "window": {"7d"}, "from": {"2026-10-01"}, "to": {"2026-10-10"}}},
		{"tries", "tries", nil},
		{"targets", "goals", nil},
	}
	c := exec.Command(os.Args[0], "mcp", "--server", base)
	c.Env = append(os.Environ(), asProgram+"=1")
	for name, transport := range map[string]mcp.Transport{
		"HTTP": &mcp.StreamableClientTransport{Endpoint: base + "/mcp", DisableStandaloneSSE: true}, "standard input": &mcp.CommandTransport{Command: c},
	} {
		client, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), transport, nil)
		must(t, err)
		for _, q := range asked {
			arguments := map[string]any{}
			for k, v := range q.with {
				arguments[k] = v[0]
				if k == "filter" {
					arguments[k] = v
				}
			}
			r, err := client.CallTool(t.Context(), &mcp.CallToolParams{Name: q.tool, Arguments: arguments})
			must(t, err)
			text := r.Content[0].(*mcp.TextContent).Text
			if r.IsError {
				t.Errorf("%s over %s: %s", q.tool, name, text)
				continue
			}
			var got struct {
				Page   string
				Answer any
			}
			must(t, json.Unmarshal([]byte(text), &got))
			code, body := fetch(t, "GET", base+"/api/v1/"+q.path+"?"+q.with.Encode(), "", nil)
			var want any
			if err := json.Unmarshal([]byte(body), &want); err != nil || code != 200 || !reflect.DeepEqual(got.Answer, want) {
				t.Errorf("%s over %s differs from the API (%d, %v):\n%.600s\n%.600s", q.tool, name, code, err, text, body)
			}
			if code, _ := fetch(t, "GET", got.Page, "", nil); code != 200 || !strings.HasPrefix(got.Page, base+"/") {
				t.Errorf("%s over %s leads to %s: %d", q.tool, name, got.Page, code)
			}
		}
		client.Close()
	}
}
