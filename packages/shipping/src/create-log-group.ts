import { readFile } from "node:fs/promises";
import { Agent } from "node:https";
import { type Emulator, exampleCredential } from "@shelltrail/cloudwatch-emulator";

/** Creates a log group as its owner would. The AWS SDK is loaded here only: one fault needs it, and it takes a second. */
export async function createLogGroup(
  { endpoint, caFile }: Emulator,
  region: string,
  logGroupName: string,
): Promise<void> {
  const { CloudWatchLogsClient, CreateLogGroupCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  const { NodeHttpHandler } = await import("@smithy/node-http-handler");
  const client = new CloudWatchLogsClient({
    endpoint,
    region,
    credentials: exampleCredential,
    requestHandler: new NodeHttpHandler({ httpsAgent: new Agent({ ca: await readFile(caFile, "utf8") }) }),
  });
  await client.send(new CreateLogGroupCommand({ logGroupName }));
  client.destroy();
}
