// Package assistant answers assistants, which speak the Model Context Protocol: each
// tool is a question of the API, asked as the person who sent the assistant. So the
// roles, row rules, limits and numbers are those of the API.
package assistant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// MaxFetched is how many bytes of an answer of the API are read.
const MaxFetched = 8 * maxAnswer

// maxAnswer is how many bytes of JSON an answer may have: what an assistant can read
// and still think.
const maxAnswer = 64 << 10

// MaxBody is how many bytes a message of an assistant may have.
const MaxBody = 64 << 10

// Asker sends a GET request for a path of Daybreak with its parameters, as the person
// the assistant works for.
type Asker interface {
	Ask(ctx context.Context, address string) (*http.Response, error)
}

// Desk answers assistants.
type Desk struct {
	tools   []tool
	schemas map[string]json.RawMessage
	version string
}

// NewDesk returns a desk for the questions that openAPI describes, of a program of
// that version.
func NewDesk(openAPI []byte, version string) (*Desk, error) {
	all := tools()
	s, err := schemas(openAPI, all)
	return &Desk{all, s, version}, err
}

const instructions = `Daybreak holds the figures of an operations team: channels, campaigns, members, check-ins, targets and tries.
Ask definitions first: it has the names, units and formulas of the metrics. Days are ops days, both ends of a range are included.
0 is zero, null is not applicable, "pending" is not known yet, "few" and "withheld" are hidden from this person. Never treat what is not known as zero,
and say through which day a figure is complete. Money is in the currency the answer names. A percent of 0.25 is 25 %.
Every answer has "page", where a person sees the same: give it along. Work no figure out that a tool answers.`

// Server returns a server for one person. Link makes a path the address under which
// the person sees it.
func (d *Desk) Server(asker Asker, link func(path string) string) *mcp.Server {
	s := mcp.NewServer(&mcp.Implementation{Name: "daybreak", Title: "Daybreak", Version: d.version}, &mcp.ServerOptions{Instructions: instructions})
	no, yes := false, true
	for _, t := range d.tools {
		s.AddTool(&mcp.Tool{Name: t.name, Description: t.title, InputSchema: d.schemas[t.name],
			Annotations: &mcp.ToolAnnotations{ReadOnlyHint: yes, DestructiveHint: &no, IdempotentHint: true, OpenWorldHint: &no}},
			func(ctx context.Context, r *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
				text, err := t.answer(ctx, asker, link, r.Params.Arguments)
				return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: text}}, IsError: err != nil}, nil
			})
	}
	s.AddResource(&mcp.Resource{URI: definitionsURI, Name: "definitions", Title: "Definitions / 指标口径", MIMEType: "application/json",
		Description: "What every metric means, in English and Chinese."},
		func(ctx context.Context, r *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
			body, err := fetch(ctx, asker, "/api/v1/definitions")
			if err != nil {
				return nil, err
			}
			return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{{URI: definitionsURI, MIMEType: "application/json", Text: string(body)}}}, nil
		})
	s.AddPrompt(&mcp.Prompt{Name: "morning_brief", Title: "Morning brief / 晨报", Description: "What the head of operations needs to know this morning.",
		Arguments: []*mcp.PromptArgument{{Name: "language", Description: "zh or en; zh where it is left out."}}}, brief)
	return s
}

const definitionsURI = "daybreak://definitions"

// brief asks for the morning brief.
func brief(_ context.Context, r *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
	text := `请写今天的晨报，给运营负责人看，不超过十行。先问 sources：哪些数据还没到，完整到哪一天。再问 findings、targets、tries，` +
		`并用 metrics 比较最近 7 天与前 7 天的 joins、cost、revenue、check_ins。每行一件事：多大、从哪天起、意味着什么、下一步，并附上 page 链接。` +
		`未知的不要当作 0；没有异常就说没有异常。`
	switch r.Params.Arguments["language"] {
	case "", "zh":
	case "en":
		text = `Write this morning's brief for the head of operations, at most ten lines. Ask sources first: which data has not come, and through ` +
			`which day it is complete. Then ask findings, targets and tries, and compare joins, cost, revenue and check_ins of the last 7 days with ` +
			`the 7 before by metrics. One thing a ` +
			`line: how large, since when, what it means, what to do next, with its page link. Do not take what is unknown for 0; if nothing is unusual, say so.`
	default:
		return nil, errors.New("language is zh or en")
	}
	return &mcp.GetPromptResult{Messages: []*mcp.PromptMessage{{Role: "user", Content: &mcp.TextContent{Text: text}}}}, nil
}

