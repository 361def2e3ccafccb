//! Runs one call of a waPC guest the way the policy server does, and reports what it cost.
//!
//! Why not the crates that the policy server uses (`kubewarden/` compares with them): they cannot count instructions, their
//! guests write to the process's own stdout, and a wild guest pointer brings the host down.
//!
//! A policy is compiled twice. The *timed* engine is the policy server's: wasmtime's defaults and interruption by epoch. The
//! *metered* engine also counts fuel, which is what tests and budgets compare, since it is the same number on every machine.
//! Counting slows the code down, so it is never the one timed, and is not optimised.
//!
//! Nothing is kept from one call to the next: each gets a store, an instance and a memory of its own.

use std::collections::BTreeMap;
use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

use wasmtime::{
    Engine, ExternType, InstancePre, Linker, Module, OptLevel, ResourceLimiter, Store, Trap, TypedFunc, ValType,
};

mod abi;
mod wasi;

use wasi::{Exit, Wasi};

/// The export through which every operation goes: `(operation length, payload length) -> 1 or 0`.
const GUEST_CALL: &str = "__guest_call";

/// What the host runs before the call, in this order, each only if it is exported. `_initialize` is not among them, as it
/// is not with [Kubewarden](https://docs.rs/wapc/2.2.0/wapc/wapc_functions/constant.REQUIRED_STARTS.html).
const STARTS: [&str; 2] = ["_start", "wapc_init"];

/// How often the epoch advances, and so how exact a deadline is. The policy server ticks once a second.
const TICK: Duration = Duration::from_millis(10);

/// More table elements than any guest of a few megabytes needs.
const TABLE_LIMIT: usize = 100_000;

/// Why a module cannot be a policy at all.
#[derive(Debug)]
pub enum Error {
    /// The bytes are no WebAssembly that the engine accepts.
    Compile(String),
    /// The module exports this name, which makes the policy server take it for a Rego module.
    Rego(String),
    /// The module lacks an export of the protocol, or has it with another type.
    Export {
        /// The name of the export.
        name: &'static str,
        /// The type that the protocol wants.
        expected: &'static str,
    },
    /// The module imports something that is not offered here: what the policy server does not have either, or a function of WASI that
    /// policies in Rust do without.
    Import(String),
    /// The machine refused something to the engine: memory, a thread.
    Engine(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compile(cause) => write!(f, "not a valid wasm module: {cause}"),
            Self::Rego(name) => {
                write!(f, "the module exports `{name}`: the policy server would run it as a rego policy")
            }
            Self::Export { name, expected } => {
                write!(f, "the module does not export `{name}` as {expected}")
            }
            Self::Import(cause) => {
                write!(f, "the module needs what this host does not offer: {cause}")
            }
            Self::Engine(cause) => write!(f, "the engine cannot start: {cause}"),
        }
    }
}

impl std::error::Error for Error {}

/// Why a call has no answer. The policy server turns each of these into a refusal with code 500.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The guest refused the call; this is the text it gave, which reaches the user.
    Guest(String),
    /// The guest was stopped: it trapped, or it misused a function of the host.
    Trap(String),
    /// The guest left through WASI's `proc_exit` with this status.
    Exit(i32),
    /// The guest ran past [`CallOptions::deadline`].
    Deadline,
    /// The guest was stopped after the host had refused it memory.
    Memory {
        /// The bytes of linear memory that the guest wanted in all.
        wanted: usize,
        /// [`CallOptions::memory_limit`].
        limit: usize,
    },
    /// The guest returned without giving either an answer or an error.
    Silent,
    /// Two runs of the same call, with different random numbers, gave different answers.
    Unsteady {
        /// The answer of the metered run.
        metered: Vec<u8>,
        /// The answer of the timed run.
        timed: Vec<u8>,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Guest(text) => write!(f, "the guest refused the call: {text}"),
            Self::Trap(cause) => write!(f, "the guest was stopped: {cause}"),
            Self::Exit(status) => write!(f, "the guest exited with status {status}"),
            Self::Deadline => f.write_str("the guest ran past its deadline"),
            Self::Memory { wanted, limit } => {
                write!(f, "the guest wanted {wanted} bytes of memory; the limit is {limit}")
            }
            Self::Silent => f.write_str("the guest gave neither an answer nor an error"),
            Self::Unsteady { .. } => f.write_str("two runs of the same call gave different answers"),
        }
    }
}

impl std::error::Error for Failure {}

