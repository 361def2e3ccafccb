//! Units of Podman's Quadlet. What they pull without verification, Podman alone pulls so: a comment, not an entry.
//!
//! Source: podman-systemd.unit(5), <https://github.com/containers/podman/blob/main/pkg/systemd/quadlet/quadlet.go>.

use insecure_registry_policy::registry::image::Image;

use super::findings::{Findings, named};
use super::flags;
use super::tree::Location;

/// Says of which registries a unit and its drop-ins do not verify TLS.
pub(crate) fn interpret(files: &[Location], findings: &mut Findings) {
    for file in files {
        let Some(text) = file.text() else { continue };
        let lines = flags::settings(&text, &file.shown());
        let image = lines.iter().rev().find(|it| it.key == "Image").map_or("", |it| it.value.as_str());
        let image = Image::parse(image);
        let host = image.as_ref().and_then(|image| image.registry).map_or("", |registry| registry.as_str());
        // The last one counts, as for every setting that is no list.
        let verify = lines.iter().rev().find(|it| it.key == "TLSVerify");
        let unverified = verify.filter(|it| is_false(&it.value)).into_iter();
        let arguments = lines.iter().filter(|it| it.key == "PodmanArgs");
        let unverified = unverified.chain(arguments.filter(|it| {
            let flag = |word: &String| word.strip_prefix("--tls-verify=").is_some_and(is_false);
            flags::words(&it.value).iter().any(flag)
        }));
        for line in unverified {
            let what = format!(
                "is for what Podman pulls for this unit{}; list the registry in insecureRegistries if nodes pull from it so",
                named("from", host)
            );
            findings.remark(line.source(), &what);
        }
    }
}

/// As systemd and Go's `strconv.ParseBool` read a boolean.
fn is_false(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "0" | "f" | "n" | "no" | "false" | "off")
}
