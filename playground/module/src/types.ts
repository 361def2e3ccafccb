// <generated>
// By `make bless`, from the rules and the fields of the settings.

/** The id of a rule. */
export type RuleId =
    | "plaintext-scheme"
    | "malformed-reference"
    | "credentials-in-reference"
    | "insecure-registry"
    | "loopback-registry"
    | "suspect-registry"
    | "untrusted-registry"
    | "insecure-registry-flag"
    | "insecure-node-config"
    | "insecure-registry-setting"
    | "credentials-in-env"
    | "credentials-in-args"
    | "credentials-in-config-map"
    | "credentials-in-annotation"
    | "credentials-in-resource"
    | "pull-secret-over-http"
    | "unreadable-pull-secret"
    | "mistyped-pull-secret"
    | "pull-secret-in-last-applied"
    | "unreadable-object"
    | "unopened-content";

/** The id of a rule whose mode the settings may change. */
export type SettableRuleId = Exclude<RuleId, "unreadable-object">;

/** An item of `exemptions`. */
export interface Exemption {
    /** Why, for whoever reads this later. */
    reason: string;
    /** Rule IDs; if empty, all rules. */
    rules?: readonly RuleId[];
    /** `*` stands for any characters, here and below. */
    namespaces?: readonly string[];
    /** Kind, or group/Kind. */
    kinds?: readonly string[];
    /** Object names, or prefixes from generateName. */
    names?: readonly string[];
    /** Names of the user who sends the request. */
    users?: readonly string[];
    /** Groups of the user who sends the request. */
    groups?: readonly string[];
    /** References as written, normalised, or normalised without tag and digest. */
    images?: readonly string[];
    /** The last day on which it counts, in UTC (2027-01-31), or a time with its zone (2027-01-31T18:00:00Z). It warns during its last 14 days. */
    until?: string;
}

/** An item of `customResources`. */
export interface CustomResource {
    /** The API group. */
    group: string;
    /** The kind. */
    kind: string;
    /** Paths of pod specs. */
    podSpecs?: readonly string[];
    /** Paths of images. */
    images?: readonly string[];
}

/** An item of `namespaces`. */
export interface NamespaceOverride {
    /** Names of namespaces; `*` stands for any characters. */
    match: readonly string[];
    /** Instead of insecureRegistries. */
    insecureRegistries?: readonly string[];
    /** Instead of trustedRegistries. */
    trustedRegistries?: readonly string[];
    /** Instead of allowedRegistries. */
    allowedRegistries?: readonly string[];
    /** Instead of deniedRegistries. */
    deniedRegistries?: readonly string[];
    /** Instead of suspectPorts. */
    suspectPorts?: readonly number[];
    /** The modes of some rules: deny, warn or allow. */
    rules?: { readonly [id in SettableRuleId]?: Mode };
    /** Instead of generated. */
    generated?: "deny" | "warn";
}

/** The value of `annotations`. */
export interface AnnotationExemptions {
    /** IDs of the rules that annotations may exempt; if empty, none. */
    rules?: readonly RuleId[];
    /** Where they may; `*` stands for any characters. If empty, everywhere. */
    namespaces?: readonly string[];
}

/** The settings. Every field is optional. */
export interface Settings {
    /** Registries that nodes reach without TLS or without verifying it, as daemon.json, hosts.toml or registries.conf say on the nodes. A host, host:port, *.suffix, *.suffix:port or an address block. */
    insecureRegistries?: readonly string[];
    /** Registries whose TLS nodes verify, even if they look insecure. Silences loopback-registry and suspect-registry. */
    trustedRegistries?: readonly string[];
    /** If set, images may come only from these. Entries may continue with a path of whole components. */
    allowedRegistries?: readonly string[];
    /** Images may not come from these. Entries may continue with a path of whole components. */
    deniedRegistries?: readonly string[];
    /** Ports that make a registry suspect. */
    suspectPorts?: readonly number[];
    /** Overrides a rule's default mode: deny, warn or allow. */
    rules?: { readonly [id in SettableRuleId]?: Mode };
    /** Findings to ignore. Every non-empty list must match; exempt findings stay in the audit log. */
    exemptions?: readonly Exemption[];
    /** Paths of pod specs and images in other kinds. Paths are keys joined by dots, `[*]` for each item of a list or value of a map, `["a.b/c"]` for any key. */
    customResources?: readonly CustomResource[];
    /** What happens on update to findings that the old object also has: ratchet only warns, strict denies. */
    updates?: "ratchet" | "strict";
    /** Findings in objects that Kubernetes' workload controllers create for an already evaluated owner, such as a ReplicaSet's Pods: deny, or warn, so that workloads older than the policy survive a drain. Set warn only if the policy evaluates all workload kinds on CREATE and UPDATE. */
    generated?: "deny" | "warn";
    /** A line added to each denial, such as whom to ask. */
    help?: string;
    /** Other settings for some namespaces. The first entry that matches the object's namespace counts; a list replaces the one outside, and rules that an entry does not name keep their mode. */
    namespaces?: readonly NamespaceOverride[];
    /** What the annotation insecure-registry.io/ignore of an object or a pod template may exempt. Without it, annotations exempt nothing. */
    annotations?: AnnotationExemptions;
}

