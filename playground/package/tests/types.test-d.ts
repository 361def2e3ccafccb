// Compiled by `tsc --strict` and never run: what the types let through, and what they do not.
import init, {
    type AdmissionRequest,
    type Check,
    check,
    type Explanation,
    evaluate,
    type Finding,
    type Fixed,
    fix,
    type QuickFix,
    quickFixes,
    type Rule,
    type RuleId,
    rules,
    type Settings,
    type Verdict,
    validateSettings,
    why,
} from "insecure-registry";

/** Fails to compile unless both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
const same = <A, B>(_: Same<A, B>) => {};

const request: AdmissionRequest = { uid: "u", operation: "CREATE", kind: { kind: "Pod" }, object: {} };
enum OtherOperation {
    Create = "CREATE",
}
evaluate({ ...request, operation: OtherOperation.Create });
evaluate({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", request }, {});
evaluate(request, "updates: strict");
// @ts-expect-error a manifest is no request
evaluate({ apiVersion: "v1", kind: "Pod" });
// @ts-expect-error `operation` is missing
evaluate({ kind: { kind: "Pod" } });
// @ts-expect-error a request is needed
evaluate();

const verdict = evaluate(request);
same<typeof verdict, Verdict>(true);
if (verdict.accepted) {
    // @ts-expect-error there may be none
    verdict.warnings.length;
    same<typeof verdict.message, undefined>(true);
} else {
    same<typeof verdict.message, string>(true);
    verdict.audit_annotations.findings.length;
}

const result: Check = check("kind: Pod", { suspectPorts: [80] });
for (const { subject, findings } of result.objects) {
    for (const finding of findings) {
        same<typeof finding, Finding>(true);
        same<typeof finding.rule, RuleId>(true);
        same<typeof finding.action, "deny" | "warn" | "unchanged" | "generated" | "exempt">(true);
        subject.slice(finding.line, finding.endColumn);
        same<typeof finding.column, number | undefined>(true);
    }
}
// @ts-expect-error a text is needed
check({ kind: "Pod" });

const settings: Settings = {
    insecureRegistries: ["*.corp.example:5000"],
    trustedRegistries: [],
    allowedRegistries: [],
    deniedRegistries: [],
    suspectPorts: [80, 5000],
    rules: { "suspect-registry": "allow" },
    exemptions: [{ reason: "k3d", rules: ["loopback-registry"], namespaces: ["dev-*"] }],
    customResources: [{ group: "example.com", kind: "Widget", podSpecs: ["spec.template.spec"] }],
    updates: "strict",
    generated: "warn",
    help: "ask us",
    insecureMirrors: [{ of: "docker.io", at: "mirror.example.com", pulls: "digests", pullSecrets: "never" }],
} as const;
validateSettings(settings);
// @ts-expect-error there is no such field
validateSettings({ insecureRegistry: [] });
// @ts-expect-error there is no such rule
validateSettings({ rules: { "no-such-rule": "deny" } });
// @ts-expect-error there is no such mode
validateSettings({ rules: { "suspect-registry": "off" } });
// @ts-expect-error its mode is fixed
validateSettings({ rules: { "unreadable-object": "warn" } });
// @ts-expect-error there is no such rule
validateSettings({ exemptions: [{ reason: "r", rules: ["no-such-rule"], names: ["a"] }] });
// @ts-expect-error `reason` is missing
validateSettings({ exemptions: [{ names: ["a"] }] });
// @ts-expect-error `kind` is missing
validateSettings({ customResources: [{ group: "example.com", images: ["spec.image"] }] });
// @ts-expect-error `at` is missing
validateSettings({ insecureMirrors: [{ of: "docker.io" }] });
// @ts-expect-error neither `sent` nor `never`
validateSettings({ insecureMirrors: [{ of: "docker.io", at: "mirror.example.com", pullSecrets: "maybe" }] });
// @ts-expect-error neither `ratchet` nor `strict`
validateSettings({ updates: "never" });
// @ts-expect-error neither `deny` nor `warn`
validateSettings({ generated: "allow" });
// @ts-expect-error ports are numbers
validateSettings({ suspectPorts: ["80"] });
// @ts-expect-error settings are needed
validateSettings();

const answer = validateSettings(settings);
if (!answer.valid) {
    answer.problems[0]?.line?.toFixed();
    same<typeof answer.message, string>(true);
} else {
    same<typeof answer.problems, undefined>(true);
}

const explanation: Explanation = why("kind: Pod", "updates: strict");
for (const { settings: entry, places } of explanation.objects) {
    same<typeof entry, string | undefined>(true);
    for (const { line, knownBy, findings, passed, skipped } of places) {
        line.toFixed();
        same<typeof knownBy, "schema" | "shape" | "name">(true);
        same<(typeof passed)[number], RuleId>(true);
        findings[0]?.changes[0]?.length;
        // @ts-expect-error there may be none
        skipped.length;
    }
}
// @ts-expect-error a text is needed
why({ kind: "Pod" });

const fixed: Fixed = fix("kind: Pod", { rewrites: [{ from: "docker.io", to: "registry.example.com/hub" }] });
same<typeof fixed.text, string | undefined>(true);
fixed.fixes[0]?.what.slice(fixed.fixes[0].column);
// @ts-expect-error `to` is missing
fix("kind: Pod", { rewrites: [{ from: "docker.io" }] });

const quick: QuickFix[] = quickFixes("kind: Pod", 0, 0, settings);
quick[0]?.text.length;
// @ts-expect-error a finding is needed
quickFixes("kind: Pod", 0);

const all: Rule[] = rules();
same<(typeof all)[number]["mode"], "deny" | "warn" | "allow">(true);
// @ts-expect-error there is no such rule
export const id: RuleId = "no-such-rule";

init().then(() => {});
init(new Uint8Array());
init(new URL("https://example.com/insecure_registry.wasm"));
// @ts-expect-error nothing is no module
init(null);
