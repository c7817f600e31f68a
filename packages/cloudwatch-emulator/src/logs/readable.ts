import { invalidParameter } from "../aws-error.ts";
import type { LogGroup } from "./log-store.ts";

/**
 * GetLogEvents and FilterLogEvents read groups of the class STANDARD only (CloudWatch Logs user guide, "Log classes").
 * @throws InvalidParameterException for a group of another class.
 */
export function checkReadable(group: LogGroup): void {
  if (group.class !== "STANDARD") {
    throw invalidParameter(`This operation is not supported for log groups of the class ${group.class}.`);
  }
}
