import { type Fault, writeFor } from "./fault.ts";

export const burst: Fault = {
  name: "2000-a-second",
  title: "2,000 records a second for a minute",
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 60, 2_000);
    bench.over();
  },
};

export const manyFiles: Fault = {
  name: "200-files",
  title: "a start on a directory with the logs of 200 pods",
  feed: { containers: 200 },
  async run(bench) {
    bench.feeder.burst(20_000);
    bench.engine.start();
    bench.over();
    await writeFor(bench, 10);
  },
};
