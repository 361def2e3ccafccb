#![no_main]

libfuzzer_sys::fuzz_target!(|case: insecure_registry_fuzz::requests::Case| case.check());
