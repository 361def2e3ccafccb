//! A host for the policy: everything that the policy server does with a guest, without the policy server.
//!
//! Nothing of the policy is linked in here but what the tests compare with. The guest arrives as wasm bytes ([`guest`] builds them from the sources next
//! to this crate), so that what is tested and measured is the artifact that a cluster loads, through the calls that a
//! cluster makes:
//!
//! 1. [`host`] runs a call in a fresh instance and reports the answer and what it cost: instructions, memory, time,
//!    and anything the guest said on the side.
//! 2. [`kubewarden`] runs the same call through the very crates that Kubewarden uses. It measures nothing; it is there to
//!    show that [`host`] answers as Kubewarden does.
//!
//! `insecure-registry-run` (`src/bin/run.rs`) is the same for a person at a terminal.

pub mod guest;
pub mod host;
pub mod kubewarden;
