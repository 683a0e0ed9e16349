package web

// retentionExchanges are about how long data is kept.
func retentionExchanges() []exchange {
	return []exchange{
		{"GET", "/api/v1/data-retention", "", "", 200},
		{"GET", "/api/v1/data-retention?members=30&audit=", "", "", 200},
		{"GET", "/api/v1/data-retention?orders=30", "", "", 400},
		{"GET", "/api/v1/data-retention?members=29", "", "", 400},
		{"POST", "/api/v1/data-retention", "application/json", `{"members":null,"contacts":null,"audit":400,"messages":90,"going":7}`, 409},
		{"POST", "/api/v1/data-retention", "application/json", `{"members":null,"contacts":null,"audit":400,"messages":90,"going":0}`, 200},
	}
}
