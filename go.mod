module daybreak

go 1.26.0

toolchain go1.27.3

require (
	github.com/6tail/lunar-go v1.4.7 // public holidays and made-up workdays of China; only holiday
	github.com/alecthomas/kong v1.17.0 // flags and their help
	github.com/alexedwards/scs/v2 v2.9.0 // sessions
	github.com/arran4/golang-ical v0.3.4 // calendar files of reminders; only web/community
	github.com/boombuler/barcode v1.1.0 // QR codes of invitation links; only chart
	github.com/chromedp/cdproto v0.159.0 // tests in a real browser
	github.com/chromedp/chromedp v0.23.0 // tests in a real browser
	github.com/coreos/go-oidc/v3 v3.21.0 // signing in at an OpenID Connect issuer; only auth
	github.com/emersion/go-smtp v0.26.0 // tests: a mail server that refuses, is slow, and asks to come again
	github.com/getkin/kin-openapi v0.152.0 // tests: the API's document against its answers
	github.com/go-echarts/go-echarts/v2 v2.6.7 // chart options as data, never its own pages; only chart
	github.com/goccy/go-yaml v1.19.2 // dashboards and presets, with the position of each mistake
	github.com/labstack/echo/v4 v4.16.0 // routing and handlers; only web and api know it
	github.com/mattn/go-sqlite3 v1.14.53 // the record; brings SQLite itself, so a C compiler is all one needs; only store/sqlite
	github.com/modelcontextprotocol/go-sdk v1.8.0 // what assistants speak, its official library; only assistant, web and the command
	github.com/pmezard/go-difflib v1.0.0 // what differs between two texts of a board; only web/boards
	github.com/srwiley/rasterx v0.0.0-20220730225603-2ab79fcdd4ef // lines, joins and dashes as areas of pixels; only picture
	github.com/standard-webhooks/standard-webhooks/libraries v0.0.1 // the signature of webhooks; only notify
	github.com/wneessen/go-mail v0.8.1 // mail by SMTP: encryption, signing in, parts; only notify
	github.com/xuri/excelize/v2 v2.11.1 // writes workbooks in report; uploads are read by bounded code of our own, tests by this
	golang.org/x/crypto v0.58.0 // argon2id for passwords, certificates by ACME
	golang.org/x/image v0.47.0 // outlines of letters in fonts; only picture
	golang.org/x/net v0.62.0 // HTML tables that are saved as XLS
	golang.org/x/oauth2 v0.37.0 // signing in at an OpenID Connect issuer; only auth
	golang.org/x/sys v0.49.0 // the time a machine has run, sleep included, which package syscall cannot read
	golang.org/x/text v0.43.0 // encodings, normal forms of Unicode, languages
	golang.org/x/tools v0.52.0 // tests: txtar cases
	gonum.org/v1/gonum v0.17.0 // distributions behind the intervals
	pgregory.net/rapid v1.3.0 // tests: properties over random data
)

require (
	github.com/BurntSushi/toml v1.4.1-0.20240526193622-a339e1f7089c // indirect
	github.com/emersion/go-sasl v0.0.0-20241020182733-b788ff22d5a6 // indirect
	github.com/go-jose/go-jose/v4 v4.1.4 // indirect
	github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
	github.com/go-openapi/jsonpointer v0.22.5 // indirect
	github.com/go-openapi/swag/jsonname v0.25.5 // indirect
	github.com/google/jsonschema-go v0.4.3 // indirect
	github.com/labstack/gommon v0.5.0 // indirect
	github.com/mattn/go-colorable v0.1.15 // indirect
	github.com/mattn/go-isatty v0.0.22 // indirect
	github.com/oasdiff/yaml v0.1.1 // indirect
	github.com/oasdiff/yaml3 v0.0.14 // indirect
	github.com/richardlehane/mscfb v1.0.9 // indirect
	github.com/richardlehane/msoleps v1.0.6 // indirect
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // indirect
	github.com/segmentio/asm v1.1.3 // indirect
	github.com/segmentio/encoding v0.5.4 // indirect
	github.com/tiendc/go-deepcopy v1.7.2 // indirect
	github.com/valyala/bytebufferpool v1.0.0 // indirect
	github.com/valyala/fasttemplate v1.2.2 // indirect
	github.com/xuri/efp v0.0.3-0.20260924042702-217b81952dec // indirect
	github.com/xuri/nfp v0.0.2-0.20250530014748-2ddeb826f9a9 // indirect
	github.com/yosida95/uritemplate/v3 v3.0.2 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/telemetry v0.0.0-20261010193011-f71dc92da45e // indirect
	golang.org/x/time v0.15.0 // indirect
	golang.org/x/vuln v1.9.0 // indirect
	honnef.co/go/tools v0.8.2 // indirect
)

tool (
	golang.org/x/tools/cmd/deadcode // functions that nothing calls: make lint
	golang.org/x/vuln/cmd/govulncheck // known vulnerabilities: make vuln
	honnef.co/go/tools/cmd/staticcheck // mistakes: make lint
)