/// Answers to host calls, by binding, namespace and operation. A call that is not in the table is refused with an error
/// that names it.
#[derive(Debug, Clone, Default)]
pub struct Script(BTreeMap<[String; 3], Result<Vec<u8>, String>>);

impl Script {
    /// A table without entries, which refuses every host call.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the answer to a host call: bytes, or the message of a refusal. The last one added for a call counts.
    #[must_use]
    pub fn answer(mut self, binding: &str, namespace: &str, operation: &str, answer: Result<Vec<u8>, String>) -> Self {
        self.0.insert([binding, namespace, operation].map(str::to_owned), answer);
        self
    }

    fn find(&self, binding: &str, namespace: &str, operation: &str) -> Result<Vec<u8>, String> {
        self.0
            .get(&[binding, namespace, operation].map(str::to_owned))
            .cloned()
            .unwrap_or_else(|| Err(format!("host call `{binding}/{namespace}/{operation}` is not allowed")))
    }
}

/// A host call as the guest made it, and what it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostCall {
    /// `kubewarden` for every call that the policy server knows.
    pub binding: String,
    /// `kubernetes`, `oci`, `tracing`, …
    pub namespace: String,
    /// `get_resource`, `v1/oci_manifest`, `log`, …
    pub operation: String,
    /// What the guest sent along.
    pub payload: Vec<u8>,
    /// What [`Script`] had for it.
    pub answer: Result<Vec<u8>, String>,
}

/// The surroundings of a call. The default is the policy server's, with a limit on memory that it does not have.
#[derive(Debug, Clone)]
pub struct CallOptions {
    /// The answers to host calls.
    pub script: Script,
    /// How long each of the starts and the call may run, to within 20 ms.
    pub deadline: Duration,
    /// The most linear memory that the guest may have, in bytes.
    pub memory_limit: usize,
    /// The time that the guest is told.
    pub time: HostTime,
}

/// What a guest that asks for the time is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostTime {
    /// The time.
    Now,
    /// So long after the beginning of 1970 in UTC.
    At(Duration),
    /// An error.
    Unknown,
}

impl Default for CallOptions {
    fn default() -> Self {
        Self {
            script: Script::new(),
            deadline: Duration::from_secs(2),
            memory_limit: 64 * 1024 * 1024,
            time: HostTime::Now,
        }
    }
}

/// What a call answered and what it cost.
#[derive(Debug, Clone)]
pub struct Call {
    /// The bytes that the guest answered.
    pub answer: Result<Vec<u8>, Failure>,
    /// Fuel used by the starts and the call: one for each WebAssembly instruction, and one for each byte that a bulk
    /// instruction (`memory.copy`, `memory.fill`) touches; none for `drop`, `block` and the like. The same for the same
    /// module and payload, on every machine, as the guest's random numbers are fixed while it is metered.
    pub instructions: u64,
    /// The part of [`Self::instructions`] that was spent before the call.
    pub start_instructions: u64,
    /// Bytes of linear memory at the end, which is also the most there was: it never shrinks. 0 if there was no instance.
    pub peak_memory: usize,
    /// From nothing to a guest that is ready: store, WASI, instance, `_start`, `wapc_init`.
    pub start: Duration,
    /// From `__guest_call` to its return.
    pub call: Duration,
    /// Lines that the guest gave to `__console_log`.
    pub console: Vec<String>,
    /// Host calls, in order.
    pub host_calls: Vec<HostCall>,
    /// What the guest wrote to its stdout. With the policy server this goes to the server's own.
    pub stdout: Vec<u8>,
    /// What the guest wrote to its stderr.
    pub stderr: Vec<u8>,
}

/// How long a call took, with the engine settings of the policy server.
#[derive(Debug, Clone)]
pub struct Timing {
    /// As [`Call::start`].
    pub start: Duration,
    /// As [`Call::call`].
    pub call: Duration,
    /// A time is worth nothing without the answer it led to.
    pub answer: Result<Vec<u8>, Failure>,
}

/// A compiled guest.
pub struct Policy {
    timed: Compiled,
    metered: Compiled,
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Policy").finish_non_exhaustive()
    }
}

impl Policy {
    /// Compiles a module with both engines, and checks what can be checked without running it.
    pub fn load(wasm: &[u8]) -> Result<Self, Error> {
        let timed = Compiled::new(wasm, false)?;
        let metered = Compiled::new(wasm, true)?;
        tick([&timed.engine, &metered.engine]).map_err(|error| Error::Engine(error.to_string()))?;
        Ok(Self { timed, metered })
    }

