//! The manifests under `deploy/` are what Kubewarden's own types read, and those of Kubernetes.

use insecure_registry_fixtures::deploy;
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding};
use kubewarden_policy_sdk::crd::policies::{AdmissionPolicy, ClusterAdmissionPolicy, ClusterAdmissionPolicyGroup};
use serde::de::DeserializeOwned;
use serde_json::Value;

fn read<T: DeserializeOwned>(document: &Value) -> Result<(), String> {
    serde_json::from_value::<T>(document.clone()).map(drop).map_err(|error| error.to_string())
}

#[test]
fn each_manifest_is_what_its_kind_is() {
    let mut policies = 0;
    for (path, document) in deploy() {
        let read = match document["kind"].as_str().unwrap() {
            "ClusterAdmissionPolicy" => read::<ClusterAdmissionPolicy>(&document),
            "ClusterAdmissionPolicyGroup" => read::<ClusterAdmissionPolicyGroup>(&document),
            "AdmissionPolicy" => read::<AdmissionPolicy>(&document),
            "Namespace" => read::<Namespace>(&document),
            "ClusterRole" => read::<ClusterRole>(&document),
            "ClusterRoleBinding" => read::<ClusterRoleBinding>(&document),
            other => Err(format!("a {other}, which nobody expects there")),
        };
        assert_eq!(read, Ok(()), "{}", path.display());
        policies += usize::from(document["kind"].as_str().unwrap().ends_with("AdmissionPolicy"));
    }
    assert!(policies > 3, "only {policies} policies");
}
