import { LOG_GROUP } from "../engine/chart-configuration.ts";
import { type Fault, writeFor } from "./fault.ts";

export const groupDeleted: Fault = {
  name: "group-deleted",
  title: "log group deleted, and made again after 30 s",
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 20);
    bench.keepStored();
    await bench.emulator.setFault({ kind: "delete-group", logGroupName: LOG_GROUP });
    await writeFor(bench, 30);
    await bench.emulator.clearFault();
    await bench.createLogGroup();
    bench.over();
    await writeFor(bench, 20);
  },
};
