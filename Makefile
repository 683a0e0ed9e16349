# Two commands: `make run` serves the dashboards with sample data, `make test`
# installs what the tests need and runs them all.

GO       ?= go
DATA     ?= data
LISTEN   ?= 127.0.0.1:8080
FUZZTIME ?= 30s

# Counting bits is what figures about members consist of; every amd64 processor
# since 2009 has an instruction for it, which Go uses without asking from v2 on.
export GOAMD64 ?= v2

# The Go that has the corrections of known vulnerabilities. An older one that is
# installed fetches it.
export GOTOOLCHAIN := go1.27.3

.PHONY: release soak vuln mutate run dev build test check race lint deps fuzz simulate assets fonts clean

run: build
	bin/daybreak serve --data $(DATA) --listen $(LISTEN) --sample --no-login

# For work on Daybreak itself: a template or a static file that is saved is on the
# screen at once. Go files need a new start.
dev:
	$(GO) run ./cmd/daybreak serve --data $(DATA) --listen $(LISTEN) --sample --no-login --dev

build:
	$(GO) build -o bin/daybreak ./cmd/daybreak

# Everything CI runs.
test: deps lint vuln check race

# Unit, property and browser tests.
check:
	$(GO) test -timeout 30m ./...

# The race detector needs several times the time. It watches the packages that
# start goroutines or hold locks; the lock of analysis is held by the pages of web.
# Sweeps, which ask one thing after the other, are left out, and of the program
# those tests run that have it in their own process.
RACED = $$(grep -rlE '^\s+go [a-z]|sync\.|atomic\.' internal --include=*.go | grep -v _test.go | xargs -n1 dirname | sort -u | grep -v '^internal/\(analysis\|bench\)$$' | sed 's|^|./|')
race:
	$(GO) test -race -short -timeout 30m $(RACED)
	$(GO) test -race -short -timeout 30m -run '^Test(Serve|Import|Posted)' ./cmd/daybreak

lint:
	@out=$$(gofmt -l cmd internal dashboards static sample-data); if [ -n "$$out" ]; then echo "gofmt: $$out"; exit 1; fi
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	@mains=$$($(GO) list -f '{{if eq .Name "main"}}{{.ImportPath}}{{end}}' ./...); \
	dead=$$($(GO) tool deadcode $$mains && $(GO) tool deadcode -test ./...) || exit 1; \
	if [ -n "$$dead" ]; then echo "$$dead"; exit 1; fi

# Known vulnerabilities in code that is called, against the list of accepted ones
# in internal/vuln. Without the live database that of 5 November 2026 serves.
vuln:
	$(GO) run ./internal/vuln

# Plants faults, one line each, and runs the test that is meant for each: all
# have to be noticed. One of them: make mutate FAULT='two lengths'
FAULT ?=
mutate:
	$(GO) run ./internal/mutate -run '$(FAULT)'

# What the browser tests need: Chromium and a font with Chinese characters; and
# nginx, without which the tests behind it are left out.
deps:
	@if ! command -v nginx >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light; } || \
	    echo "nginx cannot be installed: the tests behind it are left out."; \
	fi
	@set -e; \
	have_browser() { for b in "$$DAYBREAK_CHROMIUM" chromium chromium-browser google-chrome; do [ -n "$$b" ] && command -v "$$b" >/dev/null 2>&1 && return 0; done; \
	  [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]; }; \
	have_font() { [ "$$(uname)" = Darwin ] || fc-list :lang=zh 2>/dev/null | grep -q .; }; \
	if have_browser && have_font; then exit 0; fi; \
	if [ "$$(uname)" = Darwin ]; then echo "The browser tests need Chrome or Chromium. Install it: brew install --cask chromium"; exit 1; fi; \
	if ! command -v apt-get >/dev/null 2>&1; then echo "The browser tests need Chromium and a Chinese font (Noto Sans CJK). Install them with your package manager."; exit 1; fi; \
	if [ "$$(id -u)" != 0 ]; then echo "The browser tests need Chromium and a Chinese font. Install them: sudo apt-get install chromium fonts-noto-cjk"; exit 1; fi; \
	echo "Installing what the browser tests need: chromium fonts-noto-cjk"; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk

