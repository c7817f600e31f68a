import type { Bench } from "../bench.ts";
import { LOG_GROUP } from "../engine/chart-configuration.ts";
import { type Fault, writeFor } from "./fault.ts";

export const groupDeleted: Fault = {
  name: "group-deleted",
  title: "log group deleted, and made again after 30 s",
  run: (bench) => deleteGroup(bench),
};

export const groupDeletedRestarted: Fault = {
  name: "group-deleted-restarted",
  title: "log group deleted, made again after 30 s, and Fluent Bit restarted",
  run: (bench) =>
    deleteGroup(bench, async () => {
      await bench.engine.kill();
      bench.engine.start();
    }),
};

async function deleteGroup(bench: Bench, afterwards?: () => Promise<void>): Promise<void> {
  bench.engine.start();
  await writeFor(bench, 20);
  bench.keepStored();
  await bench.emulator.setFault({ kind: "delete-group", logGroupName: LOG_GROUP });
  await writeFor(bench, 30);
  await bench.emulator.clearFault();
  await bench.createLogGroup();
  await afterwards?.();
  bench.over();
  await writeFor(bench, 20);
}
