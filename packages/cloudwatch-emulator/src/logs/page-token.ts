import { hash } from "node:crypto";
import { invalidParameter } from "../aws-error.ts";

/**
 * A token that carries where the next page begins, for the same question only: AWS refuses a token with other parameters, and a
 * client that mixes them up must not get away with it here.
 */
export function pageToken(question: unknown, position: string): string {
  return Buffer.from(JSON.stringify([digest(question), position])).toString("base64url");
}

/**
 * The position in a token, or undefined when there is no token.
 * @throws InvalidParameterException for a token that is not one, or belongs to another question.
 */
export function readPageToken(question: unknown, token: string | undefined): string | undefined {
  if (token === undefined) {
    return undefined;
  }
  try {
    const [asked, position] = JSON.parse(Buffer.from(token, "base64url").toString()) as [string, string];
    if (asked === digest(question) && typeof position === "string") return position;
  } catch {
    // Not a token of ours.
  }
  throw invalidParameter("The specified nextToken is invalid.");
}

function digest(question: unknown): string {
  return hash("sha256", JSON.stringify(question)).slice(0, 16);
}
