//! The structure that a value must have for a place to be reached.

/// Where a string is that may hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// An entry of a `ConfigMap`, in `data` or, as base64, in `binaryData`.
    ConfigEntry,
    /// An annotation or a label.
    Annotation,
    /// Any field of a resource whose kind is not built in.
    Field,
    /// An entry of a Secret that is named like a runtime configuration file.
    SecretFile,
    /// A word of a command line.
    Word,
}

/// The expected structure of a value. `null` counts as absent.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// An object with these members among others.
    Object(&'static [(&'static str, Shape)]),
    /// An object that is a pod spec.
    PodSpec(&'static [(&'static str, Shape)]),
    /// A list of such values.
    List(&'static Shape),
    /// A string: an image.
    Image,
    /// A string: the URL of an image, if its scheme is this one.
    ImageUrl(&'static str),
    /// An object: `OpenShift`'s reference to an image, or to something else.
    ImageReference,
    /// An object: a parameter, perhaps Tekton's `bundle`, which is an image.
    Bundle,
    /// An object: a container.
    Container,
    /// A list of strings: the arguments of a tool, which is written as JSON, with its subcommand.
    Arguments(&'static str),
    /// An object: an environment variable.
    Variable,
    /// An object that maps names to strings.
    Map(Carrier),
    /// An object: the metadata of an object.
    Metadata,
    /// An object about which nothing else is known: its annotations and labels, and every other string.
    Resource,
    /// An object: a Secret, whose type says what its keys mean.
    Secret,
}

impl Shape {
    /// What it is, in words.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn described(self) -> String {
        match self {
            Shape::Image => "an image".to_owned(),
            Shape::ImageUrl(scheme) => format!("an image or a registry after `{scheme}`"),
            Shape::ImageReference => "a reference to an image".to_owned(),
            Shape::Bundle => "a parameter that may be a bundle".to_owned(),
            Shape::Container => "a container".to_owned(),
            Shape::Arguments(tool) => {
                format!("a list of arguments of `{}`", tool.replace(['[', ']', '"'], "").replace(',', " "))
            }
            Shape::List(Shape::Container) => "a list of containers".to_owned(),
            Shape::List(Shape::Variable) => "a list of variables".to_owned(),
            Shape::List(shape) => format!("a list, each {}", shape.described()),
            Shape::PodSpec(_) => "a pod spec".to_owned(),
            Shape::Variable => "a variable".to_owned(),
            Shape::Object(_) | Shape::Map(_) | Shape::Metadata | Shape::Resource | Shape::Secret => {
                "an object".to_owned()
            }
        }
    }
}

pub(crate) const CONTAINERS: Shape = Shape::List(&Shape::Container);
const VOLUMES: Shape = Shape::List(&Shape::Object(&[("image", Shape::Object(&[("reference", Shape::Image)]))]));
pub(crate) const POD_SPEC: Shape = Shape::PodSpec(&[
    ("containers", CONTAINERS),
    ("initContainers", CONTAINERS),
    ("ephemeralContainers", CONTAINERS),
    ("volumes", VOLUMES),
]);
