//! What the server can do, and what the editor can.

use lsp_types::InitializeParams;
use serde_json::{Value, json};

/// What an editor may show in the settings after a change.
pub(crate) const SHOW: &str = "insecure-registry.show";

/// What the server can do.
pub(crate) fn capabilities() -> Value {
    json!({
        "textDocumentSync": {"openClose": true, "change": 1, "save": true},
        "hoverProvider": true,
        "codeActionProvider": {"codeActionKinds": ["quickfix"]},
        "executeCommandProvider": {"commands": [SHOW]},
    })
}

/// What the editor can do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Abilities {
    /// Create a file as a part of a change.
    pub(crate) creates: bool,
    /// Show a place of another file.
    pub(crate) shows: bool,
    /// Tell which files have changed.
    pub(crate) watches: bool,
}

impl Abilities {
    pub(crate) fn of(parameters: &InitializeParams) -> Self {
        let capabilities = json!(parameters.capabilities);
        let is_set = |pointer: &str| capabilities.pointer(pointer) == Some(&Value::Bool(true));
        let operations = capabilities.pointer("/workspace/workspaceEdit/resourceOperations");
        let creates = operations.and_then(Value::as_array).is_some_and(|list| list.contains(&json!("create")));
        Abilities {
            creates: creates && is_set("/workspace/workspaceEdit/documentChanges"),
            shows: is_set("/window/showDocument/support"),
            watches: is_set("/workspace/didChangeWatchedFiles/dynamicRegistration"),
        }
    }
}
