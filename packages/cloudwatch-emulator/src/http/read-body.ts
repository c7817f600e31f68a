import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AwsError, serializationError } from "../aws-error.ts";
import { maxBodyBytes } from "../logs/limits.ts";

const unzip = promisify(gunzip);

/**
 * Reads a body as sent.
 * @throws RequestEntityTooLargeException (413) above `maxBodyBytes`, and what the connection reports when it breaks.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    // What is too much is read to its end and thrown away: a client that is still sending would not hear the answer.
    if (length <= maxBodyBytes) chunks.push(chunk);
  }
  if (length > maxBodyBytes) throw tooLarge();
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/**
 * Undoes a Content-Encoding.
 * @throws SerializationException for an encoding other than gzip, and for a body that is not what it says.
 */
export async function decodeBody(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (encoding === undefined || encoding === "" || encoding === "identity") {
    return body;
  }
  if (encoding !== "gzip") {
    throw serializationError(`Content-Encoding ${encoding} is not supported; use gzip.`);
  }
  try {
    return await unzip(body, { maxOutputLength: maxBodyBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw serializationError("The body is not gzip, as Content-Encoding says.");
  }
}

function tooLarge(): AwsError {
  return new AwsError("RequestEntityTooLargeException", `The body is larger than ${maxBodyBytes} bytes.`, 413);
}
