import type { Fault } from "./fault.ts";

export const lines40k: Fault = {
  name: "40-kB-lines",
  title: "400 records of 40 kB, each three lines of CRI",
  ci: true,
  ...linesOf(40_000, 400, 40, 1),
};

export const lines40kOfTwoPods: Fault = {
  name: "40-kB-lines-of-two-pods",
  title: "400 records of 40 kB, from two pods at the same time",
  ...linesOf(40_000, 400, 40, 2),
};

export const lines300k: Fault = {
  name: "300-kB-lines",
  title: "100 records of 300 kB",
  ...linesOf(300_000, 100, 10, 1),
};

export const lines2m: Fault = {
  name: "2-MB-lines",
  title: "20 records of 2 MB",
  ...linesOf(2_000_000, 20, 2, 1),
};

export const killedInLongLines: Fault = {
  name: "killed-in-40-kB-lines",
  title: "killed (SIGKILL) twice while records of 40 kB are written",
  feed: { bytes: 40_000, containers: 1 },
  async run(bench) {
    bench.engine.start();
    for (let kill = 0; kill < 2; kill++) {
      const writing = bench.feeder.write(Math.round(bench.seconds(400)), 40);
      await bench.pause(6);
      await bench.engine.kill();
      bench.engine.start();
      await writing;
    }
    bench.over();
  },
};

function linesOf(bytes: number, count: number, perSecond: number, containers: number): Pick<Fault, "feed" | "run"> {
  return {
    feed: { bytes, containers },
    async run(bench) {
      bench.engine.start();
      await bench.feeder.write(Math.round(bench.seconds(count)), perSecond);
      bench.over();
    },
  };
}
