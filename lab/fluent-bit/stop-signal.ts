/**
 * Runs work that has to clean up after itself, also when Ctrl-C or a SIGTERM asks it to stop: the signal aborts what was passed
 * to the work, and the work's own error follows.
 */
export async function withStopSignal<T>(work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (signal: NodeJS.Signals) => controller.abort(new Error(`stopped by ${signal}`));
  process.on("SIGINT", abort).on("SIGTERM", abort);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", abort).off("SIGTERM", abort);
  }
}
