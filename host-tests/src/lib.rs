//! A host for the policy: everything that the policy server does with a guest, without the policy server.
//!
//! Nothing of the policy is linked in here. The guest arrives as wasm bytes ([`guest`] builds them from the sources next
//! to this crate), so that what is tested and measured is the artifact that a cluster loads, through the calls that a
//! cluster makes: [`host`] runs a call in a fresh instance and reports the answer and what it cost: instructions, memory, time, and
//! anything the guest said on the side. `kubewarden/` shows that it answers as Kubewarden does.
//!
//! `insecure-registry-run` (`src/bin/run.rs`) is the same for a person at a terminal.

pub mod guest;
pub mod host;
