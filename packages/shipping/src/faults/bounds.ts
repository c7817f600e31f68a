import { type Fault, writeFor } from "./fault.ts";

export const bufferBound: Fault = {
  name: "buffer-bound",
  title: "40 MB written while the endpoint is down, with a buffer of 20 MB",
  ci: true,
  // Without a rotation: a rotated file that is read again would bring the oldest back.
  feed: { bytes: 8_000, rotateAt: 100 * 1024 * 1024 },
  bufferLimit: "20M",
  async run(bench) {
    bench.engine.start();
    await bench.emulator.setFault({ kind: "refuse" });
    await bench.feeder.write(5_000, 500);
    await bench.pause(20);
    await bench.emulator.clearFault();
    bench.over();
  },
};

export const diskFull: Fault = {
  name: "disk-full",
  title: "20 MB written while the endpoint is down, on a disk of 8 MB",
  feed: { bytes: 4_000 },
  diskBytes: 8 * 1024 * 1024,
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 5);
    await bench.emulator.setFault({ kind: "refuse" });
    await bench.feeder.write(5_000, 500);
    await bench.pause(20);
    await bench.emulator.clearFault();
    bench.over();
    await writeFor(bench, 10);
  },
};
