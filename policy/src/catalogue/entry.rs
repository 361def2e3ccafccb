//! All rows in one form, for documents and tests.

use super::credentials::TOKENS;
use super::fields::{ANYWHERE, ENTRIES, FIELDS};
use super::files::{FILE_NAMES, FOLDERS, FORMATS, Needs, UNIT_VARIABLES};
use super::flags::{FLAGS, PROPERTIES, UNMISTAKABLE};
use super::kinds::KINDS;
use super::parameters::PARAMETERS;
use super::shapes::SHAPES;
use super::variables::{VARIABLES, names};
use super::{Proof, When, qualified};

/// A row of the catalogue.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The table it belongs to.
    pub table: Table,
    /// What it matches, in Markdown.
    pub subject: String,
    /// When it is a finding: "is true".
    pub condition: String,
    /// The owners: tools, or kinds with their group.
    pub owners: Vec<String>,
    /// Its spellings, each of which occurs in examples of both sorts.
    pub spellings: Vec<String>,
    /// The file name of an example, or the image of its container, if that matters.
    pub file: Option<&'static str>,
    /// Its source and examples.
    pub proof: Proof,
}

/// A table of the catalogue, which says what an example is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// A command line.
    Flags,
    /// A command line of a tool that is not known.
    Unmistakable,
    /// A word of a command line.
    Properties,
    /// `NAME=value`.
    Variables,
    /// A value of a variable of any name.
    Tokens,
    /// The text of a file.
    Files,
    /// A line of a file of variables, or of a unit of systemd.
    UnitVariables,
    /// A file name; the content is always the same.
    FileNames,
    /// An object in YAML.
    Fields,
    /// An object in YAML.
    Kinds,
    /// An object in YAML.
    Shapes,
    /// An object in YAML.
    Parameters,
}

impl Table {
    /// All of them.
    pub const ALL: [Table; 12] = [
        Table::Flags,
        Table::Unmistakable,
        Table::Properties,
        Table::Variables,
        Table::Tokens,
        Table::Files,
        Table::UnitVariables,
        Table::FileNames,
        Table::Fields,
        Table::Kinds,
        Table::Shapes,
        Table::Parameters,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Table::Flags => "Flags of tools",
            Table::Unmistakable => "Flags that mean the same for any tool",
            Table::Properties => "Properties of Java",
            Table::Variables => "Environment variables",
            Table::Tokens => "Tokens",
            Table::Files => "Files",
            Table::UnitVariables => "Variables of units",
            Table::FileNames => "Names of files",
            Table::Fields => "Fields of resources",
            Table::Kinds => "Custom resources with images and containers",
            Table::Shapes => "Shapes in custom resources and texts",
            Table::Parameters => "Parameters of resources",
        }
    }

    /// The rules whose findings such a row can cause.
    pub fn rules(self) -> &'static [&'static str] {
        match self {
            Table::Flags | Table::Unmistakable | Table::Properties => {
                &["insecure-registry-flag", "credentials-in-args"]
            }
            Table::Variables | Table::Tokens => &["insecure-registry-flag", "credentials-in-env"],
            Table::Files | Table::UnitVariables | Table::FileNames => {
                &["insecure-node-config", "credentials-in-config-map"]
            }
            Table::Fields => &["insecure-registry-setting"],
            Table::Kinds | Table::Shapes | Table::Parameters => &[
                "plaintext-scheme",
                "insecure-registry",
                "loopback-registry",
                "suspect-registry",
                "malformed-reference",
                "credentials-in-reference",
                "insecure-registry-flag",
                "credentials-in-env",
                "credentials-in-args",
                "credentials-in-resource",
                "credentials-in-config-map",
                "insecure-registry-setting",
            ],
        }
    }
}

/// All rows, table by table.
pub fn entries() -> Vec<Entry> {
    [of_commands(), of_files(), of_resources()].concat()
}

fn of_commands() -> Vec<Entry> {
    let mut all = Vec::new();
    for row in FLAGS {
        let (tools, names) = (owned(row.tools), owned(row.names));
        let commands = if row.commands.is_empty() { String::new() } else { format!(" {}", row.commands) };
        let oci = if row.needs_oci { ", with an `oci://` operand or `--enable-oci`" } else { "" };
        let subject = format!(
            "{} of {}{oci}",
            code(&names),
            tools.iter().map(|tool| format!("`{tool}{commands}`")).collect::<Vec<_>>().join(", ")
        );
        all.push(entry(Table::Flags, subject, &row.when, tools, names, &row.proof));
    }
    for row in UNMISTAKABLE {
        let names = owned(row.names);
        let only = if row.is_certain { "" } else { ", where nothing says whose arguments these are" };
        let subject = format!("{}{only}", code(&names));
        all.push(entry(Table::Unmistakable, subject, &row.when, Vec::new(), names, &row.proof));
    }
    for row in PROPERTIES {
        all.push(entry(
            Table::Properties,
            format!("`{}`", row.name),
            &row.when,
            Vec::new(),
            owned(&[row.name]),
            &row.proof,
        ));
    }
    for row in VARIABLES {
        let tool = if row.tool.is_empty() { String::new() } else { format!(" of {}", row.tool) };
        let images = if row.images.is_empty() {
            String::new()
        } else {
            format!(", in containers of {}", code(&owned(row.images)))
        };
        // Of many names some stand in examples; all are tested by themselves.
        let spellings = if row.name.contains(['{', '#']) { Vec::new() } else { names(row.name) };
        let subject = format!("`{}`{tool}{images}", row.name);
        let entry = entry(Table::Variables, subject, &row.when, Vec::new(), spellings, &row.proof);
        all.push(Entry { file: row.images.first().copied(), ..entry });
    }
    for row in TOKENS {
        let subject = format!("`{}…`, {}", row.start, row.name);
        let condition = "is in a variable or a command-line argument".to_owned();
        all.push(Entry {
            table: Table::Tokens,
            subject,
            condition,
            owners: Vec::new(),
            spellings: Vec::new(),
            file: None,
            proof: row.proof,
        });
    }
    all
}

