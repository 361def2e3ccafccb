//! Finds places by their shape, in resources whose schema is unknown.
//!
//! Each object is walked once. After that, its members say whether it is a container, an image in parts, or another manifest.

use memchr::memchr;

use crate::auth;
use crate::catalogue::fields as rows;
use crate::catalogue::shapes::{self, Key};
use crate::catalogue::words;
use crate::json::{Cursor, Quoted, Raw, SyntaxError, Text, Type};
use crate::path::Segment;
use crate::search::Hints;
use crate::text::command::{CommandLine, WordList};
use crate::text::manifests;
use crate::truth::truth;

use crate::registry::url::split_scheme;

use super::{Evidence, Names, Node, Shape, Subject, Trust, Walk, fields, group_of, shape_of};

/// The members of an object that say what it is.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // which members there are
struct Members<'a> {
    image: Option<Raw<'a>>,
    registry: Option<Raw<'a>>,
    repository: Option<Raw<'a>>,
    /// A tag or a digest.
    version: Option<Raw<'a>>,
    name: Option<Raw<'a>>,
    command: Option<Raw<'a>>,
    args: Option<Raw<'a>>,
    env: Option<Raw<'a>>,
    /// Of a parameter.
    value: Option<Raw<'a>>,
    default: Option<Raw<'a>>,
    /// Of a parameter with several values.
    values: Option<Raw<'a>>,
    api_version: Option<Raw<'a>>,
    kind: Option<Raw<'a>>,
    user: Option<Raw<'a>>,
    password: Option<Raw<'a>>,
    auth: Option<Raw<'a>>,
    address: Option<Raw<'a>>,
    /// Whether it is a service of a compose file whose image is built.
    is_built: bool,
    /// Whether it has a script, and whether something else that containers have.
    has_script: bool,
    has_more_of_container: bool,
    /// Whether it has any of these.
    is_any: bool,
}

/// What is around a value.
#[derive(Clone, Copy, Default)]
struct Around<'a> {
    /// The key that it stands under, perhaps in a list.
    key: Option<Quoted<'a>>,
    /// Whether everything under this key matters.
    is_telling: bool,
}

/// A member of an object.
#[derive(Clone, Copy)]
struct Member<'a> {
    key: Quoted<'a>,
    /// What the key says.
    known: Key,
    /// Whether the key, or the one around it, may say that the value is an image, a registry or a field that disables TLS.
    may_say: bool,
}

impl<'a> Members<'a> {
    /// Where a value of this type is kept, if it matters beside others.
    fn slot(&mut self, key: Key, kind: Type) -> Option<&mut Option<Raw<'a>>> {
        Some(match (key, kind) {
            (Key::Image, Type::String) => &mut self.image,
            (Key::Registry, Type::String) => &mut self.registry,
            (Key::Repository, Type::String) => &mut self.repository,
            (Key::Version, Type::String) => &mut self.version,
            (Key::Name, Type::String) => &mut self.name,
            (Key::ApiVersion, Type::String) => &mut self.api_version,
            (Key::Kind, Type::String) => &mut self.kind,
            (Key::User, Type::String) => &mut self.user,
            (Key::Password, Type::String) => &mut self.password,
            (Key::Auth, Type::String) => &mut self.auth,
            (Key::Address, Type::String) => &mut self.address,
            (Key::Value, Type::String) => &mut self.value,
            (Key::Default, Type::String) => &mut self.default,
            (Key::Value | Key::Default, Type::List) => &mut self.values,
            (Key::Command, Type::List) => &mut self.command,
            (Key::Args, Type::List) => &mut self.args,
            (Key::Env, Type::List) => &mut self.env,
            _ => return None,
        })
    }

    /// Takes note of a member, whose text is looked for only if it matters.
    fn add(
        &mut self,
        key: Key,
        kind: Type,
        value: impl FnOnce() -> Result<Raw<'a>, SyntaxError>,
    ) -> Result<(), SyntaxError> {
        if key == Key::Other {
            return Ok(());
        }
        let slot = self.slot(key, kind);
        let has_slot = slot.is_some();
        if let Some(slot) = slot {
            *slot = Some(value()?);
        }
        match (key, kind) {
            (Key::Script | Key::Command, Type::String) => self.has_script = true,
            (Key::Build, Type::String | Type::Object) => self.is_built = true,
            (Key::OfContainerList, Type::List) | (Key::OfContainer, Type::Object | Type::String) => {
                self.has_more_of_container = true;
            }
            _ => {}
        }
        self.is_any |= has_slot || self.has_script;
        Ok(())
    }

    fn has_value(&self) -> bool {
        self.value.is_some() || self.default.is_some() || self.values.is_some()
    }
}

