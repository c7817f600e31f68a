#!/usr/bin/env node
import { realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type Emulator, startEmulator } from "./emulator.ts";
import { type EmulatorOptions, exampleCredential } from "./emulator-options.ts";

const usage = `Usage: cloudwatch-emulator [options]

CloudWatch Logs over TLS for tests and demos: the real protocol, every documented limit, verified signatures, faults on demand.
It runs until Ctrl-C.

Options:
  --host ADDRESS              address to listen on (default: 127.0.0.1)
  --port PORT                 CloudWatch Logs and STS, TLS (default: 4586)
  --control-port PORT         counts and faults, plain HTTP (default: 4587)
  --pod-identity-port PORT    the EKS Pod Identity agent, plain HTTP (default: 4588)
  --region REGION             default: us-east-1
  --account ID                12 digits (default: 111122223333)
  --data FILE                 keep what is stored, as JSON lines, and read it again at the next start
  --fsync always|second|never when stored data is forced to the disk (default: second)
  --ca-dir FOLDER             keep the CA there (ca.pem); a temporary folder otherwise
  --name NAME                 another host name or address for the certificate; repeatable
  --log-group NAME            create this log group; repeatable
  --credentials KEY:SECRET    a key that is known; repeatable (default: ${exampleCredential.accessKeyId})
  --config FILE               JSON with further options of startEmulator: roles, oidcProviders, podIdentityAssociations,
                              credentials with policies, ...; flags win
  -h, --help                  print this

A port of 0 lets the system choose.

Exit codes: 0 closed by Ctrl-C, 1 failed, 2 wrong usage
`;

/** A mistake in the command line. */
class UsageError extends Error {}

/** Runs one command line until a signal ends it, and returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = await readOptions(argv);
    if (options === undefined) {
      process.stdout.write(usage);
      return 0;
    }
    // Listened for from the start: a Ctrl-C while a large data file is read must not lose the closing.
    const ended = endSignal();
    const emulator = await startEmulator(options);
    process.stdout.write(instructions(emulator, options));
    await ended;
    const { stored } = emulator.counts();
    await emulator.close();
    process.stdout.write(`Closed: ${stored.events} events in ${stored.batches} batches.\n`);
    return 0;
  } catch (error) {
    const wrongUsage = error instanceof UsageError;
    process.stderr.write(`cloudwatch-emulator: ${(error as Error).message}\n`);
    if (wrongUsage) process.stderr.write("Try cloudwatch-emulator --help.\n");
    return wrongUsage ? 2 : 1;
  }
}

function endSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

async function readOptions(argv: readonly string[]): Promise<EmulatorOptions | undefined> {
  const values = readFlags(argv);
  if (values.help) {
    return undefined;
  }
  const config = values.config === undefined ? {} : await readConfig(values.config);
  const { fsync } = values;
  if (fsync !== undefined && fsync !== "always" && fsync !== "second" && fsync !== "never") {
    throw new UsageError(`--fsync is "${fsync}"; it must be always, second or never`);
  }
  return {
    ...config,
    port: portOf("--port", values.port) ?? config.port ?? 4586,
    controlPort: portOf("--control-port", values["control-port"]) ?? config.controlPort ?? 4587,
    podIdentityPort: portOf("--pod-identity-port", values["pod-identity-port"]) ?? config.podIdentityPort ?? 4588,
    ...(values.host !== undefined && { host: values.host }),
    ...(values.region !== undefined && { region: values.region }),
    ...(values.account !== undefined && { account: values.account }),
    ...(values.data !== undefined && { dataFile: values.data }),
    ...(fsync !== undefined && { fsync }),
    ...(values["ca-dir"] !== undefined && { caFolder: values["ca-dir"] }),
    ...(values.name && { names: values.name }),
    ...(values["log-group"] && { logGroups: values["log-group"] }),
    ...(values.credentials && { credentials: values.credentials.map(credentialOf) }),
  };
}

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        help: { type: "boolean", short: "h" },
        host: { type: "string" },
        port: { type: "string" },
        "control-port": { type: "string" },
        "pod-identity-port": { type: "string" },
        region: { type: "string" },
        account: { type: "string" },
        data: { type: "string" },
        fsync: { type: "string" },
        "ca-dir": { type: "string" },
        name: { type: "string", multiple: true },
        "log-group": { type: "string", multiple: true },
        credentials: { type: "string", multiple: true },
        config: { type: "string" },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function portOf(flag: string, text: string | undefined): number | undefined {
  if (text !== undefined && !(/^\d{1,5}$/.test(text) && Number(text) <= 65_535)) {
    throw new UsageError(`${flag} is "${text}"; it must be a whole number from 0 to 65535`);
  }
  return text === undefined ? undefined : Number(text);
}

function credentialOf(text: string) {
  const mark = text.indexOf(":");
  if (mark < 1 || mark === text.length - 1) {
    throw new UsageError(`--credentials needs KEY:SECRET, such as ${exampleCredential.accessKeyId}:SECRET`);
  }
  return { accessKeyId: text.slice(0, mark), secretAccessKey: text.slice(mark + 1) };
}

async function readConfig(file: string): Promise<EmulatorOptions> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as EmulatorOptions;
  } catch (error) {
    throw new Error(`${file} cannot be read as a configuration: ${(error as Error).message}`, { cause: error });
  }
}

function instructions(emulator: Emulator, options: EmulatorOptions): string {
  const key = options.credentials?.[0] ?? exampleCredential;
  const { entries, tornBytes } = emulator.recovery;
  const recovered = options.dataFile ? `Data file          ${options.dataFile}: ${entries} entries read\n` : "";
  const torn =
    tornBytes > 0 ? `                   its last line was cut short by a kill; ${tornBytes} bytes were removed\n` : "";
  return `CloudWatch Logs    ${emulator.endpoint} (and STS), region ${emulator.region}, account ${emulator.account}
CA certificate     ${emulator.caFile}
Counts and faults  ${emulator.controlUrl}/counts, ${emulator.controlUrl}/faults
Pod Identity       ${emulator.podIdentityUrl}
${recovered}${torn}
Use it from an SDK or the aws command line:
  export AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=${emulator.endpoint} AWS_ENDPOINT_URL_STS=${emulator.endpoint}
  export AWS_CA_BUNDLE=${emulator.caFile} NODE_EXTRA_CA_CERTS=${emulator.caFile}
  export AWS_REGION=${emulator.region} AWS_ACCESS_KEY_ID=${key.accessKeyId} AWS_SECRET_ACCESS_KEY=${key.secretAccessKey}

Ctrl-C ends it.
`;
}

// Not import.meta.main: Node 22 has none.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  process.exitCode = await main(process.argv.slice(2));
}
