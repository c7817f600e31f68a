/** Seconds between two lines where the output is a file; on a terminal the line is rewritten each second. */
const secondsBetweenLines = 30;

export interface Progress {
  /** Ends the report, and returns the seconds it took, rounded to tenths. */
  end(succeeded: boolean): number;
}

/** Reports on stderr that something slow is under way, with the seconds it has taken so far. */
export function startProgress(what: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 100) / 10;
  const line = (end: string) => stream.write(`${stream.isTTY ? "\r" : ""}${what} ... ${Math.round(seconds())} s${end}`);
  if (!stream.isTTY) {
    stream.write(`${what} ...\n`);
  }
  const timer = setInterval(() => line(stream.isTTY ? "" : "\n"), (stream.isTTY ? 1 : secondsBetweenLines) * 1000);
  timer.unref();
  return {
    end(succeeded) {
      clearInterval(timer);
      line(succeeded ? "\n" : ", failed\n");
      return seconds();
    },
  };
}
