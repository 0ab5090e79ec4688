# make help lists the targets. Every toolchain that a target needs is installed by the target, or it fails and says how.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export SPECGEN_REQUIRE_ALL ?= 1

.PHONY: help test toolchains test-go test-ci test-race test-bench lint test-ts test-kotlin test-swift test-vectors generate pictures bench

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# What takes longest comes first.
test: toolchains ## everything, with the real compilers of all four languages; SPECGEN_FRESH=1 runs what has passed before, too
	@go run ./test/stages test-swift test-go test-kotlin test-ts test-vectors test-race test-bench lint test-ci

# All at once, before stages that run beside each other would each want to install something. What Swift needs is installed by its stage alone.
toolchains: ## the distribution's packages that are needed and missing
	scripts/need.sh gcc gcc "$${CHROMIUM:-chromium},chromium,chromium-browser,google-chrome" chromium \
		javac openjdk-17-jdk-headless,default-jdk-headless mvn maven

test-go: ## the inner loop: vet and the Go tests
	go vet ./...
	go test -vet=off ./...

test-ci: ## the repo's own pipeline, specgen ci
	go run ./cmd/specgen ci

# The packages that start goroutines or guard something from them, in their code or their tests (test/architecture compares), and what drives
# them all. What is left out by name works in one goroutine for long; test-go runs it.
RACED := ./runtime/go/... ./validator $(addprefix ./validator/internal/,engine findings funnel group readers readers/decompress readers/otlp readers/otlpproto) ./test/vectors/drivers/go
ONE_GOROUTINE := TestCollectIsBounded|TestFunnelAA|TestFunnelFindsPlantedFault|TestRulesDoNotDependOnTheirOrder|TestShapesChangeNothing|TestPartsOfTwoFlows|TestPartsOfFunnels
test-race: ## what runs in a service, under the race detector, on smaller inputs (-short)
	scripts/need.sh gcc gcc
	go test -vet=off -race -short -timeout 20m -skip '^($(ONE_GOROUTINE))$$' $(RACED)

test-bench: ## the modules outside the main one build and pass
	cd test/bench && go vet ./... && go test ./...
	scripts/need.sh gcc gcc
	cd test/duckdb && go vet ./... && go test ./...

lint: ## formatting and staticcheck
	@unformatted=$$(go list -f '{{.Dir}}' ./... | xargs gofmt -l test/bench test/duckdb test/interop); test -z "$$unformatted" || { echo "run gofmt -w on:"; echo "$$unformatted"; exit 1; }
	go tool -modfile=tools/go.mod staticcheck ./...
	cd test/bench && go tool -modfile=../../tools/go.mod staticcheck ./...
	cd test/duckdb && go tool -modfile=../../tools/go.mod staticcheck ./...
	cd test/interop && go tool -modfile=../../tools/go.mod staticcheck ./...

test-ts: ## TypeScript: compilers, linter, Node, a real browser, packages
	scripts/test-ts.sh

test-kotlin: ## Kotlin: compiler, linters, JVM, Android's API
	scripts/test-kotlin.sh

test-swift: ## Swift: compiler, formatter, tests
	scripts/test-swift.sh

test-vectors: ## the same calls through all four clients give the same spans, and the validator finds nothing
	scripts/test-vectors.sh

generate: ## gen/, the examples' client, the samples and the generated documents again
	go run ./cmd/specgen generate
	go run ./cmd/specgen docs
	cd examples/go && go run ../../cmd/specgen generate
	go test ./validator/... ./test/samples/... -run Generated -update

pictures: ## docs/images, as Chromium shows the reports of the samples
	scripts/pictures.sh

bench: ## the comparisons of docs/performance.md
	cd test/bench && go test -run '^$$' -bench . -benchtime 3x
