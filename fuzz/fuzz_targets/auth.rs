//! See the module of the same name.

#![no_main]

libfuzzer_sys::fuzz_target!(|case: insecure_registry_fuzz::auth::Case| case.check());
