use super::{Evidence, Cause, Check, Risk, Mode, Rule};
use crate::auth::{self, Form};
use crate::json::Raw;
use crate::places::PULL_SECRETS;

pub(super) static RULE: Rule =
    Rule { id: "pull-secret-in-last-applied", mode: Mode::Warn, is_fixed: false, needs: Evidence::Name, checks: &[Check::LastApplied(check)] };

pub(super) const DOC: &str = r#"
The annotation `kubectl.kubernetes.io/last-applied-configuration` of a pull secret repeats its content. `kubectl apply` does
this to every Secret, and anyone who can read the Secret can read both. But annotations end up in more places, such as logs
and the output of tools that mask only `data`, so this rule warns.

Warns:

```yaml
apiVersion: v1
kind: Secret
metadata:
  name: regcred
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/dockerconfigjson","metadata":{"name":"regcred"},
       "data":{".dockerconfigjson":"eyJhdXRocyI6eyJyZWdpc3RyeS5leGFtcGxlLmNvbSI6eyJhdXRoIjoiY205aWIzUTZRMEZPUVZKWkxXNXZkQzFoTFhKbFlXd3RjR0Z6YzNkdmNtUT0ifX19"}}
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: eyJhdXRocyI6eyJyZWdpc3RyeS5leGFtcGxlLmNvbSI6eyJhdXRoIjoiY205aWIzUTZRMEZPUVZKWkxXNXZkQzFoTFhKbFlXd3RjR0Z6YzNkdmNtUT0ifX19
```

Passes: the annotation of a pull secret that was applied empty, to be filled in later.

```yaml
apiVersion: v1
kind: Secret
metadata:
  name: regcred
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/dockerconfigjson","metadata":{"name":"regcred"},
       "data":{".dockerconfigjson":"e30="}}
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: eyJhdXRocyI6eyJyZWdpc3RyeS5leGFtcGxlLmNvbSI6eyJhdXRoIjoiY205aWIzUTZRMEZPUVZKWkxXNXZkQzFoTFhKbFlXd3RjR0Z6YzNkdmNtUT0ifX19
```
"#;

fn check(manifest: &str, form: Form) -> Option<Cause> {
    let [data, string_data] = Raw::new(manifest.as_bytes()).ok()?.members(["data", "stringData"]);
    let (_, key, _) = PULL_SECRETS.iter().find(|(_, _, of)| *of == form)?;
    let text = |field: Option<Raw<'_>>| Some(field?.member(key)?.text()?.as_str().to_owned());
    let encoded = text(data).and_then(|text| auth::decode(text.as_bytes()).ok());
    let plain = text(string_data).map(String::into_bytes);
    let holds_credential = |document: Vec<u8>| {
        auth::read(&document, form).is_ok_and(|entries| entries.iter().any(|entry| entry.holds_credential))
    };
    [encoded, plain].into_iter().flatten().any(holds_credential).then(|| Cause {
        seen: "the annotation repeats the credentials of the pull secret".to_owned(),
        why: "`kubectl apply` stores the manifest there".to_owned(),
        risk: Risk::Is("the credentials appear wherever annotations do"),
        fix: "use `kubectl apply --server-side`, or `kubectl create`, and remove the annotation".to_owned(),
        is_unsure: false,
    })
}