    /// Makes a call with each engine: [`Self::meter`], with the two times filled in.
    ///
    /// The timed run is left out, and the times are zero, if the metered one ran into its deadline.
    pub fn call(&self, operation: &str, payload: &[u8], options: &CallOptions) -> Call {
        let mut call = self.meter(operation, payload, options);
        if call.answer == Err(Failure::Deadline) {
            return call;
        }
        let timed = self.timed.run(operation, payload, options);
        call.start = timed.start;
        call.call = timed.call;
        if let (Ok(metered), Ok(timed)) = (&call.answer, timed.answer)
            && *metered != timed
        {
            call.answer = Err(Failure::Unsteady { metered: metered.clone(), timed });
        }
        call
    }

    /// Makes a call with the metered engine only. The two times are zero.
    pub fn meter(&self, operation: &str, payload: &[u8], options: &CallOptions) -> Call {
        Call { start: Duration::ZERO, call: Duration::ZERO, ..self.metered.run(operation, payload, options) }
    }

    /// Makes a call with the timed engine only, and with the default options.
    pub fn time(&self, operation: &str, payload: &[u8]) -> Timing {
        let call = self.timed.run(operation, payload, &CallOptions::default());
        Timing { start: call.start, call: call.call, answer: call.answer }
    }
}

/// An engine with epoch interruption, which is how the policy server configures it, and with fuel if `metered`.
pub fn engine(metered: bool) -> wasmtime::Result<Engine> {
    let mut config = wasmtime::Config::new();
    config.epoch_interruption(true);
    config.consume_fuel(metered);
    if metered {
        // Fuel counts the module's instructions, however they are compiled; and this is sooner.
        config.cranelift_opt_level(OptLevel::None);
    }
    Engine::new(&config)
}

/// Advances the epoch of these engines from a thread that ends with the last of them.
pub fn tick<const N: usize>(engines: [&Engine; N]) -> std::io::Result<()> {
    let engines = engines.map(Engine::weak);
    thread::Builder::new().name("epoch".to_owned()).spawn(move || {
        loop {
            thread::sleep(TICK);
            let mut alive = false;
            for engine in engines.iter().filter_map(wasmtime::EngineWeak::upgrade) {
                engine.increment_epoch();
                alive = true;
            }
            if !alive {
                break;
            }
        }
    })?;
    Ok(())
}

/// A deadline in epochs: rounded up, and one more since the current one has already begun.
pub fn epochs(deadline: Duration) -> u64 {
    let ticks = deadline.as_nanos().div_ceil(TICK.as_nanos());
    u64::try_from(ticks).unwrap_or(u64::MAX / 2).saturating_add(1)
}

/// A guest compiled by one of the two engines.
struct Compiled {
    engine: Engine,
    pre: InstancePre<State>,
    metered: bool,
}

impl Compiled {
    fn new(wasm: &[u8], metered: bool) -> Result<Self, Error> {
        let engine = engine(metered).map_err(|error| Error::Engine(format!("{error:#}")))?;
        let module = Module::new(&engine, wasm).map_err(|error| Error::Compile(format!("{error:#}")))?;
        check_exports(&module)?;
        let mut linker = Linker::new(&engine);
        wasi::add_to_linker(&mut linker)
            .and_then(|()| abi::add_to_linker(&mut linker))
            .map_err(|error| Error::Engine(format!("{error:#}")))?;
        let pre = linker.instantiate_pre(&module).map_err(|error| Error::Import(format!("{error:#}")))?;
        Ok(Self { engine, pre, metered })
    }

    fn run(&self, operation: &str, payload: &[u8], options: &CallOptions) -> Call {
        let lengths = (length(operation.as_bytes()), length(payload));
        let exchange = abi::Exchange::new(operation, payload, options.script.clone());

        let started = Instant::now();
        let mut store = Store::new(
            &self.engine,
            State {
                // A hash map seeded at random takes a few instructions more or less each time.
                wasi: Wasi::new(self.metered, options.time),
                exchange,
                limits: Limits { memory: options.memory_limit, granted: 0, refused: None },
            },
        );
        store.limiter(|state| &mut state.limits);
        let ready = self.start(&mut store, options);
        let start = started.elapsed();
        let start_instructions = self.fuel_used(&store);

        let (returned, call) = match ready {
            Ok(guest_call) => {
                let called = Instant::now();
                let returned = invoke(&mut store, &guest_call, lengths, options);
                (returned, called.elapsed())
            }
            Err(failure) => (Err(failure), Duration::ZERO),
        };
        let instructions = self.fuel_used(&store);

        let State { wasi, limits, mut exchange } = store.into_data();
        let answer = match (returned, limits.refused) {
            // A Rust guest aborts when it gets no memory, which by itself looks like any other trap.
            (Err(Failure::Trap(_)), Some(wanted)) => Err(Failure::Memory { wanted, limit: limits.memory }),
            (Err(failure), _) => Err(failure),
            (Ok(status), _) => exchange.outcome(status),
        };
        Call {
            answer,
            instructions,
            start_instructions,
            peak_memory: limits.granted,
            start,
            call,
            console: exchange.console,
            host_calls: exchange.host_calls,
            stdout: wasi.stdout,
            stderr: wasi.stderr,
        }
    }

