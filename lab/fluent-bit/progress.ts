/** Seconds between two lines where the output is a file; on a terminal the line is rewritten each second. */
const SECONDS_BETWEEN_LINES = 30;

export interface Progress {
  end(succeeded: boolean): void;
}

/** Reports on stderr that something slow is under way, with the seconds it has taken so far. */
export function startProgress(what: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const start = performance.now();
  const line = (end: string) =>
    stream.write(`${stream.isTTY ? "\r" : ""}${what} ... ${Math.round((performance.now() - start) / 1000)} s${end}`);
  line(stream.isTTY ? "" : "\n");
  const timer = setInterval(() => line(stream.isTTY ? "" : "\n"), (stream.isTTY ? 1 : SECONDS_BETWEEN_LINES) * 1000);
  timer.unref();
  return {
    end(succeeded) {
      clearInterval(timer);
      line(succeeded ? "\n" : ", failed\n");
    },
  };
}
