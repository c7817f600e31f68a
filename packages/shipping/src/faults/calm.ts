import { type Fault, writeFor } from "./fault.ts";

export const calm: Fault = {
  name: "calm",
  title: "nothing is wrong",
  ci: true,
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 30);
    bench.over();
  },
};
