/** A refusal, as an AWS service states it. Each protocol (JSON 1.1, Query) prints it in its own way. */
export class AwsError extends Error {
  /** The error's name without a namespace, such as `ResourceNotFoundException`. */
  readonly code: string;
  /** The HTTP status. CloudWatch Logs answers every error of the sender's with 400, and its own with 500 or 503. */
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.status = status;
  }
}

/** What a caller did wrong in a parameter; CloudWatch Logs uses this one error for values, names and limits alike. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

/** A body that is not what the protocol says: not JSON, not UTF-8, a text where a number belongs. */
export function serializationError(message: string): AwsError {
  return new AwsError("SerializationException", message);
}

/** Something named in the request does not exist. `what` is `log group` or `log stream`. */
export function notFound(what: "log group" | "log stream"): AwsError {
  return new AwsError("ResourceNotFoundException", `The specified ${what} does not exist.`);
}