impl<'a> Around<'a> {
    fn under(key: Quoted<'a>) -> Self {
        Around { key: Some(key), is_telling: shapes::is_telling_of_all(key.written()) }
    }

    fn written(self) -> Option<&'a [u8]> {
        self.key.map(Quoted::written)
    }

    fn is(self, test: impl Fn(&[u8]) -> bool) -> bool {
        self.key.is_some_and(|key| test(key.written()))
    }
}

impl<'a> Walk<'_, 'a> {
    /// Visits everything in a resource of this group that is shaped like a place.
    pub(super) fn shapes(&mut self, resource: Raw<'a>, group: &str) {
        if shapes::has_samples_only(group) {
            return;
        }
        let Some(hints) = Hints::of(resource.as_bytes()) else { return };
        let before = (self.trust, self.evidence);
        (self.trust, self.evidence, self.hints) = (Trust::Some, Evidence::Shape, hints);
        self.seen.get_or_insert_default();
        // Invalid JSON was reported before.
        let _ = self.shaped(&mut resource.cursor(), Around::default());
        (self.trust, self.evidence) = before;
    }

    fn shaped(&mut self, json: &mut Cursor<'a>, around: Around<'a>) -> Result<(), SyntaxError> {
        match json.kind()? {
            Type::Object | Type::List if self.is_too_deep() => json.skip().map(|_| ()),
            Type::Object => self.shaped_object(json, around),
            Type::List => self.shaped_list(json, around),
            _ => json.skip().map(|_| ()),
        }
    }

    fn shaped_list(&mut self, json: &mut Cursor<'a>, around: Around<'a>) -> Result<(), SyntaxError> {
        let mut list = json.here();
        let are_images = around.is_telling && around.is(shapes::is_list_of_images);
        let mut are_words = !are_images;
        json.list(|index, json| {
            if json.kind()? == Type::String {
                let text = json.string()?;
                if are_images {
                    // Kustomize's `name=new-name:tag`.
                    let written = text.text().unwrap_or_default();
                    let image = written.split_once('=').map_or(&*written, |(_, image)| image).to_owned();
                    self.path.push(Segment::index(index));
                    self.loose_image(Raw::from(text).as_bytes(), image.into(), false);
                    self.path.pop();
                }
                return Ok(());
            }
            are_words = false;
            let before_hint = if around.is_telling { 0 } else { self.hints.before_next(json.rest()) };
            if json.skip_within(before_hint) {
                return Ok(());
            }
            self.path.push(match self.names {
                Names::Skip => Segment::index(index),
                Names::Find => Segment::item(index, json.here().skip()?),
            });
            self.shaped(json, around)?;
            self.path.pop();
            Ok(())
        })?;
        if are_words {
            let is_of_parameter = around.is(|key| matches!(shapes::key(key), Key::Value | Key::Default));
            self.arguments(list.skip()?, false, is_of_parameter);
        }
        Ok(())
    }

    fn shaped_object(&mut self, json: &mut Cursor<'a>, around: Around<'a>) -> Result<(), SyntaxError> {
        let object = json.here();
        let mut it = Members::default();
        let is_policy = self.is_policy;
        json.object(|key, json| {
            let known = shapes::key(key.written());
            if known == Key::Skipped {
                json.skip()?;
                return Ok(());
            }
            // What says something by its name has one of the words in it that are searched for, but for few.
            let before_hint = self.hints.before_next(key.written());
            let may_say = known == Key::Other
                && (around.is_telling || before_hint < key.written().len() || shapes::is_without_word(key.written()));
            let member = Member { key, known, may_say };
            match json.kind()? {
                // What these mean depends on whether this is a container.
                Type::List if matches!(known, Key::Command | Key::Args | Key::Env) => {
                    let value = json.skip()?;
                    it.add(known, Type::List, || Ok(value))
                }
                kind @ (Type::Object | Type::List) => {
                    let value = json.here();
                    it.add(known, kind, || value.here().skip())?;
                    self.container_member(member, kind, json, &object, before_hint, around)
                }
                Type::String => {
                    let string = json.string()?;
                    it.add(known, Type::String, || Ok(string.into()))?;
                    if known == Key::ApiVersion {
                        self.is_policy |= string.text().is_ok_and(|it| shapes::is_of_policies(group_of(&it)));
                    }
                    self.string_member(member, string, around)
                }
                _ => {
                    let value = json.skip()?;
                    if may_say { self.insecure_member(member, around, || Ok(value)) } else { Ok(()) }
                }
            }
        })?;
        self.is_policy = is_policy;
        if it.is_any { self.of_members(&it, &object, around) } else { Ok(()) }
    }

    /// An object or a list. Most do not matter.
    fn container_member(
        &mut self,
        member: Member<'a>,
        kind: Type,
        json: &mut Cursor<'a>,
        object: &Cursor<'a>,
        before_hint: usize,
        around: Around<'a>,
    ) -> Result<(), SyntaxError> {
        let Member { key, known, may_say } = member;
        let is_skipped = (self.is_policy && shapes::is_compared(key.written()))
            || (key.is("objectDefinition") && is_forbidden(object));
        if is_skipped {
            json.skip()?;
            return Ok(());
        }
        let holds_variables = shapes::is_of_variables(key.written());
        let is_telling = around.is_telling
            || holds_variables
            || shapes::is_of_containers(key.written())
            || !matches!(known, Key::Other | Key::OfContainer | Key::OfContainerList);
        if !is_telling && !is_list_of_strings(json.rest()) {
            let before_hint = before_hint.saturating_sub(distance(key, json.rest()));
            if json.skip_within(before_hint) {
                return Ok(());
            }
        }
        if may_say {
            let value = json.here();
            self.insecure_member(member, around, || value.here().skip())?;
        }
        let pod = self.pod;
        if known == Key::Containers && kind == Type::List {
            self.pod = Some(self.path.depth());
        }
        self.path.push(Segment::Key(key.text()?));
        if holds_variables {
            self.variables(json.skip()?)?;
        } else if kind == Type::List && shapes::is_of_commands(key.written()) {
            self.command_lines(json.skip()?);
        } else {
            self.shaped(json, Around::under(key))?;
        }
        self.path.pop();
        self.pod = pod;
        Ok(())
    }

    /// A member that may be a field that disables TLS.
    fn insecure_member(
        &mut self,
        member: Member<'a>,
        around: Around<'a>,
        value: impl Fn() -> Result<Raw<'a>, SyntaxError>,
    ) -> Result<(), SyntaxError> {
        for field in self.fields_anywhere(member.key.written(), around.written()) {
            self.path.push(Segment::Key(member.key.text()?));
            self.insecure_anywhere(field, value()?);
            self.path.pop();
        }
        Ok(())
    }

    /// A string whose meaning does not depend on its siblings.
    fn string_member(&mut self, member: Member<'a>, string: Quoted<'a>, around: Around<'a>) -> Result<(), SyntaxError> {
        let Member { key, known, may_say } = member;
        let (name, written) = (key.written(), string.written());
        let is_url = is_oci(written) && !matches!(known, Key::Value | Key::Default);
        if !(may_say || is_url || string.has_escapes()) {
            return Ok(());
        }
        let value = Raw::from(string);
        let at = value.as_bytes();
        if may_say {
            self.insecure_member(member, around, || Ok(value))?;
        }
        self.path.push(Segment::Key(key.text()?));
        let text = || string.text().unwrap_or_default();
        let taken = if string.has_escapes() { manifests::taken(written, &key.text()?) } else { None };
        if known == Key::Other && super::is_script(written) {
            if words::may_run_command(written) {
                self.command_line(value);
            }
        } else if let Some(taken) = taken {
            self.place(Subject::Manifests { taken, is_read: true, text: string });
        } else if is_url {
            self.loose_image(at, text(), true);
        } else if !may_say {
            // Its meaning depends on its siblings, if it has any.
        } else if memchr(b'.', name).is_some() {
            self.value_at(&key.text()?, value);
        } else if around.is(shapes::is_map_of_images) && memchr(b'/', written).is_some() {
            self.loose_image(at, text(), false);
        } else if shapes::is_password_of_registry(name) {
            if !around.is(shapes::is_of_schemas) && auth::is_value(&text()) {
                self.place(Subject::Login(None, value));
            }
        } else if shapes::is_image(name) {
            self.loose_image(at, text(), !shapes::is_url(name));
        } else if shapes::is_registry(name, around.written()) {
            self.loose_registry(at, text());
        }
        self.path.pop();
        Ok(())
    }

    fn of_members(&mut self, it: &Members<'a>, object: &Cursor<'a>, around: Around<'a>) -> Result<(), SyntaxError> {
        let is_root = self.path.depth() == self.root;
        // Compose builds this image, and pulls it from nowhere.
        let is_local = |image: &Raw<'_>| image.text().is_some_and(|image| image.starts_with("localhost/"));
        if let Some(image) = it.image.filter(|image| it.is_built && self.is_in_text() && is_local(image)) {
            self.is_new(image);
        }
        let has_command = it.command.is_some() || it.args.is_some() || it.has_script;
        let is_container = (it.image.is_some() && (has_command || it.env.is_some() || it.has_more_of_container))
            || ((has_command || (it.image.is_some() && it.name.is_some())) && around.is(shapes::is_of_containers));
        if is_container && !is_root {
            let object = object.here().skip()?;
            if self.is_new(object) {
                self.container(&mut object.cursor())?;
            }
        } else {
            if let Some(env) = it.env {
                self.path.push(Segment::key("env"));
                self.variables(env)?;
                self.path.pop();
            }
            for (list, key, has_program) in [(it.command, "command", true), (it.args, "args", false)] {
                if let Some(list) = list {
                    self.path.push(Segment::key(key));
                    self.arguments(list, has_program, false);
                    self.path.pop();
                }
            }
            self.image_of_members(it, around);
        }
        if let Some(name) = it.name.filter(|_| it.has_value() && !self.is_variable(object)).and_then(Raw::text) {
            self.parameter(&name, it, object.here().skip()?);
        }
        self.login(it, around);
        if let (Some(version), Some(kind), false) = (it.api_version, it.kind, is_root) {
            let (version, kind) = (version.text().unwrap_or_default(), kind.text().unwrap_or_default());
            self.embedded(object.here().skip()?, group_of(&version), &kind)?;
        }
        Ok(())
    }

    /// Literal credentials, if something says that they are for a registry.
    fn login(&mut self, it: &Members<'a>, around: Around<'a>) {
        let credential = match (it.user, it.password, it.auth) {
            (Some(_), Some(password), _) if password.text().is_some_and(|text| auth::is_value(&text)) => password,
            (_, _, Some(auth)) if auth.text().is_some_and(|text| auth::holds_password(&text) == Some(true)) => auth,
            _ => return,
        };
        let registry = it.registry.and_then(Raw::text);
        let is_host = registry.as_ref().is_some_and(|registry| registry.contains(['.', ':']));
        let is_of_schemas = around.is(shapes::is_of_schemas);
        if (is_host && !is_of_schemas) || around.is(shapes::is_of_registry_credentials) {
            self.place(Subject::Login(registry.or_else(|| it.address?.text()), credential));
        }
    }

    /// An image in one string or in parts.
    fn image_of_members(&mut self, it: &Members<'a>, around: Around<'a>) {
        let text = |value: Option<Raw<'a>>| {
            Some((value?.as_bytes(), value?.text().filter(|text| !text.trim_ascii().is_empty())?))
        };
        let [registry, repository, image, version] = [it.registry, it.repository, it.image, it.version].map(text);
        let version = version.as_ref().map(|(_, version)| version.as_str());
        let is_of_image = around.is(shapes::is_of_image);
        if let (Some((at, registry)), Some((_, rest))) = (&registry, repository.as_ref().or(image.as_ref())) {
            self.parts(at, &[registry, "/", rest], version, "registry", true);
        } else if let (Some((at, repository)), Some((_, image))) = (&repository, &image)
            && !has_scheme(repository)
            && !image.contains(['/', ':'])
        {
            self.parts(at, &[repository, "/", image], version, "repository", true);
        } else if let Some((at, repository)) = repository
            .filter(|(_, repository)| is_of_image || !has_scheme(repository))
            .filter(|_| is_of_image || version.is_some())
        {
            self.parts(at, &[&repository], version, "repository", is_of_image);
        } else if let (Some(name), Some(version), true) = (it.name.filter(|_| image.is_none()), version, is_of_image) {
            self.parts(name.as_bytes(), &[&name.text().unwrap_or_default()], Some(version), "name", true);
        } else if let Some((at, image)) = image {
            self.path.push(Segment::key("image"));
            self.loose_image(at, image, true);
            self.path.pop();
        } else if let Some((at, registry)) = registry.filter(|_| is_of_image || around.is(shapes::is_global)) {
            self.path.push(Segment::key("registry"));
            self.loose_registry(at, registry);
            self.path.pop();
        }
    }

    fn parts(&mut self, at: &[u8], name: &[&str], version: Option<&str>, key: &'static str, is_image: bool) {
        let is_digest =
            |version: &str| version.split('@').next().is_some_and(|start| memchr(b':', start.as_bytes()).is_some());
        let version = version.filter(|version| is_written_out(version));
        let end = version.map_or(["", ""], |version| [if is_digest(version) { "@" } else { ":" }, version]);
        let image = [name, &end].concat().concat();
        self.path.push(Segment::key(key));
        self.loose_image(at, image.into(), is_image);
        self.path.pop();
    }

    /// A string under a name for images, and where it is. Pictures and disks, which have URLs, use the same names.
    fn loose_image(&mut self, at: &[u8], text: Text<'a>, is_image: bool) {
        if !is_written_out(&text) || shapes::is_embedded(&text) || !self.is_new_at(at) {
            return;
        }
        if is_oci(text.as_bytes()) {
            self.named(Subject::ImageUrl(text));
        } else if !has_scheme(&text) || (is_image && shapes::is_url_of_image(&text)) {
            self.named(Subject::Image(text));
        }
    }

    /// A registry without an image.
    fn loose_registry(&mut self, at: &[u8], text: Text<'a>) {
        if text.trim_ascii().is_empty() || !is_written_out(&text) || !self.is_new_at(at) {
            return;
        }
        self.named(Subject::ImageUrl(if has_scheme(&text) { text } else { format!("oci://{text}").into() }));
    }

    fn named(&mut self, what: Subject<'a>) {
        let before = std::mem::replace(&mut self.evidence, Evidence::Name);
        self.place(what);
        self.evidence = before;
    }

    /// Environment variables, as a map, or as a list of objects or of strings.
    fn variables(&mut self, variables: Raw<'a>) -> Result<(), SyntaxError> {
        let text = variables.as_bytes();
        let may_hold = words::may_hold_variable(text) || (is_list_of_strings(text) && words::may_run_command(text));
        if !may_hold {
            return Ok(());
        }
        match variables.kind() {
            Type::List => self.value(&mut variables.cursor(), Node::Shape(Shape::List(&Shape::Variable))),
            Type::Object => variables.cursor().object(|name, json| {
                let value = json.skip()?;
                if let Some(value) = value.string().filter(|_| self.is_new_at(name.written())) {
                    self.path.push(Segment::Key(name.text()?));
                    self.place(Subject::Variable { name, value, image: None });
                    self.path.pop();
                }
                Ok(())
            }),
            _ => Ok(()),
        }
    }

    /// A command of a resource, whose strings are read as texts too.
    pub(super) fn text_command(&mut self, lists: Vec<WordList<'a>>) {
        let line =
            CommandLine { lists, has_program: true, image: None, env: [None; 2], is_of_anyone: false, is_text: true };
        if line.each_word(&mut |_, _| {}).is_ok() {
            self.place(Subject::Command(line));
        }
    }

    /// A line for a shell, or a list of words.
    #[inline(never)] // called in two places
    fn command_line(&mut self, words: Raw<'a>) {
        self.text_command(vec![WordList { path: &[], words, is_script: words.kind() == Type::String }]);
    }

    /// A list of commands, each a line for a shell or a list of words.
    fn command_lines(&mut self, list: Raw<'a>) {
        for (index, command) in list.items().unwrap_or_default().into_iter().enumerate() {
            let text = command.as_bytes();
            let may_matter = match command.kind() {
                Type::String => words::may_run_command(text),
                Type::List => words::may_hold_command(text, &[], &[]),
                _ => false,
            };
            if may_matter {
                self.path.push(Segment::index(index));
                self.command_line(command);
                self.path.pop();
            }
        }
    }

    /// A list of arguments for an unknown tool.
    fn arguments(&mut self, list: Raw<'a>, has_program: bool, is_of_anyone: bool) {
        let text = list.as_bytes();
        if !words::may_hold_command(text, &[], &[]) {
            return;
        }
        let lists = vec![WordList { path: &[], words: list, is_script: false }];
        let line = CommandLine { lists, has_program, image: None, env: [None; 2], is_of_anyone, is_text: true };
        let mut has_flag = false;
        if line.each_word(&mut |_, word| has_flag |= word.starts_with('-')).is_ok() && (has_flag || has_program) {
            self.place(Subject::Command(line));
        }
    }

    /// Whether an object is a variable that was visited as one.
    fn is_variable(&self, object: &Cursor<'a>) -> bool {
        self.seen.as_ref().is_some_and(|seen| seen.contains(&object.here().rest().as_ptr().addr()))
    }

    /// A parameter, by its name and its value or default.
    fn parameter(&mut self, name: &str, it: &Members<'a>, object: Raw<'a>) {
        if let Some(list) = it.values {
            let items = list.items().unwrap_or_default();
            for item in items.into_iter().map(|item| item.member("value").unwrap_or(item)) {
                for field in self.fields_anywhere(name.as_bytes(), None) {
                    if fields::is_met(field.when, item, &self.path) && self.is_new(object) {
                        self.named(Subject::InsecureField(field, item));
                    }
                }
            }
        }
        for (value, path) in [(it.value, super::VALUE), (it.default, super::DEFAULT)] {
            let Some((value, text)) = value.and_then(|value| Some((value, value.text()?))) else { continue };
            let written = value.as_bytes();
            // The arguments of a tool, in one string.
            if text.starts_with('-')
                && shapes::is_of_arguments(name.as_bytes())
                && words::may_hold_command(written, &[], &[])
            {
                let lists = vec![WordList { path, words: value, is_script: true }];
                let line = CommandLine {
                    lists,
                    has_program: false,
                    image: None,
                    env: [None; 2],
                    is_of_anyone: true,
                    is_text: true,
                };
                self.place(Subject::Command(line));
            }
            for field in self.fields_anywhere(name.as_bytes(), None) {
                if fields::is_met(field.when, value, &self.path) && self.is_new(object) {
                    self.named(Subject::InsecureField(field, value));
                }
            }
            for key in path {
                self.path.push(Segment::key(key));
            }
            self.value_at(name, value);
            for _ in path {
                self.path.pop();
            }
        }
    }

    /// A value of a chart, given by its path as in Helm's `--set`.
    fn value_at(&mut self, path: &str, value: Raw<'a>) {
        let mut names = path.rsplit('.').map(str::as_bytes);
        let (Some(last), Some(outer)) = (names.next(), names.next()) else { return };
        let is_of_image = shapes::is_of_image(outer);
        let (at, text) = (value.as_bytes(), value.text().unwrap_or_default());
        if shapes::is_registry(last, Some(outer)) || (last == b"registry" && is_of_image) {
            self.loose_registry(at, text);
        } else if last == b"password" && shapes::is_of_registry_credentials(outer) && auth::is_value(&text) {
            self.place(Subject::Login(None, value));
        } else if last == b"image" || (last == b"repository" && is_of_image) {
            self.loose_image(at, text, true);
        }
    }

    /// If the fields of this kind are known, a field that is not among them concerns something else.
    fn fields_anywhere<'k>(
        &self,
        key: &'k [u8],
        around: Option<&'k [u8]>,
    ) -> impl Iterator<Item = &'static rows::Field> + use<'k> {
        let has_fields = self.has_fields;
        rows::anywhere(key, around).filter(move |field| !(field.is_unsure && has_fields))
    }

    fn insecure_anywhere(&mut self, field: &'static rows::Field, value: Raw<'a>) {
        let visit = |walk: &mut Self, value: Raw<'a>| {
            if fields::is_met(field.when, value, &walk.path) && walk.is_new(value) {
                walk.named(Subject::InsecureField(field, value));
            }
        };
        match (value.items(), value.kind()) {
            (Some(items), _) => {
                for (index, item) in items.into_iter().enumerate() {
                    self.path.push(Segment::item(index, item));
                    visit(self, item);
                    self.path.pop();
                }
            }
            // By name, or beside whether they count.
            (None, Type::Object) => value.each_member(|name, member| {
                let Ok(name) = name.text() else { return };
                self.path.push(Segment::Key(name));
                match member.kind() {
                    Type::String if member.text().is_some_and(|text| truth(&text).is_none()) => visit(self, member),
                    Type::List => self.insecure_anywhere(field, member),
                    _ => {}
                }
                self.path.pop();
            }),
            (None, _) => visit(self, value),
        }
    }

    /// A manifest in a resource. A `ConfigMap` or a `Secret` holds only text, which is read like all other text.
    fn embedded(&mut self, object: Raw<'a>, group: &str, kind: &str) -> Result<(), SyntaxError> {
        match shape_of(group, kind) {
            Some(shape) if super::is_workload(shape) => {
                let Shape::Object(members) = shape else { return Ok(()) };
                for (name, shape) in members.iter().filter(|(name, _)| matches!(*name, "spec" | "template")) {
                    if let Some(value) = object.member(name) {
                        self.member(name, value, Node::Shape(*shape))?;
                    }
                }
            }
            Some(_) => {}
            None => {
                if let Some(resource) = super::resource_of(group, kind) {
                    self.value(&mut object.cursor(), Node::Tree(&resource.tree))?;
                }
            }
        }
        self.fields(object, group, kind);
        Ok(())
    }
}

