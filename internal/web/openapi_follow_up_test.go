package web

import "slices"

// keptOfPersons are about what is kept of persons.
func keptOfPersons() []exchange { return slices.Concat(followUpExchanges(), retentionExchanges()) }

// followUpExchanges are about what is done for members, and what they are called.
func followUpExchanges() []exchange {
	return []exchange{
		{"POST", "/api/v1/events", "application/json", `[{"member":"asked","event":"apply","at":"2026-09-03T10:00:00+08:00"}]`, 201},
		{"GET", "/api/v1/contacts?q=ask", "", "", 200},
		{"GET", "/api/v1/contacts?member=asked,nobody&format=csv", "", "", 200},
		{"GET", "/api/v1/contacts", "", "", 400},
		{"POST", "/api/v1/follow-ups", "application/json",
			`{"member":"asked","text":"Wants an export","minutes":15,"owner":"Lin","next_on":"2026-10-02","tags":["b","a"]}`, 201},
		{"POST", "/api/v1/follow-ups", "application/json", `{"member":"asked","event":"contact","last":1}`, 201},
		{"POST", "/api/v1/follow-ups", "application/json", `{"member":"asked","event":"contact","last":1}`, 409},
		{"POST", "/api/v1/follow-ups", "application/json", `{"member":"asked","event":"contact"}`, 409},
		{"POST", "/api/v1/follow-ups", "application/json", `{"member":"asked","event":"qualify"}`, 422},
		{"POST", "/api/v1/follow-ups", "application/json", `{"member":"asked","event":"dance"}`, 422},
		{"POST", "/api/v1/follow-ups", "application/json", `{"member":"asked","next_on":"2026-09-30"}`, 422},
		{"POST", "/api/v1/follow-ups", "application/json", `{"member":"nobody","text":"Hello"}`, 404},
		{"POST", "/api/v1/follow-ups/1", "application/json", `{"version":1,"text":"Wants an export by week"}`, 200},
		{"POST", "/api/v1/follow-ups/1", "application/json", `{"version":1,"text":"Stale"}`, 409},
		{"POST", "/api/v1/follow-ups/1/undo", "application/json", `{"version":2}`, 409},
		{"GET", "/api/v1/follow-ups?member=asked", "", "", 200},
		{"GET", "/api/v1/follow-ups?format=csv&owner=Lin", "", "", 200},
		{"POST", "/api/v1/follow-ups/2/undo", "application/json", `{"version":1}`, 204},
		{"POST", "/api/v1/follow-ups/2/undo", "application/json", `{"version":1}`, 404},
		{"GET", "/api/v1/challenges/9/evening", "", "", 404},
	}
}
