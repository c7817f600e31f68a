import type { Fault as EmulatorFault } from "@shelltrail/cloudwatch-emulator";
import { type Fault, writeFor } from "./fault.ts";

export const throttle: Fault = {
  name: "throttle",
  title: "70% of the calls throttled for 60 s",
  ci: true,
  run: whileApi({ kind: "throttle", probability: 0.7 }),
};

export const serverErrors: Fault = {
  name: "server-errors",
  title: "70% of the calls answered with HTTP 500 for 60 s",
  run: whileApi({ kind: "error", when: "before", status: 500, probability: 0.7 }),
};

export const resetMidBody: Fault = {
  name: "reset",
  title: "connection reset in the middle of the request's body, 70% of the calls for 60 s",
  run: whileApi({ kind: "reset", at: "request", probability: 0.7 }),
};

export const resetMidAnswer: Fault = {
  name: "reset-answer",
  title: "stored, then reset in the middle of the answer, 70% of the calls for 60 s",
  run: whileApi({ kind: "reset", at: "response", probability: 0.7 }),
};

export const hang: Fault = {
  name: "hang",
  title: "calls accepted and never answered for 60 s",
  run: whileApi({ kind: "hang", when: "before", seconds: 20 }),
};

function whileApi(fault: EmulatorFault): Fault["run"] {
  return async (bench) => {
    bench.engine.start();
    await writeFor(bench, 10);
    await bench.emulator.setFault(fault);
    await writeFor(bench, 60);
    await bench.emulator.clearFault();
    bench.over();
    await writeFor(bench, 10);
  };
}
