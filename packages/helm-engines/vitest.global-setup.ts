import { installEngines } from "./src/install.ts";

export async function setup(): Promise<void> {
  await installEngines();
}
