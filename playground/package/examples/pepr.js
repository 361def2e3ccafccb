// @ts-check
// A callback for `Validate(…)` of Pepr. In a capability:
//
//     const policy = insecureRegistry({ insecureRegistries: ["*.corp.example:5000"] });
//     When(a.Pod).IsCreatedOrUpdated().Validate(policy);
//     When(a.Deployment).IsCreatedOrUpdated().Validate(policy);
import { evaluate, validateSettings } from "insecure-registry";

/**
 * What is used of Pepr's `PeprValidateRequest`.
 *
 * @template Response
 * @typedef {object} ValidateRequest
 * @property {import("insecure-registry").AdmissionRequest} Request
 * @property {(warnings?: string[]) => Response} Approve
 * @property {(message?: string, code?: number, warnings?: string[]) => Response} Deny
 */

/**
 * Throws if the settings are invalid, so that the module does not start with a check that is off.
 *
 * @param {import("insecure-registry").Settings} [settings]
 */
export function insecureRegistry(settings = {}) {
    const { message } = validateSettings(settings);
    if (message !== undefined) throw new Error(message);
    /**
     * @template Response
     * @param {ValidateRequest<Response>} request
     * @returns {Response}
     */
    return (request) => {
        let verdict;
        try {
            verdict = evaluate(request.Request, settings);
        } catch (error) {
            // What cannot be judged is refused. The message says what is wrong, and quotes nothing.
            return request.Deny(error instanceof Error ? error.message : "insecure-registry: no verdict", 500);
        }
        const { accepted, message, code, warnings } = verdict;
        return accepted ? request.Approve(warnings) : request.Deny(message, code, warnings);
    };
}
