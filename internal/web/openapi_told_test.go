package web

import "slices"

// toldExchanges are what programs say about subscriptions, about persons and about what was published.
func toldExchanges() []exchange {
	return slices.Concat(subscriptionExchanges(), keptOfPersons(), publishedExchanges(), []exchange{
		{"GET", "/api/v1/message-channels", "", "", 200}, {"GET", "/api/v1/deliveries?state=dead&channel=1", "", "", 200},
		{"GET", "/api/v1/deliveries", "", "", 200},
		{"POST", "/api/v1/deliveries/9/resend", "", "", 422}, {"POST", "/api/v1/message-channels/9/test", "", "", 404},
		{"POST", "/api/v1/message-channels/9/remove", "application/json", `{"version":1}`, 404},
	})
}

// subscriptionExchanges are what programs say about subscriptions.
func subscriptionExchanges() []exchange {
	return []exchange{
		{"POST", "/api/v1/subscriptions", "application/json", `{"topic":"page","page":"overview","query":"f.channel=zhihu","every":"daily","hour":8}`, 201},
		{"POST", "/api/v1/subscriptions", "application/json", `{"topic":"brief","every":"daily","hour":25}`, 422},
		{"POST", "/api/v1/subscriptions", "application/json", `{"topic":"brief","every":"daily","hour":8,"channel":9}`, 422},
		{"POST", "/api/v1/subscriptions", "application/json", `{"topic":"brief","every":"daily","hour":8,"owner":9}`, 422},
		{"POST", "/api/v1/subscriptions", "application/json", `{"topic":"page","page":"overview","query":"f.colour=red","every":"daily","hour":8}`, 400},
		{"GET", "/api/v1/subscriptions", "", "", 200},
		{"POST", "/api/v1/subscriptions/1", "application/json", `{"version":1,"topic":"brief","every":"weekly","weekday":1,"hour":7}`, 200},
		{"POST", "/api/v1/subscriptions/1", "application/json", `{"version":1,"topic":"brief","every":"weekly","weekday":1,"hour":7}`, 409},
		{"GET", "/api/v1/subscriptions/1/runs", "", "", 200},
		{"GET", "/api/v1/subscriptions/9/runs", "", "", 404},
		{"POST", "/api/v1/subscriptions/9/test", "", "", 404},
		{"POST", "/api/v1/subscriptions/1/remove", "application/json", `{"version":2}`, 204},
		{"POST", "/api/v1/subscriptions/1/remove", "application/json", `{"version":3}`, 404},
	}
}

// publishedExchanges are what programs say about figures that were published.
func publishedExchanges() []exchange {
	return []exchange{
		{"GET", "/api/v1/published?report=1&since=2026-01-01&limit=10", "", "", 200},
		{"GET", "/api/v1/published?changed=1&format=csv", "", "", 200},
		{"GET", "/api/v1/published?since=2026-02-30", "", "", 400},
	}
}
