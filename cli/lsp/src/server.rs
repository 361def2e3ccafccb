//! The conversation with an editor.
//!
//! Changes are only noted while messages are waiting, and checked once none is: who types fast waits for one check, not for ten. So
//! messages are taken from the editor while texts are checked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use insecure_registry_check::Checker;
use insecure_registry_check::settings as check_settings;
use insecure_registry_policy::settings::Settings;
use insecure_registry_policy::settings_document;
use insecure_registry_policy::time::Clock;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument, Exit,
    Notification as _, PublishDiagnostics,
};
use lsp_types::request::{CodeActionRequest, ExecuteCommand, HoverRequest, Request as _, Shutdown};
use lsp_types::{
    CodeActionParams, Diagnostic, DiagnosticSeverity, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, ExecuteCommandParams, HoverParams, InitializeParams,
    Position, PublishDiagnosticsParams, Range, Uri,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::abilities::{Abilities, SHOW};
use crate::document::{Document, diagnostic, explanation, mistakes, words};
use crate::settings::{self, AllSettings, Effective};
use crate::{Error, Options, actions, uri};

/// How long an editor that ends the conversation has for its last word.
const GOODBYE: Duration = Duration::from_secs(30);

pub(crate) struct Server {
    connection: Connection,
    messages: Receiver<Message>,
    abilities: Abilities,
    /// The settings for all files, if they are given.
    given: Option<PathBuf>,
    namespace: String,
    folders: Vec<PathBuf>,
    settings: AllSettings,
    documents: BTreeMap<String, Document>,
    /// Files of settings that are not open, and have mistakes.
    complained: BTreeSet<String>,
    requests: i32,
}

/// What the editor has said and nobody has heard yet. The connection itself keeps one message, and reads no further until that is taken.
fn waiting(connection: &Connection) -> Receiver<Message> {
    let (sender, messages) = channel();
    let from = connection.receiver.clone();
    thread::spawn(move || from.into_iter().try_for_each(|message| sender.send(message)));
    messages
}

/// Asks for the text of a file that is open.
fn open<'d>(documents: &'d BTreeMap<String, Document>, path: &Path) -> Option<(&'d str, i32)> {
    let mut documents = documents.values();
    documents.find(|it| it.path.as_deref() == Some(path)).map(|it| (it.text.as_str(), it.version))
}

impl Server {
    pub(crate) fn new(connection: Connection, options: &Options, parameters: &InitializeParams) -> Self {
        let folders = parameters.workspace_folders.iter().flatten().filter_map(|it| uri::path(&it.uri)).collect();
        let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let messages = waiting(&connection);
        Server {
            connection,
            messages,
            abilities: Abilities::of(parameters),
            given: options.settings.as_ref().map(absolute),
            namespace: options.namespace.clone(),
            folders,
            settings: AllSettings::default(),
            documents: BTreeMap::new(),
            complained: BTreeSet::new(),
            requests: 0,
        }
    }

    /// Asks to be told when settings change.
    fn watch(&mut self) {
        let watchers = json!([{"globPattern": format!("**/{}", check_settings::FILE)}]);
        let watch = json!({
            "id": "settings",
            "method": DidChangeWatchedFiles::METHOD,
            "registerOptions": {"watchers": watchers},
        });
        self.ask("client/registerCapability", json!({"registrations": [watch]}));
    }

    /// Answers until the editor ends the conversation.
    pub(crate) fn run(mut self) -> Result<(), Error> {
        if self.abilities.watches {
            self.watch();
        }
        loop {
            let message = if let Ok(message) = self.messages.try_recv() {
                message
            } else {
                self.refresh();
                let gone = |_| Error("the editor has gone without a goodbye".to_owned());
                self.messages.recv().map_err(gone)?
            };
            match message {
                Message::Request(request) if request.method == Shutdown::METHOD => {
                    self.send(Response::new_ok(request.id, ()));
                    return self.end();
                }
                Message::Request(request) => self.request(request),
                Message::Notification(it) if it.method == Exit::METHOD => {
                    return Err(Error("`exit` came before `shutdown`".to_owned()));
                }
                Message::Notification(it) => self.notification(it),
                Message::Response(_) => {}
            }
        }
    }

    /// Waits for the last word.
    fn end(&self) -> Result<(), Error> {
        match self.messages.recv_timeout(GOODBYE) {
            Ok(Message::Notification(it)) if it.method == Exit::METHOD => Ok(()),
            Ok(_) => Err(Error("expected `exit` after `shutdown`".to_owned())),
            Err(_) => Err(Error("`exit` did not come after `shutdown`".to_owned())),
        }
    }

