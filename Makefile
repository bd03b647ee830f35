# make demo   shows the barometer live, with recorded counts of a real city
# make test   sets up and runs every test
# make fuzz   throws COUNT (10,000,000) chance inputs with SEED (1) at the mapping engine
SHELL := /bin/bash
SWIFT ?= swift
PACKAGES := mosquitto libical-dev libmosquitto-dev libpq-dev libsqlite3-dev libssl-dev libsystemd-dev zlib1g-dev \
	pkg-config tzdata curl
TEST_PACKAGES := chromium mosquitto-clients openssl postgresql-15 python3-venv
# Tests that only compute: those that wait for servers would have no thread beside them.
BUSY := '^(FootfallTests|SimulationTests|HouseTests|BarometerTests)\.'
SOURCES := Package.swift Sources Simulators Tests

.PHONY: setup setup-test build release demo test soak bench bench-impact bench-mapping bench-postgres quality fuzz format \
	lint clean

setup:
	@.ci/setup $(PACKAGES)

setup-test:
	@.ci/setup $(PACKAGES) $(TEST_PACKAGES)
	@Tests/judges/setup >/dev/null

build: setup
	$(SWIFT) build

release: setup
	$(SWIFT) build -c release

demo: build
	@Simulators/demo

test: setup-test lint
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	$(SWIFT) test --skip-build --filter $(BUSY)
	$(SWIFT) test --skip-build --skip $(BUSY) --skip DaemonTests
	$(SWIFT) test --skip-build --filter DaemonTests

# The long runs: 100,000 messages under 20 kills; 200,000 readings to a database under 30 faults; 30,000 strange requests.
soak: setup-test
	SOAK=1 $(SWIFT) test --filter 'KillTests|PostgresDeliveryTests|DaemonTests.ContractTests'

bench: release
	@Benchmarks/run

# What the mapping engine costs beside Foundation and simdjson.
bench-mapping: setup
	@.ci/setup g++ libsimdjson-dev
	$(SWIFT) build -c release --package-path Benchmarks/mapping --product Bench
	@Benchmarks/mapping/.build/release/Bench

# What an event score costs, over two years of a hundred zones: in fifty towns, and all in one.
bench-impact: setup
	$(SWIFT) build -c release --package-path Benchmarks/impact --product Bench
	@Benchmarks/impact/.build/release/Bench
	@Benchmarks/impact/.build/release/Bench one-city

# How many readings a second go into PostgreSQL.
bench-postgres: setup
	@.ci/setup postgresql-15
	$(SWIFT) build -c release --package-path Benchmarks/postgres --product Bench
	@Benchmarks/postgres/run

# How good the statistics are on recorded series of real cities, beside naive guesses; DATA is their folder.
# CAUSAL_IMPACT=1 puts event scores beside CausalImpact, too.
quality: release
	@.ci/setup python3-numpy $(if $(CAUSAL_IMPACT),python3-venv)
	$(SWIFT) build -c release --package-path Benchmarks/impact --product Cases
	@Benchmarks/quality/run

COUNT ?= 10000000
SEED ?= 1
# A trap ends it at once, with the input's number in what was told before.
fuzz: setup
	$(SWIFT) build -c release --package-path Benchmarks/mapping --product Fuzz
	@SWIFT_BACKTRACE=enable=no Benchmarks/mapping/.build/release/Fuzz $(COUNT) $(SEED)

format:
	$(SWIFT) format --in-place --recursive $(SOURCES)

lint:
	$(SWIFT) format lint --strict --recursive $(SOURCES)

clean:
	rm -rf .build .build-judges demo
