// `node --conditions=@shelltrail/source src/testing/throughput.ts [seconds] [--data FILE] [--gzip]`: how many events of 700 bytes a
// second the emulator takes on one core. It runs as a process of its own, bound to core 0; the clients, which sign, on the others.
import { spawn } from "node:child_process";
import { createHash, hash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request as httpsRequest } from "node:https";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { exampleCredential } from "../emulator-options.ts";
import { signatureOf, signingKey } from "../signature/signing-key.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: "string" }, fsync: { type: "string", default: "second" }, gzip: { type: "boolean" } },
});
const seconds = Number(positionals[0] ?? 10);
const clients = 4;
const hashes = new Map<Buffer, string>();
/** As many events as fit a batch. */
const eventsPerBatch = Math.floor(1_048_576 / (700 + 26));

const cli = new URL("../cli.ts", import.meta.url).pathname;
const ports = ["--port", "0", "--control-port", "0", "--pod-identity-port", "0"];
const data = values.data === undefined ? [] : ["--data", values.data, "--fsync", values.fsync];
const child = spawn(
  "taskset",
  ["-c", "0", process.execPath, "--conditions=@shelltrail/source", cli, ...ports, "--log-group", "g", ...data],
  { stdio: ["ignore", "pipe", "inherit"] },
);
const lines = createInterface(child.stdout);
const found: Record<string, string> = {};
for await (const line of lines) {
  const [, name, value] = /^(CloudWatch Logs|CA certificate|Counts and faults) +(\S+?),? ?(?: .*)?$/.exec(line) ?? [];
  if (name && value) found[name] = value;
  if (line.startsWith("Ctrl-C")) break;
}
const endpoint = new URL(found["CloudWatch Logs"] ?? "");
const agent = new Agent({ ca: readFileSync(found["CA certificate"] ?? ""), keepAlive: true, maxSockets: clients });

const date = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
const scope = { date: date.slice(0, 8), region: "us-east-1", service: "logs" };
const key = signingKey(exampleCredential.secretAccessKey, scope);

await call("CreateLogStream", Buffer.from('{"logGroupName":"g","logStreamName":"s"}'));
// One body, made once: the clients must cost little, and the emulator cannot tell.
const message = JSON.stringify({ output: "x".repeat(640), "proc.name": "bash", n: 123_456_789 })
  .padEnd(700, " ")
  .slice(0, 700);
const logEvents = Array.from({ length: eventsPerBatch }, () => ({ timestamp: Date.now(), message }));
const json = Buffer.from(JSON.stringify({ logGroupName: "g", logStreamName: "s", logEvents }));
const body = values.gzip ? gzipSync(json) : json;

const before = cpuSeconds(child.pid as number);
const start = performance.now();
const end = start + seconds * 1000;
let sent = 0;
await Promise.all(
  Array.from({ length: clients }, async () => {
    while (performance.now() < end) {
      await call("PutLogEvents", body);
      sent += eventsPerBatch;
    }
  }),
);
const took = (performance.now() - start) / 1000;
const cpu = cpuSeconds(child.pid as number) - before;
const memory = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
console.log(
  `${Math.round(sent / took)} events/s of 700 bytes (${sent} in ${took.toFixed(1)} s), ` +
    `${((cpu / sent) * 1e6).toFixed(1)} CPU seconds per million, ${Math.round(Number(memory) / 1024)} MiB at most`,
);
agent.destroy();
child.kill("SIGINT");
await once(child, "close");

function call(operation: string, payload: Buffer): Promise<void> {
  const headers: Record<string, string> = {
    ...(values.gzip && operation === "PutLogEvents" && { "content-encoding": "gzip" }),
    "content-type": "application/x-amz-json-1.1",
    host: endpoint.host,
    "x-amz-date": date,
    "x-amz-target": `Logs_20140328.${operation}`,
  };
  const names = Object.keys(headers);
  const canonical = [
    "POST",
    "/",
    "",
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    bodyHash(payload),
  ];
  const scopeText = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const stringToSign = ["AWS4-HMAC-SHA256", date, scopeText, hash("sha256", canonical.join("\n"))].join("\n");
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${exampleCredential.accessKeyId}/${scopeText}, SignedHeaders=${names.join(";")}, Signature=${signatureOf(stringToSign, key)}`;
  return new Promise((resolve, reject) => {
    const request = httpsRequest(endpoint, { method: "POST", agent, headers }, (response) => {
      response.resume().on("end", () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${operation}: ${response.statusCode}`));
      });
    });
    request.on("error", reject);
    request.end(payload);
  });
}

function bodyHash(payload: Buffer): string {
  let known = hashes.get(payload);
  if (known === undefined) {
    known = createHash("sha256").update(payload).digest("hex");
    hashes.set(payload, known);
  }
  return known;
}

/** User and system time of a process, in seconds: the fields 14 and 15 of its stat, in ticks of 10 ms. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
