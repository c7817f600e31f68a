import { CloudWatchLogsClient, type CloudWatchLogsClientConfig } from "@aws-sdk/client-cloudwatch-logs";
import type { Emulator } from "../emulator.ts";
import { exampleCredential } from "../emulator-options.ts";
import { serviceModel } from "./botocore.ts";
import { judgedHandler } from "./judged-handler.ts";

const model = await serviceModel("logs");

/** An SDK client of an emulator, whose every exchange is held against AWS's service description. It tries once. */
export function logsClient(emulator: Emulator, config: CloudWatchLogsClientConfig = {}): CloudWatchLogsClient {
  return new CloudWatchLogsClient({
    endpoint: emulator.endpoint,
    region: emulator.region,
    credentials: exampleCredential,
    maxAttempts: 1,
    requestHandler: judgedHandler(emulator.caFile, model),
    ...config,
  });
}
