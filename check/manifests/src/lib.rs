//! Manifests as people have them, for the tools around the policy: never in the guest, which gets requests.
//!
//! 1. [`documents`] splits a text as kubectl does, reads each document by itself, and says where one cannot be read.
//! 2. [`request`] makes admission requests out of them, as the API server would send them.
//! 3. [`files`] and [`templates`] know what else stands in a repository: values of charts, compose files, what is to be rendered first.
//! 4. `dockerfile` and `variables` read files that are written in neither YAML nor JSON nor TOML.
//! 5. [`source`] finds a place of an object in the text again, and quotes its line without what nobody may see.
//! 6. [`items`] cuts a List, so that only what has changed is checked again; [`order`] sorts by places.

mod dockerfile;
pub mod documents;
pub mod files;
pub mod items;
pub mod order;
pub mod request;
pub mod source;
pub mod templates;
mod variables;
