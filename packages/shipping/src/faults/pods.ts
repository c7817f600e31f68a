import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, writeFor } from "./fault.ts";

export const podReplaced: Fault = {
  name: "pod-replaced",
  title: "Falco's pod replaced with a backlog: its file is deleted while Fluent Bit reads it and the endpoint is down",
  feed: { containers: 1 },
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 10);
    await bench.emulator.setFault({ kind: "refuse" });
    await writeFor(bench, 20);
    // The container ends, and the kubelet removes the pod's folder a little later.
    await sleep(3_000);
    bench.feeder.replacePod(false);
    await writeFor(bench, 20);
    await bench.emulator.clearFault();
    bench.over();
    await writeFor(bench, 10);
  },
};

export const upgrade: Fault = {
  name: "upgrade",
  title: "Fluent Bit's and Falco's pods replaced at the same time, as by helm upgrade",
  feed: { containers: 1 },
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 20);
    // All of it is read and sent: nothing goes with the old pod's folder.
    await sleep(3_000);
    await bench.engine.stop();
    bench.feeder.replacePod(false);
    bench.feeder.burst(3_000);
    bench.engine.start();
    bench.over();
    await writeFor(bench, 10);
  },
};
