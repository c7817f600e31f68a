import { type Fault, writeFor } from "./fault.ts";

/** More than CloudWatch Logs takes of an event's timestamp, and much more than of a signature's. Seconds. */
const AHEAD = 2 * 3600 + 300;

export const clockAhead: Fault = {
  name: "clock-ahead",
  title: "the node's clock two hours ahead for 30 s, then set right",
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 10);
    // The engine signs with this machine's clock: to the API, the node is ahead when the API is behind.
    await bench.emulator.setFault({ kind: "clock-skew", seconds: -AHEAD });
    bench.feeder.clockAhead = AHEAD;
    await writeFor(bench, 30);
    bench.feeder.clockAhead = 0;
    await bench.emulator.clearFault();
    bench.over();
    await writeFor(bench, 20);
  },
};
