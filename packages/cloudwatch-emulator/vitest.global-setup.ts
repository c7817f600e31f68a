import { botocoreFolder } from "./src/testing/botocore.ts";

export async function setup(): Promise<void> {
  await botocoreFolder();
}
