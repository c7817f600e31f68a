import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, writeFor } from "./fault.ts";

export const rotationInOutage: Fault = {
  name: "rotation-in-outage",
  title: "three rotations while the endpoint is down for 60 s",
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 10);
    await bench.emulator.setFault({ kind: "refuse" });
    for (let rotation = 0; rotation < 3; rotation++) {
      await writeFor(bench, 20);
      bench.feeder.rotate();
    }
    await bench.emulator.clearFault();
    bench.over();
    await writeFor(bench, 10);
  },
};

export const rotationWhileDown: Fault = {
  name: "rotation-while-down",
  title: "log rotated while Fluent Bit is down",
  ci: true,
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 20);
    await bench.engine.stop();
    await writeFor(bench, 10);
    bench.feeder.rotate();
    await writeFor(bench, 10);
    bench.engine.start();
    bench.over();
    await writeFor(bench, 10);
  },
};

export const rotatedTwiceWhileDown: Fault = {
  name: "rotated-twice-while-down",
  title: "log rotated twice while Fluent Bit is down: the kubelet has compressed the first by then",
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 20);
    await bench.engine.stop();
    for (let rotation = 0; rotation < 2; rotation++) {
      await writeFor(bench, 10);
      bench.feeder.rotate();
    }
    await writeFor(bench, 10);
    bench.engine.start();
    bench.over();
    await writeFor(bench, 10);
  },
};

export const rotatedAndIdle: Fault = {
  name: "rotated-and-idle",
  title: "log rotated, then 45 s until Fluent Bit has let the rotated file go",
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 20);
    bench.feeder.rotate();
    await writeFor(bench, 20);
    // Rotate_Wait, which no scale shortens.
    await sleep(45_000);
    bench.over();
    await writeFor(bench, 10);
  },
};

export const reusedInode: Fault = {
  name: "reused-inode",
  title: "log rotated twice while Fluent Bit is down, on a file system that gives the new log the inode of the first",
  feed: { containers: 1 },
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 10);
    // All of it is read: what is lost below is not what the kubelet compresses.
    await sleep(3_000);
    await bench.engine.stop();
    bench.feeder.rotate();
    bench.feeder.burst(100);
    bench.feeder.rotate();
    bench.feeder.burst(5_000);
    bench.engine.start();
    bench.over();
    await writeFor(bench, 10);
  },
};
