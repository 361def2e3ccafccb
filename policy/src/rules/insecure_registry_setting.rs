use super::{Evidence, Cause, Check, Risk, Mode, Rule};
use crate::registry::display::shown;
use crate::catalogue::fields::Field;
use crate::registry::url::{Authority, Url};

pub(super) static RULE: Rule =
    Rule { id: "insecure-registry-setting", mode: Mode::Deny, is_fixed: false, needs: Evidence::Name, checks: &[Check::InsecureField(say)] };

pub(super) const DOC: &str = r#"
A field of a resource makes its controller, or the nodes it configures, reach a registry without TLS or without verifying
TLS. Kinds with such fields: {insecure kinds}.

They include Argo CD repository Secrets (OCI only), Secrets whose annotations send them to an `http://` registry (Tekton,
kpack), the ConfigMap keys of Trivy Operator, Tekton Chains and kapp-controller, and Tekton parameters such as `TLSVERIFY`.
The [catalogue](catalogue.md) has each field with its source.

These are not findings: fields of the same name elsewhere (`insecure` of a Flux Bucket, `insecureSkipTLSVerify` of an
APIService), and registries on the node itself (`http://127.0.0.1:65001`).

Refused:

```yaml
apiVersion: config.openshift.io/v1
kind: Image
metadata: {name: cluster}
spec:
  registrySources: {insecureRegistries: [registry.example.com]}
```

```yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: app}
spec: {url: "oci://registry.example.com/manifests", insecure: true}
```

```yaml
apiVersion: tekton.dev/v1
kind: TaskRun
metadata: {name: build}
spec:
  taskRef: {name: buildah}
  params:
    - {name: IMAGE, value: registry.example.com/app}
    - {name: TLSVERIFY, value: "false"}
```

Passes:

```yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: Bucket
metadata: {name: minio}
spec: {endpoint: minio.example.com, insecure: true}
```
"#;

fn say(field: &Field, value: Option<&str>) -> Cause {
    Cause {
        seen: field.means.to_owned(),
        why: match value.and_then(Url::parse).and_then(|url| url.shown()) {
            Some(registry) if has_domain(registry) => format!("the field names `{}`", shown(registry)),
            _ if field.is_unsure => "the registry may be one of something other than images".to_owned(),
            _ => "the field is set".to_owned(),
        },
        risk: Risk::Is("anyone on the network path can read and replace what is pulled, and read the credentials sent with it"),
        fix: "give the registry a trusted certificate (from your own CA, for example), and remove the field".to_owned(),
        is_unsure: field.is_unsure,
    }
}

/// A word without a domain is as likely the value of a switch.
fn has_domain(registry: Authority<'_>) -> bool {
    registry.as_str().contains('.')
}
