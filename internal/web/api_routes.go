package web

import "net/http"

// apiRoutes registers the API, all of which openapi.yaml describes.
func (s *Server) apiRoutes() {
	for path, q := range map[string]question{
		"/api/v1/metrics":     s.askMetrics,
		"/api/v1/sources":     s.askSources,
		"/api/v1/retention":   s.askRetention,
		"/api/v1/growth":      s.askGrowth,
		"/api/v1/active":      s.askActive,
		"/api/v1/stickiness":  s.askStickiness,
		"/api/v1/funnel":      s.askFunnel,
		"/api/v1/streaks":     s.askStreaks,
		"/api/v1/challenge":   s.askChallenge,
		"/api/v1/invitations": s.askInvitations,
		"/api/v1/kept":        s.askKept,
		"/api/v1/times":       s.askTimes,
		"/api/v1/members":     s.askPeople,

		"/api/v1/members/:member": s.askMember,
	} {
		s.handle(http.MethodGet, path, s.answer(q))
	}
	s.handle(http.MethodGet, "/api/v1/openapi.yaml", s.showOpenAPI)
	s.handle(http.MethodPost, "/api/v1/check-ins", s.createCheckIn)
	s.handle(http.MethodPost, "/api/v1/events", s.createEvents)
	s.handle(http.MethodPost, "/api/v1/watermarks", s.createWatermark)
	s.handle(http.MethodGet, "/api/v1/imports", s.listImports)
	s.handle(http.MethodPost, "/api/v1/imports", s.createImport)
	s.handle(http.MethodPost, "/api/v1/imports/:id/undo", s.undoImport)
}