    fn send(&self, message: impl Into<Message>) {
        // Once nobody listens, nothing comes any more either, and the loop ends.
        let _ = self.connection.sender.send(message.into());
    }

    fn ask(&mut self, method: &str, parameters: Value) {
        self.requests += 1;
        self.send(Request::new(RequestId::from(self.requests), method.to_owned(), parameters));
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let answer = match method.as_str() {
            HoverRequest::METHOD => read(params).map(|it| self.hover(&it)),
            CodeActionRequest::METHOD => read(params).map(|it| self.actions(&it)),
            ExecuteCommand::METHOD => read(params).and_then(|it| self.execute(it)),
            _ => Err((ErrorCode::MethodNotFound, format!("`{method}` is not known here"))),
        };
        self.send(match answer {
            Ok(answer) => Response::new_ok(id, answer),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        });
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            DidOpenTextDocument::METHOD => {
                if let Ok(DidOpenTextDocumentParams { text_document: it }) = read(params) {
                    self.set(Document::new(it.uri, it.version, it.text));
                }
            }
            DidChangeTextDocument::METHOD => {
                if let Ok(DidChangeTextDocumentParams { text_document: it, content_changes }) = read(params)
                    && let Some(change) = content_changes.into_iter().next_back()
                {
                    self.set(Document::new(it.uri, it.version, change.text));
                }
            }
            DidCloseTextDocument::METHOD => {
                if let Ok(DidCloseTextDocumentParams { text_document: it }) = read(params) {
                    self.documents.remove(it.uri.as_str());
                    self.publish(&it.uri, None, Vec::new());
                    self.check_again(self.is_settings(&it.uri));
                }
            }
            DidSaveTextDocument::METHOD => {
                if let Ok(DidSaveTextDocumentParams { text_document: it, .. }) = read(params) {
                    self.check_again(self.is_settings(&it.uri));
                }
            }
            DidChangeWatchedFiles::METHOD => self.check_again(true),
            _ => {}
        }
    }

    fn is_settings(&self, uri: &Uri) -> bool {
        uri::name(uri) == check_settings::FILE || self.given.is_some() && uri::path(uri) == self.given
    }

    fn set(&mut self, mut document: Document) {
        let is_settings = self.is_settings(&document.uri);
        if let Some(before) = self.documents.remove(document.uri.as_str()) {
            document.replace(before);
        }
        self.documents.insert(document.uri.as_str().to_owned(), document);
        self.check_again(is_settings);
    }

    /// Has all texts checked again if settings may have changed.
    fn check_again(&mut self, is_settings: bool) {
        if is_settings {
            self.documents.values_mut().for_each(|it| it.is_checked = false);
        }
    }

    /// Checks what has changed.
    fn refresh(&mut self) {
        let changed = self.documents.iter().filter(|(_, it)| !it.is_checked).map(|(key, _)| key.clone());
        for key in changed.collect::<Vec<_>>() {
            self.check(&key);
        }
    }

    fn check(&mut self, key: &str) {
        let Some(document) = self.documents.get(key) else { return };
        if self.is_settings(&document.uri) {
            let (uri, version, found) = (document.uri.clone(), document.version, mistakes(&document.text));
            self.documents.entry(key.to_owned()).and_modify(|it| it.is_checked = true);
            self.complained.remove(key);
            self.publish(&uri, Some(version), found);
            return;
        }
        let file = self.settings_file(document);
        let effective = match &file {
            Some(file) => self.settings.of(file, &|path| open(&self.documents, path)),
            None => Effective { json: "{}".to_owned(), mistake: None },
        };
        if let Some(file) = &file {
            self.complain(file, effective.mistake.is_some());
        }
        let Some(document) = self.documents.get_mut(key) else { return };
        document.check(effective.json, &self.namespace);
        let mut found = document.diagnostics();
        if let (Some(mistake), Some(file)) = (effective.mistake, file) {
            let text =
                format!("checked by the last valid settings, since those in {} are not: {mistake}", file.display());
            found.push(diagnostic(Range::default(), DiagnosticSeverity::INFORMATION, text));
        }
        let (uri, version) = (document.uri.clone(), document.version);
        self.publish(&uri, Some(version), found);
    }

    fn settings_file(&self, document: &Document) -> Option<PathBuf> {
        let nearest = || settings::file_for(document.path.as_deref()?, &|path| open(&self.documents, path));
        self.given.clone().or_else(nearest)
    }

    /// Shows the mistakes of settings that are not open, and none once there are none.
    fn complain(&mut self, file: &Path, has_mistakes: bool) {
        let Some(uri) = uri::of(file).filter(|_| open(&self.documents, file).is_none()) else { return };
        let key = uri.as_str().to_owned();
        if has_mistakes {
            let found = match settings::text(file, None) {
                Ok(text) => mistakes(&text),
                Err(error) => vec![diagnostic(Range::default(), DiagnosticSeverity::ERROR, error)],
            };
            self.complained.insert(key);
            self.publish(&uri, None, found);
        } else if self.complained.remove(&key) {
            self.publish(&uri, None, Vec::new());
        }
    }

    fn publish(&self, uri: &Uri, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        let parameters = PublishDiagnosticsParams { uri: uri.clone(), diagnostics, version };
        self.send(Notification::new(PublishDiagnostics::METHOD.to_owned(), parameters));
    }

    fn hover(&mut self, parameters: &HoverParams) -> Value {
        self.refresh();
        let place = &parameters.text_document_position_params;
        let Some(document) = self.documents.get(place.text_document.uri.as_str()) else { return Value::Null };
        let at = Range { start: place.position, end: place.position };
        let found = document.findings_in(at);
        let Some((_, first)) = found.first() else { return Value::Null };
        let mut rules = BTreeSet::new();
        let pages = found.iter().map(|(object, finding)| {
            let page = if rules.insert(finding.rule) { explanation(finding.rule) } else { String::new() };
            format!("{}{page}", words(object, finding))
        });
        let text = pages.collect::<Vec<_>>().join("\n\n---\n\n");
        json!({
            "contents": {"kind": "markdown", "value": text},
            "range": document.lines.of_place(&document.text, &first.place),
        })
    }

    fn actions(&mut self, parameters: &CodeActionParams) -> Value {
        self.refresh();
        let is_wanted = parameters
            .context
            .only
            .as_ref()
            .is_none_or(|only| only.iter().any(|kind| kind.as_str().is_empty() || kind.as_str() == "quickfix"));
        let Some(document) = self.documents.get(parameters.text_document.uri.as_str()).filter(|_| is_wanted) else {
            return json!([]);
        };
        let found = document.findings_in(parameters.range);
        let Ok(settings) = settings_document(document.json.as_bytes()) else { return json!([]) };
        let Ok(settings) = Settings::read(&settings) else { return json!([]) };
        let checker = Checker { settings: &settings, namespace: &self.namespace, clock: Clock::Host };
        let target = self.target(document);
        let of_document = actions::OfDocument { document, checker, target: target.as_ref(), abilities: self.abilities };
        json!(of_document.actions(&found))
    }

    /// Where exemptions for a document belong: in its settings, or else in new ones at the top of the workspace.
    fn target(&self, document: &Document) -> Option<actions::Target> {
        let path = document.path.as_deref()?;
        let file = self.settings_file(document);
        let is_new = file.is_none();
        let file = file.or_else(|| {
            let folder =
                self.folders.iter().filter(|folder| path.starts_with(folder)).max_by_key(|it| it.as_os_str().len());
            Some(folder.map(PathBuf::as_path).or(path.parent())?.join(check_settings::FILE))
        })?;
        let text = if is_new {
            String::new()
        } else {
            settings::text(&file, open(&self.documents, &file).map(|(text, _)| text)).ok()?
        };
        Some(actions::Target { uri: uri::of(&file)?, text, is_new })
    }

    fn execute(&mut self, parameters: ExecuteCommandParams) -> Result<Value, (ErrorCode, String)> {
        let invalid = |expected: &str| (ErrorCode::InvalidParams, format!("expected {expected}"));
        if parameters.command != SHOW {
            return Err(invalid(&format!("`{SHOW}`")));
        }
        let mut arguments = parameters.arguments.into_iter();
        let (Some(uri), Some(place)) = (arguments.next(), arguments.next()) else { return Err(invalid("a place")) };
        let (uri, place): (Uri, Position) = (read(uri)?, read(place)?);
        if self.abilities.shows {
            let selection = Range { start: place, end: place };
            self.ask("window/showDocument", json!({"uri": uri, "takeFocus": true, "selection": selection}));
        }
        Ok(Value::Null)
    }
}

fn read<T: DeserializeOwned>(parameters: Value) -> Result<T, (ErrorCode, String)> {
    // What is wrong is not quoted: it may have the text of a file in it.
    serde_json::from_value(parameters)
        .map_err(|_| (ErrorCode::InvalidParams, "the parameters cannot be read".to_owned()))
}