// </generated>

/** What a rule's findings do. */
export type Mode = "deny" | "warn" | "allow";

/** What becomes of a finding: `unchanged` is in the old object as well, `generated` in what a controller made of its owner, `exempt` has a reason. */
export type Action = "deny" | "warn" | "unchanged" | "generated" | "exempt";

/** What is done to an object. Any string, so that the enumerations of other packages fit; another one than these throws. */
export type Operation = "CREATE" | "UPDATE" | "DELETE" | "CONNECT" | (string & {});

/** A kind, with its group (empty for the core group). */
export interface GroupVersionKind {
    group?: string;
    version?: string;
    kind: string;
}

/** The `request` of an AdmissionReview, as far as the policy looks at it. */
export interface AdmissionRequest {
    uid?: string;
    kind: GroupVersionKind;
    operation: Operation;
    subResource?: string | null;
    namespace?: string | null;
    name?: string | null;
    /** The object as it is to become. */
    object?: object | null;
    /** The object as it was. */
    oldObject?: object | null;
    userInfo?: { username?: string; groups?: readonly string[] } | null;
}

/** What the API server sends to a webhook. */
export interface AdmissionReview {
    apiVersion?: string;
    kind: "AdmissionReview";
    request?: AdmissionRequest;
}

/** What the audit log is told: a JSON list of all findings. */
export interface AuditAnnotations {
    findings: string;
}

/** The request may go on. */
export interface Accepted {
    accepted: true;
    message?: undefined;
    code?: undefined;
    audit_annotations?: AuditAnnotations;
    /** What the user is told; left out if it is nothing. */
    warnings?: string[];
}

/** The request is refused. */
export interface Denied {
    accepted: false;
    /** Why: a line in general, a line for each finding, and the administrator's line. */
    message: string;
    /** The HTTP status. */
    code: number;
    audit_annotations: AuditAnnotations;
    warnings?: string[];
}

/** What the policy server is answered. */
export type Verdict = Accepted | Denied;

/** Where something stands in a text, from 1, in characters (code points). */
export interface Place {
    line: number;
    /** Left out after something on the line that may not be shown, since it would say how long that is. */
    column?: number;
    /** Where it ends on that line; left out if it has no length or its length may not be told. */
    endColumn?: number;
}

/** What a rule found at a place of an object. */
export interface Finding extends Place {
    rule: RuleId;
    /** Where in the object: `spec.containers[0].image`. */
    path: string;
    /** The name of the container that the path leads to. */
    within?: string;
    action: Action;
    /** Of the exemption. */
    reason?: string;
    seen: string;
    /** Why it counts. */
    why: string;
    /** What can come of it. */
    risk: string;
    /** What to do. */
    fix: string;
}

/** An object of a text, judged. */
export interface CheckedObject {
    /** The number of the document, from 1, without counting empty ones. The items of a `List` share theirs. */
    document: number;
    /** `Pod team-a/web` */
    subject: string;
    kind: string;
    namespace?: string;
    /** The name, or `generateName`. */
    name?: string;
    operation: Operation;
    verdict: Verdict;
    /** In the order of the text. */
    findings: Finding[];
    /** How many more there are that deny, beyond those that are listed. */
    more: number;
}

/** A document that cannot be judged. */
export interface Unreadable extends Place {
    document: number;
    message: string;
}

/** What was found in a text. */
export interface Check {
    objects: CheckedObject[];
    /** Refuse the text if there is any. */
    unreadable: Unreadable[];
    /** What is odd about documents that were checked: a key that stands twice in a mapping, of which the last one counts. */
    warnings?: Unreadable[];
    /** How many documents are not manifests: they have neither `kind` nor `apiVersion`. */
    skipped: number;
}

/** A mistake in settings. Only what was read from a text has a place. */
export interface SettingsProblem extends Partial<Place> {
    /** `exemptions[0].reason`; empty if the text cannot be read. */
    path: string;
    message: string;
}

/** Whether settings are good. */
export type SettingsAnswer =
    | { valid: true; message?: undefined; problems?: undefined }
    | { valid: false; message: string; problems: SettingsProblem[] };

/** A rule. */
export interface Rule {
    id: RuleId;
    /** What its findings do unless the settings say otherwise. */
    mode: Mode;
    /** Whether the settings may not say otherwise. */
    fixed: boolean;
    /** In Markdown, like the documentation. */
    summary: string;
    documentation: string;
}
