.DEFAULT_GOAL := help

# One selection of packages everywhere: another one makes cargo build wasmtime again, which takes minutes.
CARGO ?= cargo
WASM_TARGET := wasm32-wasip1
WASM := target/$(WASM_TARGET)/release/insecure_registry_policy.wasm
REQUEST ?= examples/requests
SETTINGS ?=

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z.-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install the wasm target of the pinned toolchain
	@rustup target list --installed | grep -qx $(WASM_TARGET) || rustup target add $(WASM_TARGET)

# Phony, since cargo knows better than make whether there is anything to do.
.PHONY: policy.wasm
policy.wasm: setup ## Build the policy
	@env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS $(CARGO) build --quiet --release --target $(WASM_TARGET) -p insecure-registry-policy
	@cp $(WASM) $@

.PHONY: run
run: policy.wasm ## Judge the examples, or your own: make run REQUEST=file SETTINGS=file
	@$(CARGO) run --quiet --bin insecure-registry-run -- --policy policy.wasm $(if $(SETTINGS),--settings $(SETTINGS)) $(REQUEST)

.PHONY: test
test: setup ## Run all tests
	$(CARGO) test --lib --bins --tests

.PHONY: bless
bless: setup ## Write the reviewed answers and the generated documentation anew; then look at the difference
	BLESS=1 INSTA_UPDATE=always $(CARGO) test --test suite

.PHONY: lint
lint: setup ## Check format and lints
	$(CARGO) fmt --all --check
	$(CARGO) clippy --all-targets -- --deny warnings
	$(CARGO) clippy --target $(WASM_TARGET) -p insecure-registry-policy -p floor-guest -- --deny warnings

.PHONY: bench
bench: setup ## Measure what a request costs, beside a guest that does nothing
	$(CARGO) bench --profile dev --bench figures

.PHONY: clean
clean: ## Remove what was built
	$(CARGO) clean
	rm -f policy.wasm
