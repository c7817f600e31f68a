import { isLogsOperation } from "../logs/input-shapes.ts";
import type { Fault, FaultKind, FaultScope } from "./fault.ts";

/** A fault and how often it struck since it was set. */
export interface FaultStatus {
  fault: Fault;
  strikes: number;
}

type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;

interface ActiveFault extends FaultStatus {
  /** Milliseconds since 1970-01-01 UTC, by the machine's clock. */
  since: number;
  /** Requests that a throttle let through in the current second. */
  window: { second: number; allowed: number };
}

/** The faults that are set, and the dice. */
export class FaultPlan {
  readonly #random: () => number;
  #active: ActiveFault[] = [];

  /** @param random returns numbers from 0 up to 1. */
  constructor(random: () => number) {
    this.#random = random;
  }

  /**
   * Replaces all faults. One that was set before, the same object, goes on with its count and its beginning.
   * @returns those that were not set before.
   */
  set(faults: readonly Fault[], now: number): Fault[] {
    const before = new Map(this.#active.map((active) => [active.fault, active]));
    this.#active = faults.map(
      (fault) => before.get(fault) ?? { fault, strikes: 0, since: now, window: { second: 0, allowed: 0 } },
    );
    return faults.filter((fault) => !before.has(fault));
  }

  get status(): FaultStatus[] {
    return this.#active.map(({ fault, strikes }) => ({ fault, strikes }));
  }

  /** The fault of a kind that is set, and when it was, without dice: for faults that are a state and not an event. */
  state<Kind extends FaultKind>(kind: Kind): { fault: FaultOf<Kind>; since: number } | undefined {
    const active = this.#active.find(({ fault }) => fault.kind === kind);
    return active && { fault: active.fault as FaultOf<Kind>, since: active.since };
  }

  /** Counts a strike of a fault that is a state. */
  countState(kind: FaultKind): void {
    const active = this.#active.find(({ fault }) => fault.kind === kind);
    if (active) active.strikes++;
  }

  /**
   * The fault of a kind that strikes this request, if any.
   * @param matches narrows the kind, such as to `when: "before"`.
   */
  strike<Kind extends FaultKind>(
    kind: Kind,
    operation: string | undefined,
    matches: (fault: FaultOf<Kind>) => boolean = () => true,
  ): FaultOf<Kind> | undefined {
    for (const active of this.#active) {
      const fault = active.fault as FaultOf<Kind>;
      if (fault.kind === kind && matches(fault) && this.#strikes(active, operation)) {
        active.strikes++;
        return fault;
      }
    }
    return undefined;
  }

  #strikes({ fault, strikes, window }: ActiveFault, operation: string | undefined): boolean {
    const { operations, probability = 1, times = Number.POSITIVE_INFINITY } = fault as FaultScope;
    if (strikes >= times || !covers(operations, operation)) {
      return false;
    }
    if (fault.kind === "throttle" && fault.perSecond !== undefined) {
      const second = Math.floor(performance.now() / 1000);
      if (second !== window.second) Object.assign(window, { second, allowed: 0 });
      if (window.allowed < fault.perSecond) {
        window.allowed++;
        return false;
      }
    }
    return probability >= 1 || this.#random() < probability;
  }
}

/** A connection that has just been accepted has no operation yet: then only faults without a list apply. */
function covers(operations: readonly string[] | undefined, operation: string | undefined): boolean {
  if (operation === undefined) return operations === undefined;
  return operations ? operations.includes(operation) : isLogsOperation(operation);
}

/** Numbers from 0 up to 1 that repeat with the same seed (mulberry32), so that a run with faults can be run again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
