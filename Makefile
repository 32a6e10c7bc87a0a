# Debian packages that the build needs: the libraries' headers, and what Swift itself links with.
PACKAGES = libxml2-dev libarchive-dev zlib1g-dev libsqlite3-dev pkg-config g++
SWIFT ?= swift
PYTHON ?= python3
DATA ?=
SECONDS ?= 1200
# What reads numbers from text, for programs that are built without Swift.
SCAN = -ISources/CTextScan/include Sources/CTextScan/records.cpp Sources/CTextScan/level.cpp

.DEFAULT_GOAL := build
.PHONY: deps build test lint demo reference bench soak soak-readers fuzz plugins newcomer coverage clean

# Installs what is missing, and nothing where everything is there.
deps:
	@missing=""; for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "installing:$$missing"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	fi

# The release build: .build/release/fsel. With Swift's libraries linked in it starts in about half the time.
build: deps
	$(SWIFT) build -c release --product fsel --static-swift-stdlib

# All tests.
test: deps
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

# The formatter's check.
lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Plugins Tests
	sh Tests/check-dependencies.sh
	sh Tests/check-codes.sh

# The main job on real data.
demo: build
	.build/release/fsel run pipelines/diabetes.xml

# Compares the solvers with certified answers: make reference DATA=DIR, DIR holding data/ and reference/.
reference: deps
	@test -n "$(DATA)" || { echo "usage: make reference DATA=DIR (a folder with data/ and reference/)"; exit 64; }
	FSEL_REFERENCE_DATA="$(abspath $(DATA))" $(SWIFT) test -c release -Xswiftc -enable-testing --filter 'ReferenceTests|ReferencePipelineTests'

# Times the solver and the program beside their peers: make bench VENV=DIR VENV_OLD=DIR OUT=DIR [DATA=DIR] [ONLY=NAMES].
# The two Python environments and R's packages are listed in Tests/Benchmarks/README.md; OUT gets cases and results.
bench: build
	@test -n "$(VENV)" -a -n "$(VENV_OLD)" -a -n "$(OUT)" || { echo "usage: make bench VENV=DIR VENV_OLD=DIR OUT=DIR"; exit 64; }
	$(SWIFT) build -c release --package-path Tests/Benchmarks --product solver-bench
	$(SWIFT) test --package-path Tests/Benchmarks
	VENV="$(VENV)" VENV_OLD="$(VENV_OLD)" DATA="$(DATA)" ONLY="$(ONLY)" FSEL="$(CURDIR)/.build/release/fsel" \
	  sh Tests/Benchmarks/run.sh "$(OUT)"

# The long-running checks: kill -9 while a bundle is published, faults at every write, determinism over processes, and
# in an optimised build 500 random problems against the tests' own slow solver and 10,000 cases of each law.
soak: build soak-readers
	sh Tests/Soak/determinism.sh .build/release/fsel
	python3 Tests/Soak/crash_safety.py .build/release/fsel
	FSEL_REFERENCE_CASES=500 FSEL_LAW_CASES=10000 $(SWIFT) test -c release -Xswiftc -enable-testing \
	  --filter 'OracleAgreementTests|LawTests'

# Stages in Python, and the guide to them: make plugins PYTHON=FILE, a Python 3.8 or newer with scikit-learn.
plugins: build
	FSEL="$(CURDIR)/.build/release/fsel" $(PYTHON) -m unittest -v Python/test_fsel_stage.py

# What the guide shows in Swift, from `fsel plugin new` to a run, by the clock: by path, by URL and version, and in a copy of this tree.
# Twelve minutes with two cores, of which most builds fsel twice; a second run compiles only what has changed.
newcomer: build
	$(PYTHON) Tests/Newcomer/newcomer.py .build/release/fsel .build/newcomer

# The seeded part of Tests/Fuzz: 10,000 hostile tables beside Python's csv module, a million numbers beside std::from_chars.
soak-readers:
	mkdir -p .build
	clang++ -std=c++17 -O2 -DRANDOM_CASES $(SCAN) Tests/Fuzz/numbers.cpp -o .build/random-numbers
	.build/random-numbers 1000000
	$(SWIFT) build --package-path Tests/Fuzz --scratch-path .build/fuzz --product table-cells -Xswiftc -O
	python3 Tests/Fuzz/hostile_csv.py .build/fuzz/debug/table-cells 10000

# The open-ended part: make fuzz [SECONDS=1200] [TARGETS="svmlight …"], so long for each target.
TARGETS ?= delimited svmlight npy sqlite archive
FUZZ = -max_total_time=$(SECONDS) -timeout=20 -print_final_stats=1
fuzz:
	mkdir -p .build/corpus/numbers
	$(PYTHON) Tests/Fuzz/seeds.py .build/corpus
	clang++ -std=c++17 -O1 -g -fuse-ld=lld -fsanitize=fuzzer,address,undefined $(SCAN) Tests/Fuzz/numbers.cpp -o .build/fuzz-numbers
	.build/fuzz-numbers $(FUZZ) -max_len=64 .build/corpus/numbers
	$(SWIFT) build --package-path Tests/Fuzz --scratch-path .build/fuzzer --product fuzz-readers -Xswiftc -O \
	  -Xswiftc -sanitize=fuzzer -Xswiftc -parse-as-library -Xswiftc -Xclang-linker -Xswiftc -fuse-ld=lld
	for target in $(TARGETS); do .build/fuzzer/debug/fuzz-readers $$target $(FUZZ) .build/corpus/$$target || exit 1; done

# Line coverage of Sources and Plugins.
coverage: deps
	$(SWIFT) test --enable-code-coverage
	sh Tests/coverage.sh

clean:
	rm -rf .build pipelines/out
