import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, writeFor } from "./fault.ts";

export const credentialsExpired: Fault = {
  name: "credentials-expired",
  title: "IRSA credentials expire early and are renewed; they expire again while STS is out for 30 s",
  identity: "irsa",
  async run(bench) {
    bench.engine.start();
    await writeFor(bench, 10);
    await bench.emulator.setFault({ kind: "expire-credentials" });
    await writeFor(bench, 20);
    await bench.emulator.setFaults([
      { kind: "expire-credentials" },
      { kind: "error", when: "before", status: 503, operations: ["AssumeRoleWithWebIdentity"] },
    ]);
    await writeFor(bench, 30);
    await bench.emulator.clearFault("error");
    bench.over();
    // An engine asks for new credentials at most once a minute (FLB_AWS_CREDENTIAL_REFRESH_LIMIT), which no scale shortens.
    await sleep(65_000);
    await writeFor(bench, 10);
  },
};
