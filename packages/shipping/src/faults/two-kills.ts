import { type Fault, writeFor } from "./fault.ts";

export const twoKills: Fault = {
  name: "two-kills",
  title: "killed (SIGKILL) in mid-flush, twice",
  ci: true,
  async run(bench) {
    bench.engine.start();
    // The answer comes late, so that the kill hits a request that the API has already stored or is about to.
    await bench.emulator.setFault({ kind: "slow", when: "before", milliseconds: 300, operations: ["PutLogEvents"] });
    for (let kill = 0; kill < 2; kill++) {
      const writing = writeFor(bench, 20);
      await bench.pause(12);
      await bench.engine.kill();
      await bench.pause(4);
      bench.engine.start();
      await writing;
    }
    await bench.emulator.clearFault();
    bench.over();
    await writeFor(bench, 5);
  },
};
