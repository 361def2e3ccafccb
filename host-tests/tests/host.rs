//! Shows that the host can be believed: small guests, each with one habit, and what the report says of them.

use std::time::Duration;

use insecure_registry_host::guest;
use insecure_registry_host::host::{Call, CallOptions, Failure, HostCall, Policy, Script};

/// A guest of one page of memory, with the imports of the protocol and `body` behind them.
fn wat(body: &str) -> String {
    format!(
        r#"(module
            (import "wapc" "__guest_request" (func $request (param i32 i32)))
            (import "wapc" "__guest_response" (func $response (param i32 i32)))
            (import "wapc" "__guest_error" (func $error (param i32 i32)))
            (import "wapc" "__host_call"
                (func $host_call (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
            (import "wapc" "__host_response" (func $host_response (param i32)))
            (import "wapc" "__host_response_len" (func $host_response_len (result i32)))
            (import "wapc" "__host_error" (func $host_error (param i32)))
            (import "wapc" "__host_error_len" (func $host_error_len (result i32)))
            (import "wapc" "__console_log" (func $console (param i32 i32)))
            (import "wasi_snapshot_preview1" "fd_write"
                (func $fd_write (param i32 i32 i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
            (memory (export "memory") 1)
            {body})"#
    )
}

/// A guest whose `__guest_call` is `code`, with the operation's length in `$op` and the payload's in `$len`.
fn guest_call(code: &str) -> String {
    wat(&format!(r#"(func (export "__guest_call") (param $op i32) (param $len i32) (result i32) {code})"#))
}

fn load(wat: &str) -> Policy {
    Policy::load(&wat::parse_str(wat).unwrap()).unwrap_or_else(|error| panic!("{error}"))
}

fn call(wat: &str, options: &CallOptions) -> Call {
    load(wat).call("validate", b"payload", options)
}

fn answer(wat: &str) -> Result<String, Failure> {
    call(wat, &CallOptions::default()).answer.map(|bytes| String::from_utf8(bytes).unwrap())
}

fn load_error(wat: &str) -> String {
    Policy::load(&wat::parse_str(wat).unwrap()).unwrap_err().to_string()
}

/// Answers with the operation at 0 and the payload at 100.
const ECHO: &str = "(call $request (i32.const 0) (i32.const 100))
    (call $response (i32.const 100) (local.get $len))
    (i32.const 1)";

#[test]
fn a_guest_gets_operation_and_payload() {
    assert_eq!(answer(&guest_call(ECHO)), Ok("payload".to_owned()));
    let operation = guest_call(
        "(call $request (i32.const 0) (i32.const 100))
        (call $response (i32.const 0) (local.get $op))
        (i32.const 1)",
    );
    assert_eq!(answer(&operation), Ok("validate".to_owned()));
}

#[test]
fn a_guests_error_comes_through() {
    let guest = wat(r#"(data (i32.const 0) "no such luck")
        (func (export "__guest_call") (param i32 i32) (result i32)
            (call $error (i32.const 0) (i32.const 12))
            (i32.const 0))"#);
    let failure = answer(&guest).unwrap_err();
    assert_eq!(failure, Failure::Guest("no such luck".to_owned()));
    assert_eq!(failure.to_string(), "the guest refused the call: no such luck");
}

#[test]
fn an_answer_and_an_error_are_told_apart_by_the_status() {
    let both = |status| {
        wat(&format!(
            r#"(data (i32.const 0) "yes" "no")
            (func (export "__guest_call") (param i32 i32) (result i32)
                (call $response (i32.const 0) (i32.const 3))
                (call $error (i32.const 3) (i32.const 2))
                (i32.const {status}))"#
        ))
    };
    assert_eq!(answer(&both(1)), Ok("yes".to_owned()));
    assert_eq!(answer(&both(0)), Err(Failure::Guest("no".to_owned())));
    assert_eq!(answer(&guest_call("(i32.const 1)")), Err(Failure::Silent));
    assert_eq!(answer(&guest_call("(i32.const 0)")), Err(Failure::Silent));
}

#[test]
fn an_endless_loop_is_interrupted() {
    let options = CallOptions { deadline: Duration::from_millis(30), ..CallOptions::default() };
    let in_call = guest_call("(loop $again (br $again)) (unreachable)");
    assert_eq!(call(&in_call, &options).answer, Err(Failure::Deadline));
    for start in ["_start", "wapc_init"] {
        let in_start = wat(&format!(
            r#"(func (export "{start}") (loop $again (br $again)))
            (func (export "__guest_call") (param i32 i32) (result i32) (i32.const 1))"#
        ));
        assert_eq!(call(&in_start, &options).answer, Err(Failure::Deadline), "{start}");
    }
}

#[test]
fn memory_past_the_limit_is_refused() {
    let options = CallOptions { memory_limit: 4 * 65536, ..CallOptions::default() };
    // As a Rust guest does: it asks, and gives up when refused.
    let grow = |pages| {
        guest_call(&format!(
            "(if (i32.eq (memory.grow (i32.const {pages})) (i32.const -1)) (then (unreachable)))
            {ECHO}"
        ))
    };
    let within = call(&grow(3), &options);
    assert_eq!(within.answer, Ok(b"payload".to_vec()));
    assert_eq!(within.peak_memory, 4 * 65536);
    let beyond = call(&grow(4), &options);
    assert_eq!(beyond.answer, Err(Failure::Memory { wanted: 5 * 65536, limit: 4 * 65536 }));
    assert_eq!(beyond.peak_memory, 65536);
    let at_once = CallOptions { memory_limit: 1, ..CallOptions::default() };
    assert_eq!(call(&grow(0), &at_once).answer, Err(Failure::Memory { wanted: 65536, limit: 1 }));
}

/// Calls `kubewarden/oci/v1/x` with the payload `image`, and answers with what the host says.
const HOST_CALL: &str = r#"(data (i32.const 0) "kubewarden" "oci" "v1/x" "image")
    (func (export "__guest_call") (param i32 i32) (result i32)
        (if (result i32)
            (call $host_call (i32.const 0) (i32.const 10) (i32.const 10) (i32.const 3)
                (i32.const 13) (i32.const 4) (i32.const 17) (i32.const 5))
            (then
                (call $host_response (i32.const 100))
                (call $response (i32.const 100) (call $host_response_len))
                (i32.const 1))
            (else
                (call $host_error (i32.const 100))
                (call $error (i32.const 100) (call $host_error_len))
                (i32.const 0))))"#;

#[test]
fn host_calls_are_answered_from_the_script_and_recorded() {
    let guest = load(&wat(HOST_CALL));
    let unscripted = "host call `kubewarden/oci/v1/x` is not allowed";
    let rows = [
        (Script::new().answer("kubewarden", "oci", "v1/x", Ok(b"digest".to_vec())), Ok(b"digest".to_vec())),
        (Script::new().answer("kubewarden", "oci", "v1/x", Err("not found".to_owned())), Err("not found".to_owned())),
        (Script::new().answer("kubewarden", "oci", "v1/y", Ok(Vec::new())), Err(unscripted.to_owned())),
        (Script::new(), Err(unscripted.to_owned())),
    ];
    for (script, expected) in rows {
        let options = CallOptions { script, ..CallOptions::default() };
        let call = guest.call("validate", b"", &options);
        assert_eq!(call.answer, expected.clone().map_err(Failure::Guest));
        assert_eq!(
            call.host_calls,
            [HostCall {
                binding: "kubewarden".to_owned(),
                namespace: "oci".to_owned(),
                operation: "v1/x".to_owned(),
                payload: b"image".to_vec(),
                answer: expected,
            }]
        );
    }
}

#[test]
fn wild_pointers_stop_the_guest_and_not_the_host() {
    let rows = [
        (
            "(call $request (i32.const 0) (i32.const 65530))",
            "7 bytes at 0xfffa are not all within its memory of 65536 bytes",
        ),
        (
            "(call $request (i32.const -1) (i32.const 0))",
            "8 bytes at 0xffffffff are not all within its memory of 65536 bytes",
        ),
        (
            "(call $response (i32.const 65536) (i32.const 1))",
            "1 bytes at 0x10000 are not all within its memory of 65536 bytes",
        ),
        (
            "(call $response (i32.const 16) (i32.const -1))",
            "4294967295 bytes at 0x10 are not all within its memory of 65536 bytes",
        ),
        (
            "(call $error (i32.const -8) (i32.const 16))",
            "16 bytes at 0xfffffff8 are not all within its memory of 65536 bytes",
        ),
        (
            "(call $console (i32.const 0x7fffffff) (i32.const 0x7fffffff))",
            "2147483647 bytes at 0x7fffffff are not all within its memory of 65536 bytes",
        ),
        (
            "(drop (call $host_call (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)
                (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 65537)))",
            "65537 bytes at 0x0 are not all within its memory of 65536 bytes",
        ),
        (
            "(i32.store8 (i32.const 0) (i32.const 255)) (call $error (i32.const 0) (i32.const 1))",
            "the guest's error is not UTF-8",
        ),
        (
            "(drop (call $random (i32.const 65535) (i32.const 2)))",
            "2 bytes at 0xffff are not all within its memory of 65536 bytes",
        ),
        (
            "(drop (call $fd_write (i32.const 1) (i32.const 65532) (i32.const 1) (i32.const 0)))",
            "8 bytes at 0xfffc are not all within its memory of 65536 bytes",
        ),
        (
            "(i32.store (i32.const 4) (i32.const -1)) (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))",
            "4294967295 bytes at 0x0 are not all within its memory of 65536 bytes",
        ),
    ];
    for (code, cause) in rows {
        let guest = guest_call(&format!("{code} (i32.const 1)"));
        assert_eq!(answer(&guest), Err(Failure::Trap(cause.to_owned())), "{code}");
    }
    // Empty ranges at the very end are fine.
    let edge = guest_call("(call $response (i32.const 65536) (i32.const 0)) (i32.const 1)");
    assert_eq!(answer(&edge), Ok(String::new()));
}

#[test]
fn a_trap_is_named() {
    assert_eq!(
        answer(&guest_call("(unreachable)")),
        Err(Failure::Trap("wasm trap: wasm `unreachable` instruction executed".to_owned()))
    );
    assert_eq!(answer(&guest_call("(call $exit (i32.const 3)) (i32.const 1)")), Err(Failure::Exit(3)));
}

#[test]
fn what_is_no_policy_is_not_loaded() {
    let rows = [
        (
            wat(r#"(func (export "opa_eval"))"#),
            "the module exports `opa_eval`: the policy server would run it as a rego policy",
        ),
        ("(module)".to_owned(), "the module does not export `memory` as a memory"),
        (
            wat(r#"(func (export "__guest_call") (param i32) (result i32) (i32.const 1))"#),
            "the module does not export `__guest_call` as a function of two i32 that returns an i32",
        ),
        (
            r#"(module
                (import "env" "now" (func))
                (memory (export "memory") 1)
                (func (export "__guest_call") (param i32 i32) (result i32) (i32.const 1)))"#
                .to_owned(),
            "the module needs what this host does not offer: unknown import: `env::now` has not been defined",
        ),
        (
            r#"(module
                (import "wasi_snapshot_preview1" "path_open" (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
                (memory (export "memory") 1)
                (func (export "__guest_call") (param i32 i32) (result i32) (i32.const 1)))"#
                .to_owned(),
            "the module needs what this host does not offer: unknown import: `wasi_snapshot_preview1::path_open` has not been defined",
        ),
    ];
    for (guest, message) in rows {
        assert_eq!(load_error(&guest), message);
    }
    let error = Policy::load(b"no wasm at all").unwrap_err().to_string();
    assert!(error.starts_with("not a valid wasm module: "), "{error}");
}

#[test]
fn starts_are_run_in_order_and_initialize_is_not() {
    let start = |name, letter: char| {
        let letter = u32::from(letter);
        format!(
            r#"(func (export "{name}")
                (i32.store8 (global.get $at) (i32.const {letter}))
                (global.set $at (i32.add (global.get $at) (i32.const 1))))"#
        )
    };
    let report = r#"(global $at (mut i32) (i32.const 0))
        (func (export "__guest_call") (param i32 i32) (result i32)
            (call $response (i32.const 0) (global.get $at))
            (i32.const 1))"#;
    let init = start("wapc_init", 'w');
    let all = [start("_initialize", 'i'), init.clone(), start("_start", 's')].concat();
    assert_eq!(answer(&wat(&format!("{report}{all}"))), Ok("sw".to_owned()));
    assert_eq!(answer(&wat(&format!("{report}{init}"))), Ok("w".to_owned()));
    assert_eq!(answer(&wat(report)), Ok(String::new()));
}

#[test]
fn a_start_may_exit_with_success_only() {
    let exit = |status| {
        wat(&format!(
            r#"(func (export "_start") (call $exit (i32.const {status})))
            (func (export "__guest_call") (param i32 i32) (result i32)
                (call $response (i32.const 0) (i32.const 0))
                (i32.const 1))"#
        ))
    };
    assert_eq!(answer(&exit(0)), Ok(String::new()));
    assert_eq!(answer(&exit(1)), Err(Failure::Exit(1)));
}

#[test]
fn each_call_has_a_memory_of_its_own() {
    let counter = load(&guest_call(
        "(i32.store8 (i32.const 0) (i32.add (i32.load8_u (i32.const 0)) (i32.const 1)))
        (call $response (i32.const 0) (i32.const 1))
        (i32.const 1)",
    ));
    for _ in 0..3 {
        let call = counter.call("validate", b"", &CallOptions::default());
        assert_eq!(call.answer, Ok(vec![1]));
    }
}

#[test]
fn output_is_captured() {
    let write = |descriptor| {
        wat(&format!(
            r#"(data (i32.const 0) "\08\00\00\00" "\05\00\00\00" "hello")
            (func (export "__guest_call") (param i32 i32) (result i32)
                (drop (call $fd_write (i32.const {descriptor}) (i32.const 0) (i32.const 1) (i32.const 32)))
                (call $console (i32.const 8) (i32.const 4))
                (call $response (i32.const 8) (i32.const 5))
                (i32.const 1))"#
        ))
    };
    let to_stdout = call(&write(1), &CallOptions::default());
    assert_eq!((to_stdout.stdout.as_slice(), to_stdout.stderr.as_slice()), (b"hello".as_slice(), b"".as_slice()));
    assert_eq!(to_stdout.console, ["hell"]);
    let to_stderr = call(&write(2), &CallOptions::default());
    assert_eq!((to_stderr.stdout.as_slice(), to_stderr.stderr.as_slice()), (b"".as_slice(), b"hello".as_slice()));
}

/// A megabyte of output is kept; who writes on is stopped.
#[test]
fn a_guest_that_writes_without_end_is_stopped() {
    let endless = guest_call(
        "(i32.store (i32.const 4) (i32.const 65536))
        (loop $again (drop (call $fd_write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 8))) (br $again))
        (unreachable)",
    );
    assert_eq!(answer(&endless), Err(Failure::Trap("it writes too much to its output".to_owned())));
    // To a file that is not open it writes nothing, and is told so.
    let nowhere = guest_call(
        "(i32.store8 (i32.const 100) (call $fd_write (i32.const 3) (i32.const 0) (i32.const 1) (i32.const 8)))
        (call $response (i32.const 100) (i32.const 1)) (i32.const 1)",
    );
    assert_eq!(answer(&nowhere), Ok("\u{8}".to_owned()));
}

#[test]
fn instructions_are_counted_from_the_start() {
    let guest = load(&wat(r#"(func (export "wapc_init") (drop (i32.const 1)) (drop (i32.const 2)))
        (func (export "__guest_call") (param i32 i32) (result i32)
            (call $response (i32.const 0) (i32.const 0))
            (i32.const 1))"#));
    let options = CallOptions::default();
    let first = guest.call("validate", b"", &options);
    assert_eq!((first.start_instructions, first.instructions), (3, 8));
    assert!(first.start > Duration::ZERO && first.call > Duration::ZERO);
    let metered = guest.meter("validate", b"", &options);
    assert_eq!((metered.start_instructions, metered.instructions), (3, 8));
    assert_eq!((metered.start, metered.call), (Duration::ZERO, Duration::ZERO));
    let timed = guest.time("validate", b"");
    assert_eq!(timed.answer, Ok(Vec::new()));
    assert!(timed.start > Duration::ZERO && timed.call > Duration::ZERO);
}

#[test]
fn an_answer_that_depends_on_chance_is_found_out() {
    let dice = guest_call(
        "(drop (call $random (i32.const 0) (i32.const 16)))
        (call $response (i32.const 0) (i32.const 16))
        (i32.const 1)",
    );
    let failure = answer(&dice).unwrap_err();
    assert_eq!(failure.to_string(), "two runs of the same call gave different answers");
}

#[test]
fn the_floor_answers() {
    let floor = Policy::load(guest::floor()).unwrap();
    for (operation, expected) in [
        ("validate", r#"{"accepted":true}"#),
        ("validate_settings", r#"{"valid":true}"#),
        ("protocol_version", r#""v1""#),
    ] {
        let call = floor.call(operation, b"{}", &CallOptions::default());
        assert_eq!(call.answer, Ok(expected.as_bytes().to_vec()), "{operation}");
        assert_eq!((call.stdout, call.stderr, call.console), (Vec::new(), Vec::new(), Vec::new()));
        assert_eq!(call.instructions, floor.meter(operation, b"{}", &CallOptions::default()).instructions);
    }
    let refusal = "No handler registered for function mutate";
    assert_eq!(floor.call("mutate", b"", &CallOptions::default()).answer, Err(Failure::Guest(refusal.to_owned())));
}

#[test]
fn a_bulk_instruction_counts_by_the_byte() {
    let fill = |bytes| {
        let guest = guest_call(&format!("(memory.fill (i32.const 0) (i32.const 0) (i32.const {bytes})) (i32.const 0)"));
        call(&guest, &CallOptions::default()).instructions
    };
    assert_eq!(fill(60_000) - fill(0), 60_000);
}
