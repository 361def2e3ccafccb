//! The functions of WASI preview 1 that policies in Rust import: the standard library asks for random numbers and for variables of the
//! environment, of which there are none, and writes what a panic says; a policy may ask for the time.
//!
//! There are few of them, and `wasmtime-wasi` brings forty crates along. `kubewarden/` runs the same guests with it. A guest
//! that imports another function is refused by its name.

use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

use wasmtime::{Caller, Linker};

use super::abi::{self, Misuse};
use super::{HostTime, State};

const MODULE: &str = "wasi_snapshot_preview1";

/// Error numbers of WASI.
const SUCCESS: u32 = 0;
const BADF: u32 = 8;
const INVAL: u32 = 28;

/// The only clock here.
const REALTIME: u32 = 0;

/// As much output of a guest as is kept. A guest that writes more is stopped with a trap.
const OUTPUT_LIMIT: usize = 1024 * 1024;

/// What WASI knows of one call.
pub(super) struct Wasi {
    /// Whether random numbers are the same in each call.
    is_fixed: bool,
    time: HostTime,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
}

impl Wasi {
    pub(super) fn new(is_fixed: bool, time: HostTime) -> Self {
        Self { is_fixed, time, stdout: Vec::new(), stderr: Vec::new() }
    }

    /// In nanoseconds since 1970.
    fn time(&self) -> Option<u64> {
        let since = match self.time {
            HostTime::Now => SystemTime::now().duration_since(UNIX_EPOCH).ok()?,
            HostTime::At(since) => since,
            HostTime::Unknown => return None,
        };
        u64::try_from(since.as_nanos()).ok()
    }

    fn random(&self, length: u32) -> Vec<u8> {
        let number = || if self.is_fixed { [0x5a; 8] } else { RandomState::new().hash_one(0).to_ne_bytes() };
        std::iter::repeat_with(number).flatten().take(length as usize).collect()
    }
}

/// The guest left through `proc_exit`, with this status.
#[derive(Debug)]
pub(super) struct Exit(pub(super) i32);

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it exited with status {}", self.0)
    }
}

impl std::error::Error for Exit {}

/// Offers the functions to guests.
pub(super) fn add_to_linker(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    linker.func_wrap(MODULE, "environ_sizes_get", |mut caller: Caller<'_, State>, count: u32, size: u32| {
        abi::write(&mut caller, count, &[0; 4])?;
        abi::write(&mut caller, size, &[0; 4])?;
        Ok(SUCCESS)
    })?;
    linker.func_wrap(MODULE, "environ_get", |_: u32, _: u32| SUCCESS)?;
    linker.func_wrap(MODULE, "random_get", |mut caller: Caller<'_, State>, start: u32, length: u32| {
        // Nothing is made for a range that is not there.
        abi::read(&mut caller, start, length)?;
        let random = caller.data().wasi.random(length);
        abi::write(&mut caller, start, &random)?;
        Ok(SUCCESS)
    })?;
    linker.func_wrap(
        MODULE,
        "clock_time_get",
        |mut caller: Caller<'_, State>, clock: u32, _precision: u64, start: u32| {
            let time = caller.data().wasi.time().filter(|_| clock == REALTIME);
            let Some(time) = time else { return Ok(INVAL) };
            abi::write(&mut caller, start, &time.to_le_bytes())?;
            Ok(SUCCESS)
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_write",
        |mut caller: Caller<'_, State>, descriptor: u32, pieces: u32, count: u32, written: u32| {
            if !matches!(descriptor, 1 | 2) {
                return Ok(BADF);
            }
            let pieces = abi::read(&mut caller, pieces, count.saturating_mul(8))?;
            let mut bytes = Vec::new();
            let numbers: Vec<_> = pieces.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
            for &[start, length] in numbers.as_chunks().0 {
                bytes.extend(abi::read(&mut caller, start, length)?);
                if bytes.len() > OUTPUT_LIMIT {
                    return Err(wasmtime::Error::new(Misuse::Output));
                }
            }
            abi::write(&mut caller, written, &super::length(&bytes).to_le_bytes())?;
            let wasi = &mut caller.data_mut().wasi;
            let output = if descriptor == 1 { &mut wasi.stdout } else { &mut wasi.stderr };
            output.extend(bytes);
            if output.len() > OUTPUT_LIMIT { Err(wasmtime::Error::new(Misuse::Output)) } else { Ok(SUCCESS) }
        },
    )?;
    linker.func_wrap(MODULE, "proc_exit", |status: i32| -> wasmtime::Result<()> {
        Err(wasmtime::Error::new(Exit(status)))
    })?;
    Ok(())
}
