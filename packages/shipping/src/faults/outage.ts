import type { Bench } from "../bench.ts";
import { type Fault, writeFor } from "./fault.ts";

export const outage: Fault = {
  name: "outage",
  title: "endpoint down for 60 s",
  ci: true,
  run: (bench) => outageOf(bench, 60),
};

export const longOutage: Fault = {
  name: "long-outage",
  title: "endpoint down for 10 minutes",
  run: (bench) => outageOf(bench, 600),
};

/**
 * Writes before, during and after an outage.
 * @param meanwhile what happens in its middle
 */
export async function outageOf(bench: Bench, described: number, meanwhile?: () => Promise<void> | void): Promise<void> {
  bench.engine.start();
  await writeFor(bench, 10);
  await bench.emulator.setFault({ kind: "refuse" });
  await writeFor(bench, described / 2);
  await meanwhile?.();
  await writeFor(bench, described / 2);
  await bench.emulator.clearFault();
  bench.over();
  await writeFor(bench, 10);
}
