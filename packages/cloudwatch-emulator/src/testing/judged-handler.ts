import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { ServiceModel } from "./botocore.ts";
import { differences } from "./conforms.ts";

/**
 * Errors of every AWS service that no operation lists: the page "Common Errors" of the CloudWatch Logs API reference, and the
 * names in which the JSON protocol states failures of signatures and of reading.
 */
const commonErrors = [
  "AccessDeniedException",
  "ExpiredTokenException",
  "InternalFailure",
  "RequestEntityTooLargeException",
  "ThrottlingException",
  "UnknownOperationException",
  "UnrecognizedClientException",
  "IncompleteSignatureException",
  "InvalidSignatureException",
  "MissingAuthenticationTokenException",
  "SerializationException",
];

/**
 * An HTTP handler for an SDK client that trusts a CA and holds every exchange against AWS's service description: a request that was
 * answered, each answer, each error. Anything that AWS would not say fails the test that heard it.
 */
export function judgedHandler(caFile: string, model: ServiceModel): NodeHttpHandler {
  const inner = new NodeHttpHandler({ httpsAgent: new Agent({ ca: readFileSync(caFile), keepAlive: true }) });
  const handle: NodeHttpHandler["handle"] = async (request, options) => {
    const answer = await inner.handle(request, options);
    const body = await buffer(answer.response.body as Readable);
    const target = Object.entries(request.headers).find(([name]) => name.toLowerCase() === "x-amz-target")?.[1] ?? "";
    const problems = judge(
      model,
      target.split(".")[1] ?? "",
      new TextDecoder().decode(request.body as Uint8Array),
      answer.response.statusCode,
      body,
    );
    const requestId = answer.response.headers["x-amzn-requestid"];
    if (!/^[0-9a-f-]{36}$/.test(requestId ?? "")) problems.push(`x-amzn-RequestId is ${requestId}`);
    if (problems.length > 0) {
      throw new Error(`not as AWS describes it: ${target}: ${problems.join("; ")}`);
    }
    answer.response.body = Readable.from([body]);
    return answer;
  };
  return Object.assign(Object.create(inner) as NodeHttpHandler, { handle, destroy: () => inner.destroy() });
}

/** What is wrong with one exchange. */
export function judge(
  model: ServiceModel,
  operationName: string,
  request: string,
  status: number,
  body: Buffer,
): string[] {
  const operation = model.operations[operationName];
  if (status === 200) {
    const output = operation?.output ? differences(model, operation.output.shape, JSON.parse(body.toString())) : [];
    const empty = operation?.output || body.length === 0 ? [] : [`a body where AWS sends none: ${body}`];
    return [...differences(model, operation?.input?.shape ?? "", JSON.parse(request)), ...output, ...empty];
  }
  const { __type: code, message, ...rest } = JSON.parse(body.toString()) as Record<string, unknown>;
  const listed = (operation?.errors ?? []).map(({ shape }) => shape);
  const isFault = model.shapes[String(code)]?.fault === true || status >= 500;
  return [
    ...([...listed, ...commonErrors].includes(String(code)) ? [] : [`${operationName} does not fail with ${code}`]),
    ...(typeof message === "string" ? [] : ["no message"]),
    ...Object.keys(rest).map((name) => `${code} has no member ${name}`),
    ...(isFault === status >= 500 ? [] : [`${code} with status ${status}`]),
  ];
}