    /// Brings a guest to the point where it can be called.
    fn start(&self, store: &mut Store<State>, options: &CallOptions) -> Result<TypedFunc<(u32, u32), u32>, Failure> {
        if self.metered {
            store.set_fuel(u64::MAX).map_err(|error| Failure::Trap(error.to_string()))?;
        }
        store.set_epoch_deadline(epochs(options.deadline));
        let instance = self.pre.instantiate(&mut *store).map_err(|error| stopped(&error))?;
        for name in STARTS {
            let Some(start) = instance.get_func(&mut *store, name) else {
                continue;
            };
            store.set_epoch_deadline(epochs(options.deadline));
            match start.typed::<(), ()>(&*store).and_then(|start| start.call(&mut *store, ())) {
                Ok(()) => {}
                // TinyGo's `main` leaves through `proc_exit(0)`, and its guest can be called all the same.
                Err(error) if matches!(error.downcast_ref(), Some(Exit(0))) => {}
                Err(error) => return Err(stopped(&error)),
            }
        }
        instance.get_typed_func(store, GUEST_CALL).map_err(|error| stopped(&error))
    }

    fn fuel_used(&self, store: &Store<State>) -> u64 {
        if self.metered { store.get_fuel().map_or(0, |left| u64::MAX - left) } else { 0 }
    }
}

/// Whether the module exports what the host calls, and nothing that makes it another kind of policy.
fn check_exports(module: &Module) -> Result<(), Error> {
    if let Some(export) = module.exports().find(|export| export.name().starts_with("opa_")) {
        return Err(Error::Rego(export.name().to_owned()));
    }
    if !matches!(module.get_export("memory"), Some(ExternType::Memory(_))) {
        return Err(Error::Export { name: "memory", expected: "a memory" });
    }
    let is_guest_call = match module.get_export(GUEST_CALL) {
        Some(ExternType::Func(function)) => {
            let is_i32 = |ty: ValType| matches!(ty, ValType::I32);
            function.params().len() == 2
                && function.results().len() == 1
                && function.params().all(is_i32)
                && function.results().all(is_i32)
        }
        _ => false,
    };
    if is_guest_call {
        Ok(())
    } else {
        Err(Error::Export { name: GUEST_CALL, expected: "a function of two i32 that returns an i32" })
    }
}

/// The length as the guest sees it. A payload of 4 GiB fits no guest; this one then fails on the memory for it.
fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

fn invoke(
    store: &mut Store<State>,
    guest_call: &TypedFunc<(u32, u32), u32>,
    lengths: (u32, u32),
    options: &CallOptions,
) -> Result<u32, Failure> {
    store.set_epoch_deadline(epochs(options.deadline));
    guest_call.call(store, lengths).map_err(|error| stopped(&error))
}

/// Tells the reasons apart for which the engine stops a guest.
fn stopped(error: &wasmtime::Error) -> Failure {
    if let Some(Exit(status)) = error.downcast_ref() {
        return Failure::Exit(*status);
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::Interrupt) => Failure::Deadline,
        Some(trap) => Failure::Trap(trap.to_string()),
        None => Failure::Trap(error.root_cause().to_string()),
    }
}

/// What belongs to one instance.
struct State {
    wasi: Wasi,
    exchange: abi::Exchange,
    limits: Limits,
}

/// Grants memory up to a limit, and remembers what became of it.
struct Limits {
    memory: usize,
    granted: usize,
    refused: Option<usize>,
}

impl ResourceLimiter for Limits {
    fn memory_growing(&mut self, _current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        if desired > self.memory {
            self.refused = Some(desired);
            return Ok(false);
        }
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        self.granted = desired;
        Ok(true)
    }

    fn table_growing(&mut self, _current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= TABLE_LIMIT)
    }
}
