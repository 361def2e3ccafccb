.DEFAULT_GOAL := help

# Cargo compiles a dependency with the features that all selected packages ask of it. So all commands select the default members, and
# choose among their targets: what one has built, none builds again, which host-tests/tests/selection.rs looks after. The dependencies
# of tests count only where a test is built, or an example: ONE_SELECTION is the smallest of these. Other packages are selected by
# name, and build what they need for themselves.
ONE_SELECTION := --example metadata

CARGO ?= cargo
WASM_TARGET := wasm32-wasip1
WASM := target/$(WASM_TARGET)/release/insecure_registry_policy.wasm
JS_TARGET := wasm32-unknown-unknown
JS_WASM := target/$(JS_TARGET)/js/insecure_registry_js.wasm
CARGO_HOME ?= $(HOME)/.cargo
NPM := npm --prefix playground
REF ?=
PUSH_FLAGS ?=
REQUEST ?= examples/requests
SETTINGS ?=
TARGET ?= requests
SECONDS ?= 60
FUZZ_FLAGS ?=

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z.-]+:.*## / { printf "  %-22s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# $(1): what comes next, and why it may take a while. To stderr, since some targets print what others read.
say = @echo "== $(1)" >&2

.PHONY: setup
setup: ## Install the wasm targets of the pinned toolchain
	@command -v cc >/dev/null || { echo "error: a C compiler is missing: apt-get install gcc (Debian), dnf install gcc (Fedora), xcode-select --install (macOS) or nix-shell -p gcc (Nix)" >&2; exit 1; }
	@command -v rustup >/dev/null || { echo "error: rustup is missing: https://rustup.rs, or with Debian 13 and later: apt-get install rustup" >&2; exit 1; }
	@for target in $(WASM_TARGET) $(JS_TARGET); do \
		rustup target list --installed | grep -qx $$target || rustup target add $$target || exit; \
	done

# A crate that is an rlib too has no link-time optimisation, which saves 3 % of the bytes.
GUEST := rustc --release --target $(WASM_TARGET) -p insecure-registry-policy --crate-type cdylib

.PHONY: test-import-live
test-import-live: ## Compare `import` with the runtimes that are installed; needs root (Debian: containerd docker.io podman buildah skopeo docker-registry)
	@INSECURE_REGISTRY_LIVE=1 $(CARGO) test --test import_live -- --nocapture

# Phony, since cargo knows better than make whether there is anything to do.
.PHONY: policy.wasm
policy.wasm: setup ## Build the policy
	$(call say,the policy: half a minute for the first time)
	@env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS $(CARGO) $(GUEST)
	@cmp -s $(WASM) $@ || cp $(WASM) $@

.PHONY: annotated-policy.wasm
annotated-policy.wasm: policy.wasm ## Build the policy with its metadata, ready to publish
	$(call say,its metadata)
	@$(CARGO) build --bin insecure-registry-annotate $(ONE_SELECTION)
	@target/debug/insecure-registry-annotate policy.wasm --output $@

.PHONY: ref
ref:
	@test -n "$(REF)" || { echo "say where: make publish REF=registry.example.com/policies/insecure-registry:TAG" >&2; exit 2; }

.PHONY: publish
publish: ref annotated-policy.wasm ## Push the policy: make publish REF=registry/repository:tag [PUSH_FLAGS=--plain-http]
	$(call say,the client of registries)
	@$(CARGO) build --bin insecure-registry-push $(ONE_SELECTION)
	@target/debug/insecure-registry-push annotated-policy.wasm $(REF) $(PUSH_FLAGS)

# Two builds in different folders, since a path is what slips into a module first.
.PHONY: reproducible
reproducible: annotated-policy.wasm ## Check that another build gives the same bytes
	@sha256sum < annotated-policy.wasm > target/first.sha256
	@rm -rf target/again && git clone --quiet . target/again
	$(call say,the policy once more: half a minute)
	@cd target/again && CARGO_TARGET_DIR=$$PWD/target env -u RUSTFLAGS $(CARGO) $(GUEST) --quiet
	@target/debug/insecure-registry-annotate target/again/target/$(WASM_TARGET)/release/insecure_registry_policy.wasm --output target/again.wasm
	@sha256sum < target/again.wasm | diff target/first.sha256 - && echo "the same bytes: $$(cut -d' ' -f1 target/first.sha256)"

