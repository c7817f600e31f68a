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
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    bench.feeder.replacePod(false);
    await writeFor(bench, 20);
    await bench.emulator.clearFault();
    bench.over();
    await writeFor(bench, 10);
  },
};
