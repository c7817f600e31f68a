import { type Fault, writeFor } from "./fault.ts";

export const reboot: Fault = {
  name: "reboot",
  title: "node rebooted: Fluent Bit gone for 30 s, buffer and position kept, log rotated by the start",
  async run(bench) {
    bench.engine.start();
    const writing = writeFor(bench, 20);
    await bench.emulator.setFault({ kind: "refuse" });
    await writing;
    await bench.engine.kill();
    await bench.pause(30);
    bench.feeder.rotate();
    bench.feeder.burst(200);
    await bench.emulator.clearFault();
    bench.engine.start();
    bench.over();
    await writeFor(bench, 10);
  },
};