// answer asks the API and returns its answer as JSON, with the units of its metrics
// and the page where a person sees it; or what is wrong, and the error.
func (t tool) answer(ctx context.Context, asker Asker, link func(string) string, arguments json.RawMessage) (string, error) {
	q, err := values(arguments)
	if err != nil {
		return err.Error(), err
	}
	address := t.path
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	body, err := fetch(ctx, asker, address)
	if err != nil {
		return err.Error(), err
	}
	out := struct {
		Page   string            `json:"page"`
		Units  map[string]string `json:"units,omitempty"`
		Answer json.RawMessage   `json:"answer"`
	}{Page: link(t.page(q)), Answer: body}
	if t.path != "/api/v1/definitions" {
		if out.Units, err = units(ctx, asker, body); err != nil {
			return err.Error(), err
		}
	}
	text, err := json.Marshal(out)
	if err == nil && len(text) > maxAnswer {
		err = refused(fmt.Sprintf("The answer has %d bytes, and %d is the most an assistant is given. Ask for fewer days, a coarser grain, fewer groups "+
			"(limit) or one filter, or open %s.", len(text), maxAnswer, out.Page))
	}
	if err != nil {
		return err.Error(), err
	}
	return string(text), nil
}

// refused is what an assistant is told in a sentence of its own.
type refused string

// Error returns the sentence.
func (r refused) Error() string { return string(r) }

// values turns arguments into the parameters of an address; a list is a parameter
// that is repeated.
func values(arguments json.RawMessage) (url.Values, error) {
	q := url.Values{}
	if len(arguments) == 0 {
		return q, nil
	}
	var named map[string]any
	d := json.NewDecoder(strings.NewReader(string(arguments)))
	d.UseNumber()
	if err := d.Decode(&named); err != nil {
		return nil, refused(fmt.Sprintf("The arguments are no JSON object: %s", err))
	}
	for name, v := range named {
		list, many := v.([]any)
		if !many {
			list = []any{v}
		}
		for _, x := range list {
			switch x := x.(type) {
			case string, json.Number, bool:
				q.Add(name, fmt.Sprint(x))
			default:
				return nil, refused(fmt.Sprintf("%s must be a text, a number or a list of them.", name))
			}
		}
	}
	return q, nil
}

// fetch asks for an address. What the API refuses is an error with its sentence and
// what to do.
func fetch(ctx context.Context, asker Asker, address string) (json.RawMessage, error) {
	r, err := asker.Ask(ctx, address)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxFetched))
	if err != nil {
		return nil, err
	}
	if r.StatusCode != http.StatusOK {
		var said struct {
			Error struct{ Code, Message, Hint string }
		}
		if json.Unmarshal(body, &said) != nil || said.Error.Message == "" {
			return nil, refused(fmt.Sprintf("Daybreak answered %s.", r.Status))
		}
		e := said.Error
		return nil, refused(strings.TrimSpace(e.Message + " " + e.Hint + " (" + e.Code + ")"))
	}
	if !json.Valid(body) { // cut off
		return nil, refused(fmt.Sprintf("The answer has more than %d bytes. Ask for fewer days, a coarser grain or fewer groups (limit).", len(body)))
	}
	return body, nil
}

// units returns the units of the metrics that an answer names.
func units(ctx context.Context, asker Asker, answer []byte) (map[string]string, error) {
	var any any
	if err := json.Unmarshal(answer, &any); err != nil {
		return nil, err
	}
	names := metricsIn(any, nil)
	if len(names) == 0 {
		return nil, nil
	}
	body, err := fetch(ctx, asker, "/api/v1/definitions")
	if err != nil {
		return nil, err
	}
	var defined struct{ Metrics []struct{ Name, Unit string } }
	if err := json.Unmarshal(body, &defined); err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, m := range defined.Metrics {
		if slices.Contains(names, m.Name) {
			out[m.Name] = m.Unit
		}
	}
	return out, nil
}

// metricsIn appends the metrics that an answer names as "metric".
func metricsIn(x any, names []string) []string {
	switch x := x.(type) {
	case map[string]any:
		if name, ok := x["metric"].(string); ok {
			names = append(names, name)
		}
		for _, v := range x {
			names = metricsIn(v, names)
		}
	case []any:
		for _, v := range x {
			names = metricsIn(v, names)
		}
	}
	return names
}