.PHONY: run
run: policy.wasm ## Evaluate the examples, or your own files: make run REQUEST=file SETTINGS=file
	$(call say,the host that runs it: wasmtime takes two minutes for the first time)
	@$(CARGO) build --bin insecure-registry-run $(ONE_SELECTION)
	@target/debug/insecure-registry-run --policy policy.wasm $(if $(SETTINGS),--settings $(SETTINGS)) $(REQUEST)

.PHONY: js-setup
js-setup:
	@.ci/setup js

# A panic's message would bring paths of this machine along.
.PHONY: js
js: setup ## Build the npm package: the policy for JavaScript, in playground/package
	@env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS $(CARGO) build --quiet --profile js --target $(JS_TARGET) \
		--config "target.$(JS_TARGET).rustflags=['--remap-path-prefix=$(CARGO_HOME)=cargo', '--remap-path-prefix=$(CURDIR)=.']" \
		-p insecure-registry-js
	@$(CARGO) run --quiet -p insecure-registry-bindgen -- $(JS_WASM) playground/package/build
	@node playground/rules.js playground/package/build/rules.js
	@cp LICENSE playground/package/LICENSE
	@node playground/licenses.js playground/package/THIRD-PARTY-NOTICES

playground/node_modules/.package-lock.json: playground/package-lock.json
	@$(NPM) ci --silent --no-audit --no-fund && touch $@

.PHONY: playground
playground: js playground/node_modules/.package-lock.json ## Build the page that checks manifests as you type, in playground/dist
	@$(NPM) run --silent build

.PHONY: playground-serve
playground-serve: playground ## Serve the page on http://localhost:8080/
	@$(NPM) run --silent serve

.PHONY: test-js
test-js: js-setup playground policy.wasm ## Test the npm package in Node and the page in Chromium and Firefox
	@$(CARGO) test --quiet -p insecure-registry-bindgen
	$(NPM) run --silent lint
	$(NPM) run --silent types
	$(NPM) run --silent test

VSCODE := npm --prefix editors/vscode
editors/vscode/node_modules/.package-lock.json: editors/vscode/package-lock.json
	@$(VSCODE) ci --silent --no-audit --no-fund && touch $@

.PHONY: vscode
vscode: js-setup editors/vscode/node_modules/.package-lock.json ## Pack the extension for VS Code: editors/vscode/dist/insecure-registry.vsix
	@$(VSCODE) run --silent package

# What is tested is the command itself, so it is built as the other tests build it.
.PHONY: test-vscode
test-vscode: vscode ## Test the extension for VS Code with the real language server
	@$(CARGO) build --bin insecure-registry $(ONE_SELECTION)
	$(VSCODE) run --silent test

# What the names of tests begin with that run other programs; and the tests that need wasmtime, which are none to `cargo test` unless it
# is given their names.
OTHER_PROGRAMS := with_a_registry with_helm with_shells
HOST_TESTS := guest host run selection suite

.PHONY: test
test: setup ## Run all tests except those for Node, the browser and Kubewarden's crates
	@.ci/setup tests
	$(call say,tests of the rules and the command)
	@$(CARGO) test --tests
	$(call say,tests of the guest in its host: wasmtime takes two minutes for the first time)
	@$(CARGO) test $(patsubst %,--test %,$(HOST_TESTS))

.PHONY: test-portable
test-portable: setup ## Run all tests that need only Rust
	$(call say,tests of the rules and the command)
	@$(CARGO) test --tests -- $(patsubst %,--skip %,$(OTHER_PROGRAMS))
	$(call say,tests of the guest in its host: wasmtime takes two minutes for the first time)
	@$(CARGO) test $(patsubst %,--test %,$(HOST_TESTS))

.PHONY: test-kubewarden
test-kubewarden: setup ## Compare with Kubewarden's own crates, which take minutes to build
	$(call say,wasmtime as Kubewarden has it: some minutes for the first time)
	@$(CARGO) test -p insecure-registry-kubewarden

# MODULE: where the policy server finds the policy, if not where the manifests say. POLICY_SERVER: its URL, where Kubewarden is not installed.
export MODULE POLICY_SERVER POLICY_SERVER_CA
SCENARIOS ?=

.PHONY: e2e
e2e: ## Run the scenarios in the cluster of KUBECONFIG: make e2e [MODULE=registry://…] [SCENARIOS=e2e/older.bats] [POLICY_SERVER=https://…]
	@e2e/run $(SCENARIOS)

.PHONY: e2e-kwctl
e2e-kwctl: annotated-policy.wasm ## Run requests through kwctl
	@for program in kwctl bats jq; do command -v $$program >/dev/null || { echo "error: $$program is missing" >&2; exit 1; }; done
	@bats e2e/kwctl.bats

