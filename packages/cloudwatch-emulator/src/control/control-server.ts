import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Fault, parseFaults } from "../faults/fault.ts";
import type { FaultStatus } from "../faults/fault-plan.ts";
import { readBody } from "../http/read-body.ts";
import type { StoredBatch } from "../logs/log-stream.ts";
import type { Counts, IdentityUse } from "./counts.ts";
import type { EmulatedEvent, EventFilter } from "./stored-events.ts";

/** What can be asked and changed from outside; the emulator itself. */
export interface Controls {
  counts(): Counts;
  identities(): IdentityUse[];
  events(filter?: EventFilter): Iterable<EmulatedEvent>;
  batches(): Iterable<StoredBatch>;
  faults(): FaultStatus[];
  setFaults(faults: readonly Fault[]): Promise<void>;
}

const paths = {
  "GET /_emulator/health": "whether it runs",
  "GET /_emulator/counts": "events and bytes per group and stream, and requests by result",
  "GET /_emulator/identities": "who signed what is stored",
  "GET /_emulator/events": "every stored event as JSON lines; ?logGroupName=, ?logStreamName=",
  "GET /_emulator/batches": "every stored batch and who signed it, as JSON lines",
  "GET /_emulator/faults": "the faults that are set, and how often each struck",
  "PUT /_emulator/faults": "replaces them; the body is a list",
  "DELETE /_emulator/faults": "removes them",
};

/** Plain HTTP, for tests and people. It has no credentials: keep it on an address that only they reach. */
export function createControlServer(controls: Controls): Server {
  return createServer((request, response) => {
    respond(controls, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 400, { error: (error as Error).message });
    });
  });
}

async function respond(controls: Controls, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://control");
  switch (`${request.method} ${pathname}`) {
    case "GET /_emulator/health":
      return sendJson(response, 200, { status: "ok" });
    case "GET /_emulator/counts":
      return sendJson(response, 200, controls.counts());
    case "GET /_emulator/identities":
      return sendJson(response, 200, controls.identities());
    case "GET /_emulator/events":
      return sendLines(response, controls.events(filterOf(searchParams)));
    case "GET /_emulator/batches":
      return sendLines(response, controls.batches());
    case "PUT /_emulator/faults":
      await controls.setFaults(parseFaults(JSON.parse((await readBody(request)).toString())));
      return sendJson(response, 200, controls.faults());
    case "DELETE /_emulator/faults":
      await controls.setFaults([]);
      return sendJson(response, 200, controls.faults());
    case "GET /_emulator/faults":
      return sendJson(response, 200, controls.faults());
    default:
      return sendJson(response, 404, { error: `${request.method} ${pathname} is not known`, paths });
  }
}

function filterOf(parameters: URLSearchParams): EventFilter {
  const logGroupName = parameters.get("logGroupName");
  const logStreamName = parameters.get("logStreamName");
  return { ...(logGroupName !== null && { logGroupName }), ...(logStreamName !== null && { logStreamName }) };
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(`${JSON.stringify(value, null, 2)}\n`);
}

async function sendLines(response: ServerResponse, items: Iterable<unknown>): Promise<void> {
  response.writeHead(200, { "Content-Type": "application/x-ndjson" });
  await pipeline(Readable.from(lines(items), { objectMode: false }), response);
}

/** In pieces of many lines: a stream of a million small strings is slow. */
function* lines(items: Iterable<unknown>): Generator<string> {
  let text = "";
  for (const item of items) {
    text += `${JSON.stringify(item)}\n`;
    if (text.length > 1 << 16) {
      yield text;
      text = "";
    }
  }
  yield text;
}
