/** What is to be expected of a fault with the chart's configuration. */
export interface ExpectedOutcome {
  readonly lost: "none" | "some";
  readonly broken: "none" | "some";
  /** At least once is what is promised; `none` where nothing gives a reason to send twice. */
  readonly duplicates: "none" | "some";
  /** Why records may be lost or broken; empty where none may. */
  readonly reason: string;
}

interface Exception extends Omit<ExpectedOutcome, "duplicates"> {
  readonly fault: string;
  /** The first engine version without it; absent where every version has it. */
  readonly fixedIn?: string;
}

/** Everywhere else nothing may be lost and nothing broken. What an old engine did was seen with 1.8.15. */
const exceptions: readonly Exception[] = [
  {
    fault: "rotated-twice-while-down",
    lost: "some",
    broken: "none",
    reason: "the kubelet compresses what was rotated before, and compressed files are not read",
  },
  {
    fault: "reused-inode",
    lost: "some",
    broken: "none",
    reason: "tail knows a file by its inode, and takes the old file's position for the new one's (fluent-bit#8025)",
  },
  { fault: "buffer-bound", lost: "some", broken: "none", reason: "the bound is reached: the oldest chunks go" },
  {
    fault: "disk-full",
    lost: "some",
    broken: "none",
    reason: "the disk is smaller than the bound: tail reads on, and what no chunk can take is gone",
  },
  {
    fault: "clock-ahead",
    lost: "some",
    broken: "none",
    reason: "CloudWatch Logs refuses events two hours ahead, and says so where no engine looks",
  },
  {
    fault: "group-deleted",
    lost: "some",
    broken: "none",
    reason:
      "1.8.15 makes the stream again only when it is restarted (the records wait in the buffer); 5.0.9 drops the chunk",
  },
  {
    fault: "300-kB-lines",
    fixedIn: "4.2.2",
    lost: "some",
    broken: "some",
    reason: "out_cloudwatch_logs cuts events at 262,118 bytes",
  },
  {
    fault: "2-MB-lines",
    lost: "some",
    broken: "some",
    reason: "out_cloudwatch_logs discards records of 1.5 MB and more",
  },
  {
    fault: "40-kB-lines-of-two-pods",
    fixedIn: "2.0.0",
    lost: "some",
    broken: "some",
    reason: "a line of another file ends a record whose fragments are not all read",
  },
  {
    fault: "look-alikes",
    fixedIn: "2.0.0",
    lost: "some",
    broken: "some",
    reason: "the parser takes the last 'stdout F' of a line for its start (fluent-bit#5078)",
  },
  {
    fault: "invalid-utf-8",
    fixedIn: "2.0.0",
    lost: "some",
    broken: "some",
    reason: "the bytes are sent as they are, the API refuses the batch, and its chunk is retried for ever",
  },
];

/** Faults in which no answer was missed, so that nothing has to be sent a second time. */
const calmFaults: readonly string[] = ["calm", "rotated-and-idle", "rotation-while-down", "2000-a-second", "200-files"];

/** The table of expected outcomes, by the fault's name and the version of Fluent Bit. */
export function expectedOutcome(fault: string, engineVersion: string): ExpectedOutcome {
  const found = exceptions.find(
    ({ fault: name, fixedIn }) => name === fault && (fixedIn === undefined || isOlder(engineVersion, fixedIn)),
  );
  const { lost = "none", broken = "none", reason = "" } = found ?? {};
  return { lost, broken, duplicates: calmFaults.includes(fault) ? "none" : "some", reason };
}

/** Whether an outcome is what was expected: `some` may also be none, because where a kill or a bound hits is chance. */
export function asExpected(
  outcome: { readonly lost: number; readonly broken: number; readonly duplicates: number },
  expected: ExpectedOutcome,
): boolean {
  return (["lost", "broken", "duplicates"] as const).every((key) => outcome[key] === 0 || expected[key] === "some");
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}
