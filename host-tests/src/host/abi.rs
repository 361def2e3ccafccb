//! The nine functions of the `wapc` module, and what passes through them during one call.
//!
//! Every pointer and length comes from the guest and may be anything. A range outside of the guest's memory, or text that
//! is not UTF-8, stops the guest; it must never stop the host.

use std::fmt;

use wasmtime::{Caller, Extern, Linker, Memory};

use super::{Failure, HostCall, Script, State};

/// The import module of the protocol.
const MODULE: &str = "wapc";

/// What the host knows of one call.
pub(super) struct Exchange {
    operation: Vec<u8>,
    payload: Vec<u8>,
    script: Script,
    response: Option<Vec<u8>>,
    error: Option<String>,
    /// The answer to the last host call.
    host: Option<Result<Vec<u8>, String>>,
    pub(super) console: Vec<String>,
    pub(super) host_calls: Vec<HostCall>,
}

impl Exchange {
    pub(super) fn new(operation: &str, payload: &[u8], script: Script) -> Self {
        Self {
            operation: operation.as_bytes().to_vec(),
            payload: payload.to_vec(),
            script,
            response: None,
            error: None,
            host: None,
            console: Vec::new(),
            host_calls: Vec::new(),
        }
    }

    /// What the call led to, once `__guest_call` has returned `status`: 0 says that it failed, anything else that there is
    /// a response, in whose place an error counts as well.
    pub(super) fn outcome(&mut self, status: u32) -> Result<Vec<u8>, Failure> {
        match (status, self.response.take(), self.error.take()) {
            (1.., Some(response), _) => Ok(response),
            (_, _, Some(text)) => Err(Failure::Guest(text)),
            (_, _, None) => Err(Failure::Silent),
        }
    }

    /// Takes a host call, and returns what the guest is told: 1 for success.
    fn host_call(&mut self, name: [String; 3], payload: Vec<u8>) -> u32 {
        let [binding, namespace, operation] = name;
        let answer = self.script.find(&binding, &namespace, &operation);
        self.host = Some(answer.clone());
        let status = u32::from(answer.is_ok());
        self.host_calls.push(HostCall { binding, namespace, operation, payload, answer });
        status
    }

    fn host_response(&self) -> &[u8] {
        match &self.host {
            Some(Ok(response)) => response,
            _ => &[],
        }
    }

    fn host_error(&self) -> &[u8] {
        match &self.host {
            Some(Err(message)) => message.as_bytes(),
            _ => &[],
        }
    }
}

/// A function of the host that the guest called with arguments that make no sense.
#[derive(Debug)]
pub(super) enum Misuse {
    Range {
        start: u32,
        len: usize,
        memory: usize,
    },
    Text(&'static str),
    NoMemory,
    /// It wrote more than is kept.
    Output,
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range { start, len, memory } => {
                write!(f, "{len} bytes at {start:#x} are not all within its memory of {memory} bytes")
            }
            Self::Text(what) => write!(f, "{what} is not UTF-8"),
            Self::NoMemory => f.write_str("it has no memory"),
            Self::Output => f.write_str("it writes too much to its output"),
        }
    }
}

impl std::error::Error for Misuse {}

