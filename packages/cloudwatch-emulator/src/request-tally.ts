/** How often each operation was answered, by result: `ok` or the error's name, or what a fault did to the connection. */
export class RequestTally {
  readonly #counts = new Map<string, Map<string, number>>();
  /** Bytes of request bodies as they came over the wire (compressed, when they were). */
  wireBytes = 0;

  count(operation: string, result: string): void {
    const results = this.#counts.get(operation) ?? new Map<string, number>();
    this.#counts.set(operation, results);
    results.set(result, (results.get(result) ?? 0) + 1);
  }

  toJSON(): Record<string, Record<string, number>> {
    return Object.fromEntries(
      [...this.#counts].map(([operation, results]) => [operation, Object.fromEntries(results)]),
    );
  }
}
