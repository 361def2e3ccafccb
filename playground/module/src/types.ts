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

/** An item of `insecureMirrors`. */
export interface InsecureMirror {
    /** The registry whose images come from the mirror, as in insecureRegistries; may continue with a path of whole components. */
    of: string;
    /** The mirror: host or host:port. */
    at: string;
    /** Which pulls go there: all, those of tags, those of digests, or content (all, but tags are resolved elsewhere). */
    pulls?: "all" | "tags" | "digests" | "content";
    /** Whether the runtime sends the registry's pull secrets there: containerd and dockerd do, CRI-O never does. */
    pullSecrets?: "sent" | "never";
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

/** An item of `rewrites`. */
export interface Rewrite {
    /** A registry as in allowedRegistries: it may go on with a path. */
    from: string;
    /** The registry that takes its place, perhaps with a path. */
    to: string;
    /** A pull secret for the new registry, added to pod specs that lack it. */
    pullSecret?: string;
    /** Namespaces, with `*` for any characters; if empty, all. */
    namespaces?: readonly string[];
    /** Registries and repositories that are left alone, as in allowedRegistries. */
    except?: readonly string[];
    /** The objects that are changed: pods, so that workloads stay as they are in Git, or workloads too. */
    on?: "pods" | "workloads";
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
    /** Mirrors that nodes reach without TLS or without verifying it, for images of other registries. */
    insecureMirrors?: readonly InsecureMirror[];
    /** Other settings for some namespaces. The first entry that matches the object's namespace counts; a list replaces the one outside, and rules that an entry does not name keep their mode. */
    namespaces?: readonly NamespaceOverride[];
    /** What the annotation insecure-registry.io/ignore of an object or a pod template may exempt. Without it, annotations exempt nothing. */
    annotations?: AnnotationExemptions;
    /** Where images come from instead. The first entry that covers an image rewrites it, if the policy resource has `mutating: true`; the rules check the image after that. */
    rewrites?: readonly Rewrite[];
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

/** An entry of a list of registries that matches an image. */
export interface WhyEntry {
    list: "insecureRegistries" | "trustedRegistries" | "allowedRegistries" | "deniedRegistries";
    entry: string;
}

/** What an exemption has to do with a finding. */
export interface WhyExemption {
    /** `exemptions[0]`. */
    path: string;
    reason: string;
    /** Whether it covers the finding. */
    covers: boolean;
    /** The selectors that do not match, or `until` if it has ended; left out if there are none. */
    mismatches?: string[];
}

/** Something that was found at a place, and what would change that. */
export interface WhyFinding {
    rule: RuleId;
    /** Where, if that is deeper than the place. */
    path?: string;
    /** `repeated` if the object itself has it too. */
    action: Action | "repeated";
    seen: string;
    /** Why it counts. */
    why: string;
    /** Why it is exempt. */
    reason?: string;
    /** The exemptions for this rule. */
    exemptions?: WhyExemption[];
    /** What would change the answer. */
    changes: string[];
}

/** A rule that did not run. */
export interface WhySkipped {
    rule: RuleId;
    /** The setting that turns it off, or why it cannot run here. */
    by: string;
    /** What it would have found. */
    wouldFind?: string[];
}

/** A place that the policy checked. */
export interface WhyPlace extends Place {
    /** Where in the object: `spec.containers[0].image`. */
    path: string;
    /** The name of the container that the path leads to. */
    within?: string;
    /** What is there: `image`, `environment variable`, … */
    what: string;
    /** How that is known: by the schema of the kind, by its shape, or only by a name. */
    knownBy: "schema" | "shape" | "name";
    /** As much of it as may be shown. */
    shown?: string;
    /** What became of the image before the rules saw it. */
    rewritten?: string;
    /** The entries of lists that match. */
    entries?: WhyEntry[];
    findings: WhyFinding[];
    /** The rules that ran and found nothing. */
    passed: RuleId[];
    skipped?: WhySkipped[];
}

/** An object, and why it is accepted or denied. */
export interface ExplainedObject {
    /** The number of the document, from 1, without counting empty ones. */
    document: number;
    /** `Pod team-a/web` */
    subject: string;
    accepted: boolean;
    /** The entry of `namespaces` in the settings that counts for it: `namespaces[0]`. */
    settings?: string;
    /** In the order of the object. */
    places: WhyPlace[];
}

/** What becomes of the objects in a text, and why. */
export interface Explanation {
    objects: ExplainedObject[];
    unreadable: Unreadable[];
}

/** An image that was rewritten. */
export interface Rewritten extends Place {
    /** Where in the object. */
    path: string;
    subject: string;
    /** What was done. */
    what: string;
}

/** An image that stays as it is. */
export interface Left extends Place {
    path: string;
    subject: string;
    why: string;
}

/** A text after its images were rewritten. */
export interface Fixed {
    /** The new text; left out if it is the old one. */
    text?: string;
    /** In the order of the text, like `left`. */
    fixes: Rewritten[];
    /** What was to be changed and could not be. */
    left: Left[];
    /** What stays since a kustomization in the text replaces it. */
    kept: Left[];
    unreadable: Unreadable[];
    /** How many documents were looked at. */
    documents: number;
}

/** A change that takes a finding away. */
export interface QuickFix {
    /** What it does, for a menu. Shows nothing that may be a secret. */
    title: string;
    /** All of the text after the change. */
    text: string;
}