/// Offers the functions to guests.
pub(super) fn add_to_linker(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    linker.func_wrap(MODULE, "__guest_request", |mut caller: Caller<'_, State>, operation: u32, payload: u32| {
        give(&mut caller, payload, |exchange| &exchange.payload)?;
        give(&mut caller, operation, |exchange| &exchange.operation)
    })?;
    linker.func_wrap(MODULE, "__guest_response", |mut caller: Caller<'_, State>, start: u32, len: u32| {
        let response = read(&mut caller, start, len)?;
        caller.data_mut().exchange.response = Some(response);
        Ok(())
    })?;
    linker.func_wrap(MODULE, "__guest_error", |mut caller: Caller<'_, State>, start: u32, len: u32| {
        let text = read_text(&mut caller, start, len, "the guest's error")?;
        caller.data_mut().exchange.error = Some(text);
        Ok(())
    })?;
    linker.func_wrap(
        MODULE,
        "__host_call",
        |mut caller: Caller<'_, State>,
         binding: u32,
         binding_len: u32,
         namespace: u32,
         namespace_len: u32,
         operation: u32,
         operation_len: u32,
         payload: u32,
         payload_len: u32| {
            let name = [
                read_text(&mut caller, binding, binding_len, "a host call's binding")?,
                read_text(&mut caller, namespace, namespace_len, "a host call's namespace")?,
                read_text(&mut caller, operation, operation_len, "a host call's operation")?,
            ];
            let payload = read(&mut caller, payload, payload_len)?;
            Ok(caller.data_mut().exchange.host_call(name, payload))
        },
    )?;
    linker.func_wrap(MODULE, "__host_response_len", |caller: Caller<'_, State>| {
        super::length(caller.data().exchange.host_response())
    })?;
    linker.func_wrap(MODULE, "__host_response", |mut caller: Caller<'_, State>, start: u32| {
        give(&mut caller, start, Exchange::host_response)
    })?;
    linker.func_wrap(MODULE, "__host_error_len", |caller: Caller<'_, State>| {
        super::length(caller.data().exchange.host_error())
    })?;
    linker.func_wrap(MODULE, "__host_error", |mut caller: Caller<'_, State>, start: u32| {
        give(&mut caller, start, Exchange::host_error)
    })?;
    linker.func_wrap(MODULE, "__console_log", |mut caller: Caller<'_, State>, start: u32, len: u32| {
        let line = read_text(&mut caller, start, len, "a console line")?;
        caller.data_mut().exchange.console.push(line);
        Ok(())
    })?;
    Ok(())
}

fn memory(caller: &mut Caller<'_, State>) -> wasmtime::Result<Memory> {
    caller.get_export("memory").and_then(Extern::into_memory).ok_or_else(|| wasmtime::Error::new(Misuse::NoMemory))
}

/// Copies a range of the guest's memory. Nothing is allocated for a range that is not there.
pub(super) fn read(caller: &mut Caller<'_, State>, start: u32, len: u32) -> wasmtime::Result<Vec<u8>> {
    let data = memory(caller)?.data(&*caller);
    let len = len as usize;
    data.get(start as usize..)
        .and_then(|rest| rest.get(..len))
        .map(<[u8]>::to_vec)
        .ok_or_else(|| out_of_range(start, len, data.len()))
}

fn read_text(caller: &mut Caller<'_, State>, start: u32, len: u32, what: &'static str) -> wasmtime::Result<String> {
    String::from_utf8(read(caller, start, len)?).map_err(|_| wasmtime::Error::new(Misuse::Text(what)))
}

/// Copies what `of` takes out of the exchange to the guest's memory.
fn give(caller: &mut Caller<'_, State>, start: u32, of: impl Fn(&Exchange) -> &[u8]) -> wasmtime::Result<()> {
    let (data, state) = memory(caller)?.data_and_store_mut(caller);
    copy(data, start, of(&state.exchange))
}

/// Copies bytes to the guest's memory.
pub(super) fn write(caller: &mut Caller<'_, State>, start: u32, bytes: &[u8]) -> wasmtime::Result<()> {
    copy(memory(caller)?.data_mut(caller), start, bytes)
}

fn copy(memory: &mut [u8], start: u32, bytes: &[u8]) -> wasmtime::Result<()> {
    let size = memory.len();
    memory
        .get_mut(start as usize..)
        .and_then(|rest| rest.get_mut(..bytes.len()))
        .ok_or_else(|| out_of_range(start, bytes.len(), size))?
        .copy_from_slice(bytes);
    Ok(())
}

fn out_of_range(start: u32, len: usize, memory: usize) -> wasmtime::Error {
    wasmtime::Error::new(Misuse::Range { start, len, memory })
}
