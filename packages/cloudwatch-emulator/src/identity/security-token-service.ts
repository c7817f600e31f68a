import { AwsError } from "../aws-error.ts";
import { assumeRoleWithWebIdentity, type WebIdentitySession, type WebIdentityTrust } from "./assume-role.ts";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";
const version = "2011-06-15";

/**
 * Answers one call of the Query protocol with XML.
 * @throws AwsError; `stsError` prints it.
 */
export function callSts(parameters: URLSearchParams, trust: WebIdentityTrust, now: number, requestId: string): string {
  const action = parameters.get("Action");
  if (action === null) {
    throw new AwsError("MissingAction", "The request must contain the parameter Action");
  }
  if (action !== "AssumeRoleWithWebIdentity" || parameters.get("Version") !== version) {
    throw new AwsError("InvalidAction", `Could not find operation ${action} for version ${parameters.get("Version")}`);
  }
  const problems: string[] = [];
  const text = (name: string, min: number, max: number, pattern: RegExp) => {
    const value = parameters.get(name) ?? "";
    const where = `at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must`;
    if (value === "") problems.push(`Value null ${where} not be null`);
    else if (value.length < min) problems.push(`Value '${value}' ${where} have length greater than or equal to ${min}`);
    else if (value.length > max) problems.push(`Value '${value}' ${where} have length less than or equal to ${max}`);
    else if (!pattern.test(value))
      problems.push(`Value '${value}' ${where} satisfy regular expression pattern: ${pattern.source}`);
    return value;
  };
  // Lengths and patterns of API_AssumeRoleWithWebIdentity.
  const roleArn = text("RoleArn", 20, 2048, /^[\t\n\r -~\u0085\u00A0-\uFFFD]+$/u);
  const sessionName = text("RoleSessionName", 2, 64, /^[\w+=,.@-]*$/);
  const token = text("WebIdentityToken", 4, 20_000, /^/);
  const duration = parameters.get("DurationSeconds");
  const durationSeconds = duration === null ? undefined : Number(duration);
  if (durationSeconds !== undefined && !(durationSeconds >= 900 && durationSeconds <= 43_200)) {
    problems.push(
      `Value '${duration}' at 'durationSeconds' failed to satisfy constraint: Member must have value between 900 and 43200`,
    );
  }
  if (problems.length > 0) {
    const noun = problems.length === 1 ? "error" : "errors";
    throw new AwsError("ValidationError", `${problems.length} validation ${noun} detected: ${problems.join("; ")}`);
  }
  return sessionXml(
    assumeRoleWithWebIdentity({ roleArn, sessionName, token, durationSeconds }, trust, now),
    sessionName,
    requestId,
  );
}

/** An error of the Query protocol. */
export function stsError(error: AwsError, requestId: string): string {
  const type = error.status < 500 ? "Sender" : "Receiver";
  return (
    `<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type><Code>${xmlText(error.code)}</Code>` +
    `<Message>${xmlText(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>\n`
  );
}

function sessionXml(session: WebIdentitySession, sessionName: string, requestId: string): string {
  const { credential, subject, audience, issuer } = session;
  const roleId = `AROA${credential.accessKeyId.slice(4)}`;
  // Fluent Bit looks for these elements as texts, without blanks between them and without fractions of a second.
  const expiration = new Date(credential.expiration).toISOString().replace(/\.\d{3}Z$/, "Z");
  return (
    `<AssumeRoleWithWebIdentityResponse xmlns="${namespace}">\n  <AssumeRoleWithWebIdentityResult>\n` +
    `    <SubjectFromWebIdentityToken>${xmlText(subject)}</SubjectFromWebIdentityToken>\n` +
    `    <Audience>${xmlText(audience)}</Audience>\n` +
    `    <AssumedRoleUser>\n      <Arn>${xmlText(credential.arn)}</Arn>\n` +
    `      <AssumedRoleId>${roleId}:${xmlText(sessionName)}</AssumedRoleId>\n    </AssumedRoleUser>\n` +
    `    <Credentials>\n      <AccessKeyId>${credential.accessKeyId}</AccessKeyId>\n` +
    `      <SecretAccessKey>${xmlText(credential.secretAccessKey)}</SecretAccessKey>\n` +
    `      <SessionToken>${xmlText(credential.sessionToken)}</SessionToken>\n` +
    `      <Expiration>${expiration}</Expiration>\n    </Credentials>\n` +
    `    <Provider>${xmlText(issuer)}</Provider>\n  </AssumeRoleWithWebIdentityResult>\n` +
    `  <ResponseMetadata>\n    <RequestId>${requestId}</RequestId>\n  </ResponseMetadata>\n` +
    `</AssumeRoleWithWebIdentityResponse>\n`
  );
}

function xmlText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