/// The number of bytes from the key of a member to the rest of the text.
fn distance(key: Quoted<'_>, rest: &[u8]) -> usize {
    rest.as_ptr().addr().saturating_sub(key.written().as_ptr().addr())
}

/// Such a list may be the words of a command.
fn is_list_of_strings(json: &[u8]) -> bool {
    json.strip_prefix(b"[").is_some_and(|list| list.trim_ascii_start().starts_with(b"\""))
}

fn is_oci(text: &[u8]) -> bool {
    text.starts_with(b"oci://") || text.starts_with(b"docker://")
}

/// Whether a policy of Open Cluster Management says of the object in it that it must not be there.
fn is_forbidden(template: &Cursor<'_>) -> bool {
    let compliance = template.here().skip().ok().and_then(|it| it.member("complianceType")?.text());
    compliance.is_some_and(|it| it.eq_ignore_ascii_case("mustnothave"))
}

/// Whether a text looks literal, rather than like a template. A user name may contain `$`, and a password anything.
fn is_written_out(text: &str) -> bool {
    let has_userinfo = || text.split_once('@').is_some_and(|(userinfo, _)| userinfo.contains(':'));
    let may_be_filled_in = text.bytes().any(|byte| matches!(byte, b' ' | b'\n' | b'{' | b'$'));
    !may_be_filled_in || has_userinfo()
}

fn has_scheme(text: &str) -> bool {
    split_scheme(text).is_some()
}