# POLICY_SERVER_PORT, and the one after it, have to be free.
.PHONY: e2e-policy-server
e2e-policy-server: annotated-policy.wasm ## Run requests through a policy server on this machine
	@for program in policy-server kwctl bats jq curl; do command -v $$program >/dev/null || { echo "error: $$program is missing" >&2; exit 1; }; done
	@bats e2e/policy-server.bats

# ROUNDS, EACH and LOAD: see e2e/throughput. POLICY_SERVER_PORT, and the one after it, have to be free.
export ROUNDS EACH LOAD
.PHONY: bench-policy-server
bench-policy-server: annotated-policy.wasm ## Compare the requests a second of a policy server on this machine with those of a policy that accepts everything
	@for program in policy-server wrk jq curl; do command -v $$program >/dev/null || { echo "error: $$program is missing" >&2; exit 1; }; done
	@env -u RUSTFLAGS $(CARGO) build --release --target $(WASM_TARGET) -p floor-guest
	@target/debug/insecure-registry-annotate target/$(WASM_TARGET)/release/floor_guest.wasm --output target/floor.wasm
	@$(CARGO) run --quiet --example review 'pod, 5 KB' >target/review.json
	@e2e/throughput annotated-policy.wasm target/floor.wasm target/review.json

# As Kubewarden's policies call it.
.PHONY: e2e-tests
e2e-tests: e2e-kwctl

.PHONY: package
package: ## Build the command for this machine as a release has it: dist/*.tar.gz
	@.ci/package $(shell rustc -vV | sed -n 's/^host: //p')

.PHONY: bless
bless: setup ## Regenerate the reviewed answers and the documentation; review the diff afterwards
	BLESS=1 INSTA_UPDATE=always $(CARGO) test --test answers --test documents --test run --test check --test command --test import_trees
	if command -v node; then BLESS=1 node --test playground/package/tests/version.test.js; fi

# `cargo clippy` would check all dependencies again; .ci/clippy reuses those that the tests have built. CLIPPY_ARGS is how `cargo clippy`
# passes its arguments on.
LINT := CLIPPY_ARGS=-Dwarnings__CLIPPY_HACKERY__ RUSTC_WORKSPACE_WRAPPER=$(CURDIR)/.ci/clippy $(CARGO) build
.PHONY: lint
lint: setup ## Check formatting and lints
	$(CARGO) fmt --all --check
	$(LINT) --all-targets
	$(CARGO) clippy --target $(WASM_TARGET) -p insecure-registry-policy -p floor-guest -p skip-guest -- --deny warnings
	$(CARGO) clippy --target $(JS_TARGET) -p insecure-registry-js -- --deny warnings
	$(LINT) -p insecure-registry-bindgen
	$(CARGO) fmt --manifest-path fuzz/Cargo.toml --check
	CARGO_TARGET_DIR=$(CURDIR)/target/fuzz CUSTOM_LIBFUZZER_PATH=/not/linked.a $(CARGO) clippy --manifest-path fuzz/Cargo.toml --all-targets --locked -- --deny warnings

# Fewer turns for a first look. `BLESS=1` reaches the harness through the environment.
TURNS ?=

.PHONY: bench
bench: setup ## Measure what requests cost: make bench [TURNS=10] [BLESS=1 writes the table and chart of docs/costs.md]
	$(CARGO) bench --profile dev -p insecure-registry-kubewarden --bench figures -- $(TURNS)

.PHONY: bench-files
bench-files: ## Compare the command with a loader of YAML that checks nothing, over 10,000 files: make bench-files [TURNS=15]
	@$(CARGO) build --profile command -p insecure-registry --bin insecure-registry
	@$(CARGO) build --profile command -p insecure-registry-manifests --example load
	@target/command/examples/load target/command/insecure-registry $(TURNS)

.PHONY: bench-editor
bench-editor: js-setup editors/vscode/node_modules/.package-lock.json ## Measure how long the language server takes from a key to its diagnostics, in 5,000 lines
	@$(CARGO) build --release -p insecure-registry --bin insecure-registry
	@node editors/vscode/tests/latency.js target/release/insecure-registry

.PHONY: abuse
abuse: setup ## Search for the most expensive requests: make abuse [TURNS=20] [BLESS=1 writes docs/hardening.md]
	$(CARGO) bench --profile dev --bench abuse -- $(TURNS)