# Ratios against DuckDB and plain SQLite on the same data in one run, e.g.
# make bench BENCH='-rows 10000000 -members 1000000'
BENCH ?=
bench:
	cd internal/bench && $(GO) run . $(BENCH)

# What is usual, effects, projections and alarms against 12,000 series whose
# truth is known; the tests run a part of them.
simulate:
	DAYBREAK_SIMULATE=whole $(GO) test -run Simulated -count=1 -v -timeout 60m ./internal/calc

# Every fuzz target of every package, one after the other.
fuzz:
	@set -e; for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "$$pkg $$target"; $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg; \
	  done; \
	done

# Writes static/echarts.min.js again, byte for byte; only this needs Node.
assets:
	cd static/build && npm ci --ignore-scripts --no-audit --no-fund && npm run build

# Writes the fonts of pictures again, byte for byte: parts of those of Debian 12.
# Needs fonttools, fonts-noto-cjk and fonts-inter.
SUBSET = python3 static/build/letters.py $(1) | pyftsubset $(2) --unicodes-file=/dev/stdin --output-file=static/fonts/$(3) --no-hinting --desubroutinize \
	--layout-features= --name-IDs=0,1,2,13,14 --notdef-outline --drop-tables+=BASE,vhea,vmtx,VORG,GDEF --no-recalc-timestamp $(4)
fonts:
	$(call SUBSET,latin,/usr/share/fonts/opentype/inter/Inter-Regular.otf,inter-regular.otf)
	$(call SUBSET,latin,/usr/share/fonts/opentype/inter/Inter-SemiBold.otf,inter-semibold.otf)
	$(call SUBSET,,/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc,noto-sans-sc.otf,--font-number=2)

# The program as it is given away: one static file for Linux that is the same
# whoever builds it where, with what it is made of and its sum. It is built a
# second time from a copy of the sources with an empty cache, and tried.
VERSION := $(or $(VERSION),$(shell git describe --tags --always --dirty 2>/dev/null || echo unknown))
RELEASE  = $(GO) build -trimpath -buildvcs=false -tags 'osusergo netgo sqlite_omit_load_extension' \
	-ldflags '-s -w -buildid= -X main.released=$(VERSION) -linkmode external -extldflags -static'

.PHONY: bin/release/daybreak
bin/release/daybreak:
	$(RELEASE) -o $@ ./cmd/daybreak

release: bin/release/daybreak
	@set -e; copy=$$(mktemp -d); trap 'chmod -R u+w "$$copy"; rm -rf "$$copy"' EXIT; \
	cp -R go.mod go.sum LICENSE cmd dashboards static sample-data internal "$$copy"; \
	(cd "$$copy" && GOCACHE="$$copy/cache" $(RELEASE) -o again ./cmd/daybreak); \
	cmp bin/release/daybreak "$$copy/again" && echo "built twice, the same bytes"
	bin/release/daybreak version --materials > bin/release/daybreak.cdx.json
	cp cmd/daybreak/dist/daybreak.service bin/release/
	cd bin/release && sha256sum daybreak daybreak.cdx.json > SHA256SUMS && cat SHA256SUMS
	DAYBREAK_RELEASE=$(CURDIR)/bin/release/daybreak $(GO) test -count 1 -run '^TestRelease$$' ./cmd/daybreak

# The long forms of the tests that break things: more kills, longer traffic.
soak:
	DAYBREAK_SOAK=1 $(GO) test -count 1 -v -timeout 12h ./cmd/daybreak -run 'Kill|Stop|Heavy|Full|Backup|Memory|Large|Burst|Overload|Sync|Power|Text'
	DAYBREAK_SOAK=1 $(GO) test -count 1 -v ./internal/web -run 'OutlivesTheLimit|SameTimeForUnknown'

clean:
	rm -rf bin