fn of_files() -> Vec<Entry> {
    let mut all = Vec::new();
    for row in FORMATS {
        let fields = row.fields.iter().map(|field| format!("`{}` {}", field.path, field.when)).collect::<Vec<_>>();
        let fields = fields.join("; ");
        let condition = match row.needs {
            Needs::Nothing | Needs::Name => fields,
            Needs::Beside(beside) => format!("{fields}; if {}", beside.described()),
        };
        all.push(Entry {
            table: Table::Files,
            subject: row.name.to_owned(),
            condition,
            owners: Vec::new(),
            spellings: Vec::new(),
            file: row.file,
            proof: row.proof,
        });
    }
    for row in UNIT_VARIABLES {
        all.push(Entry {
            table: Table::UnitVariables,
            subject: format!("`…{}`", row.end),
            condition: When::Flags("dockerd").to_string(),
            owners: Vec::new(),
            spellings: owned(&[row.end]),
            file: None,
            proof: row.proof,
        });
    }
    let names = FILE_NAMES.iter().map(|row| (format!("`…{}`", row.name), &row.proof));
    let folders = FOLDERS.iter().map(|row| (format!("`…{}…`", row.part), &row.proof));
    for (subject, proof) in names.chain(folders) {
        all.push(Entry {
            table: Table::FileNames,
            subject,
            condition: "is a key in a Secret, or a file path".to_owned(),
            owners: Vec::new(),
            spellings: Vec::new(),
            file: None,
            proof: *proof,
        });
    }
    all
}

fn of_resources() -> Vec<Entry> {
    let mut all = Vec::new();
    for row in FIELDS {
        let kinds = row.kinds.iter().map(|kind| qualified(row.group, kind)).collect::<Vec<_>>();
        let only_if = row.only_if.iter().map(|beside| format!(", if {}", beside.described()));
        let subject = format!("`{}` of {}{}", row.path, code(&kinds), only_if.collect::<String>());
        all.push(entry(Table::Fields, subject, &row.when, owned(row.kinds), Vec::new(), &row.proof));
    }
    for row in ANYWHERE {
        let subject = format!("{}, in any resource that is not built in", row.described);
        all.push(entry(Table::Fields, subject, &row.field.when, Vec::new(), Vec::new(), &row.field.proof));
    }
    for row in ENTRIES {
        let subject = format!("entry `{}` of a `ConfigMap`", row.shown_key());
        all.push(entry(
            Table::Fields,
            subject,
            &row.field.when,
            owned(row.field.kinds),
            owned(&[row.key]),
            &row.field.proof,
        ));
    }
    for row in KINDS {
        let kinds = row.kinds.iter().map(|kind| qualified(row.group, kind)).collect::<Vec<_>>();
        let places = row.places.iter().map(|(path, shape)| format!("`{path}` is {}", shape.described()));
        all.push(Entry {
            table: Table::Kinds,
            subject: code(&kinds),
            condition: places.collect::<Vec<_>>().join("; "),
            owners: owned(row.kinds),
            spellings: Vec::new(),
            file: None,
            proof: row.proof,
        });
    }
    for row in SHAPES {
        let (subject, condition) = row.described.split_once(": ").unwrap_or((row.described, ""));
        all.push(Entry {
            table: Table::Shapes,
            subject: subject.to_owned(),
            condition: format!("is {condition}"),
            owners: Vec::new(),
            spellings: Vec::new(),
            file: None,
            proof: row.proof,
        });
    }
    // Templates have a group, but for those of old.
    for row in PARAMETERS.iter().filter(|row| !row.group.is_empty()) {
        let (open, close) = row.around;
        let sets = row.sets.iter().map(|set| {
            let references = set.prefixes.iter().map(|prefix| {
                let dot = if prefix.is_empty() { "" } else { "." };
                format!("`{open}{prefix}{dot}NAME{close}`")
            });
            let lists = set.lists.iter().map(|list| format!("`{list}`"));
            format!("{} from {}", references.collect::<Vec<_>>().join(", "), lists.collect::<Vec<_>>().join(", "))
        });
        let kinds = row.kinds.iter().map(|kind| qualified(row.group, kind)).collect::<Vec<_>>();
        let of = if kinds.is_empty() { format!("kinds of `{}`", row.group) } else { code(&kinds) };
        all.push(Entry {
            table: Table::Parameters,
            subject: format!("{} in {of}", sets.collect::<Vec<_>>().join("; ")),
            condition: "has a value or a default there with which something is found".to_owned(),
            owners: owned(row.kinds),
            spellings: Vec::new(),
            file: None,
            proof: row.proof,
        });
    }
    all
}

fn entry(
    table: Table,
    subject: String,
    condition: &When,
    owners: Vec<String>,
    spellings: Vec<String>,
    proof: &Proof,
) -> Entry {
    Entry { table, subject, condition: condition.to_string(), owners, spellings, file: None, proof: *proof }
}

fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|it| (*it).to_owned()).collect()
}

fn code(list: &[String]) -> String {
    list.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}