# The compiler of fuzz/rustc in place of `cargo fuzz`, so that the pinned toolchain will do. Both find the targets and the
# corpora in the same folders.
FUZZ_TARGETS := references auth shell files contents patterns settings requests payloads manifests quotes
FUZZ_HOST := $(shell rustc -vV | sed -n 's/^host: //p')
FUZZ := env -u RUSTFLAGS CARGO_TARGET_DIR=$(CURDIR)/target/fuzz RUSTC_WRAPPER=$(CURDIR)/fuzz/rustc \
	$(CARGO) build --quiet --release --locked --target $(FUZZ_HOST) --manifest-path fuzz/Cargo.toml
FUZZ_BIN := target/fuzz/$(FUZZ_HOST)/release

# $(1): the target; $(2): flags. New inputs go to the corpus, what fails to the artifacts.
define run-fuzz
	@mkdir -p fuzz/corpus/$(1) fuzz/artifacts/$(1)
	@$(FUZZ_BIN)/$(1) -artifact_prefix=fuzz/artifacts/$(1)/ -rss_limit_mb=2048 -timeout=60 -max_len=8192 \
		$(patsubst %,-dict=%,$(wildcard fuzz/dictionaries/$(1).dict)) $(2) fuzz/corpus/$(1) $(wildcard fuzz/seeds/$(1))
endef

.PHONY: fuzz-corpus
fuzz-corpus: ## Seed the fuzzing corpora with the fixtures
	@$(CARGO) run --quiet --example seeds fuzz/corpus

.PHONY: fuzz
fuzz: fuzz-corpus ## Fuzz a target: make fuzz TARGET=requests SECONDS=60
	@$(FUZZ) --bin $(TARGET) $(if $(filter guest,$(TARGET)),--features wasm)
	$(call run-fuzz,$(TARGET),-max_total_time=$(SECONDS) -print_final_stats=1 $(FUZZ_FLAGS))

# As much as CI has time for, with the same inputs each time: what is new is for longer runs to find.
.PHONY: fuzz-smoke
fuzz-smoke: ## Fuzz each target for a few seconds
	$(call say,the fuzz targets: a minute for the first time)
	@$(FUZZ) $(addprefix --bin ,$(FUZZ_TARGETS))
	@$(MAKE) --no-print-directory fuzz-corpus
	@printf '%s\n' $(FUZZ_TARGETS) | xargs -P 2 -I '{}' $(MAKE) --no-print-directory fuzz-some TARGET='{}' SECONDS=10

.PHONY: fuzz-some
fuzz-some:
	@mkdir -p target/fuzz
	$(call run-fuzz,$(TARGET),-seed=1 -runs=20000 -max_total_time=$(SECONDS) -verbosity=0 -print_final_stats=1) 2> target/fuzz/$(TARGET).log \
		&& echo "$(TARGET): $$(sed -n 's/^stat::number_of_executed_units: *//p' target/fuzz/$(TARGET).log) runs" \
		|| { cat target/fuzz/$(TARGET).log >&2; exit 1; }

# In a clone, so that nothing is changed here. The names of the rules are in a macro, which cargo-mutants does not follow; there they
# stand outright.
MUTANTS := target/mutants/policy/src/rules.rs
SHARD ?=

.PHONY: mutants
mutants: ## Run mutation tests and list the surviving mutants: make mutants [SHARD=0/8] [FILES="policy/src/auth.rs …"]
	@command -v cargo-mutants >/dev/null || { echo "install it: cargo install cargo-mutants --locked" >&2; exit 2; }
	@rm -rf target/mutants && git clone --quiet . target/mutants
	@sed -n '/^rules! {/,/^}/ s/^    \([a-z_]*\)$$/#[cfg(any())] mod \1;/p' policy/src/rules.rs >> $(MUTANTS)
	cd target/mutants && CARGO_TARGET_DIR=$(CURDIR)/target/mutants-build CARGO_PROFILE_DEV_DEBUG=0 \
		$(CARGO) mutants --in-place --output .. $(if $(SHARD),--shard $(SHARD) --sharding round-robin) $(addprefix --file ,$(FILES))

.PHONY: clean
clean: ## Remove build output
	$(CARGO) clean
	rm -f policy.wasm annotated-policy.wasm
	rm -rf editors/vscode/dist editors/vscode/node_modules editors/vscode/CHANGELOG.md editors/vscode/LICENSE
	rm -rf playground/dist playground/node_modules playground/package/build playground/package/LICENSE playground/package/THIRD-PARTY-NOTICES playground/screenshots
