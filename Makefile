# The two commands are `make run` and `make test`. CMake and Ninja do the building; `make help` lists the rest.
.DEFAULT_GOAL := build
.PHONY: help build run test quick soak bench fuzz lint format docs install package clean

# Seconds for each fuzzer (make fuzz SECONDS=600), and FUZZERS="message text" for some of them only.
SECONDS ?= 60
PREFIX ?= /usr/local
# The one that Debian's python3-pytest belongs to.
PYTHON ?= /usr/bin/python3
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1|/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

build:  ## builds build/calwarden
	@tools/packages --check build
	@tools/build Release build -j$(JOBS)

run:  ## installs what is missing, builds, starts the daemon and passes the sample mails through it
	@tools/packages build
	@tools/build Release build -j$(JOBS)
	@tools/run-samples build/calwarden

test:  ## installs what is missing, builds, and runs every test
	@tools/packages build test
	@$(PYTHON) tests/run -j$(JOBS)

quick:  ## the inner loop: release build, unit tests, cases
	@tools/packages build test
	@$(PYTHON) tests/run -j$(JOBS) --quick

soak:  ## what runs for hours: long fuzzing, growth up to 50 MB, an hour of load on the daemon, races
	@tools/packages build test fuzz
	@$(PYTHON) tests/run -j$(JOBS) --soak

bench:  ## CPU per message, stage by stage; against libraries, rspamd and SpamAssassin; growth; memory
	@tools/packages build bench
	@tools/build Release build -j$(JOBS) all bench milter-nothing milter-load
	@$(PYTHON) tests/bench/run.py
	@$$([ "$$(id -u)" = 0 ] || echo sudo -n -E) $(PYTHON) tests/bench/milter.py
	@$(PYTHON) tests/bench/lookups.py
	@$$([ "$$(id -u)" = 0 ] || echo sudo -n -E) $(PYTHON) tests/bench/deliver.py

fuzz:  ## every fuzzer in turn for SECONDS; counts the time into docs/fuzzing.md
	@tools/packages build fuzz
	@CC=clang tools/build Fuzz build-fuzz -j$(JOBS) fuzzers
	@tools/fuzz --seconds $(SECONDS) $(FUZZERS)

lint:  ## format, clang-tidy, layers, function length, tables
	@tools/packages build lint
	@tools/build Release build --configure-only
	@tools/lint

format:  ## puts the C sources into the format that lint asks for
	@tools/packages lint
	@git ls-files 'src/*.[ch]' 'include/*.h' 'tests/*.[ch]' | xargs clang-format -i

docs: build  ## writes the generated chapters of docs/
	@$(PYTHON) tools/docs build/calwarden

install: build  ## PREFIX=/usr/local, DESTDIR=
	@cmake --install build --prefix $(PREFIX) | tail -n 3

package:  ## Debian packages, in build-package/packages
	@tools/packages build
	@tools/package build-package -j$(JOBS)

clean:  ## removes everything that was built
	@rm -rf build build-sanitize build-fuzz build-package
