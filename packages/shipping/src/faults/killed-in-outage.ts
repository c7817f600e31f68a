import type { Fault } from "./fault.ts";
import { outageOf } from "./outage.ts";

export const killedInOutage: Fault = {
  name: "killed-in-outage",
  title: "endpoint down for 60 s, killed in between",
  run: (bench) =>
    outageOf(bench, 60, async () => {
      await bench.engine.kill();
      bench.engine.start();
    }),
};
