//! Explains what becomes of the objects in a text, place by place.

use insecure_registry_manifests::documents::documents;
use insecure_registry_manifests::request::{inputs_in, payload};
use insecure_registry_manifests::source::steps;
use insecure_registry_policy::request::Request;
use insecure_registry_policy::why::{WhyPlace, explain};
use serde::Serialize;
use serde_json::{Value, json};

use crate::finding::{Place, Places};
use crate::{Checker, Unreadable, printable};

/// What there is to say of a text.
#[derive(Debug, Default, Serialize)]
pub struct Explanation {
    /// The objects, in their order.
    pub objects: Vec<ExplainedObject>,
    /// The documents that could not be checked.
    pub unreadable: Vec<Unreadable>,
}

/// An object, and why it is accepted or denied.
#[derive(Debug, Serialize)]
pub struct ExplainedObject {
    /// The number of its document, from 1, without counting empty ones.
    pub document: usize,
    /// `Deployment shop/web`.
    pub subject: String,
    /// Whether it is accepted.
    pub accepted: bool,
    /// The entry of `namespaces` that counts for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<String>,
    /// Where the policy looked, and what it saw there.
    pub places: Vec<ExplainedPlace>,
}

/// A place, and where it stands in the text.
#[derive(Debug, Serialize)]
pub struct ExplainedPlace {
    /// Where in the text.
    #[serde(flatten)]
    pub place: Place,
    /// What was seen there.
    #[serde(flatten)]
    pub why: WhyPlace,
}

impl Checker<'_> {
    /// Explains what becomes of each object in a text.
    pub fn explain(&self, text: &str) -> Explanation {
        let mut explanation = Explanation::default();
        for (document, read) in (1..).zip(documents(text)) {
            let inputs = read.and_then(|(part, value)| inputs_in(document, (part, value), self.namespace));
            let inputs = match inputs {
                Ok(inputs) => inputs,
                Err(problem) => {
                    explanation.unreadable.push(Unreadable::new(document, problem, None));
                    continue;
                }
            };
            let Some(part) = inputs.first().map(|input| &input.part) else { continue };
            let places = Places::new(part);
            for input in &inputs {
                let payload = payload(&input.request, &json!({}));
                let why = Request::parse(&payload).and_then(|request| explain(request, self.settings, self.clock));
                let why = match why {
                    Ok(why) => why,
                    Err(error) => {
                        let place = places.of_object(input);
                        let message = error.to_string();
                        explanation.unreadable.push(Unreadable { document, place, message, engine: None });
                        continue;
                    }
                };
                let object: &Value = &input.request["object"];
                for explained in why.objects {
                    let is_denied = |it: &WhyPlace| it.findings.iter().any(|finding| finding.action == "deny");
                    explanation.objects.push(ExplainedObject {
                        document,
                        subject: printable(&explained.subject),
                        accepted: !explained.places.iter().any(is_denied),
                        settings: explained.settings,
                        places: explained
                            .places
                            .into_iter()
                            .map(|why| ExplainedPlace { place: places.at(input, steps(object, &why.path)), why })
                            .collect(),
                    });
                }
            }
        }
        explanation
    }
}
