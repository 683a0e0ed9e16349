package web

// buyersExchanges are questions about what members buy.
func buyersExchanges() []exchange {
	return []exchange{
		{"GET", "/api/v1/earned?by=channel&days=0,7", "", "", 200}, {"GET", "/api/v1/earned?credit=linear&format=csv", "", "", 200},
		{"GET", "/api/v1/earned?credit=first&by=city", "", "", 400}, {"GET", "/api/v1/earned?days=7,7", "", "", 400},
		{"GET", "/api/v1/members?of=earned&credit=first&by=channel&group=zhihu&kind=joined&step=7", "", "", 200},
		{"GET", "/api/v1/attach?landmark=7&within=14", "", "", 200}, {"GET", "/api/v1/attach?active=nosuch", "", "", 400},
		{"GET", "/api/v1/members?of=attach&kind=bought&group=traffic", "", "", 200},
	}
}
