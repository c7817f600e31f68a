/** Longest content of one line: containerd's `max_container_log_line_size`, bytes. Longer output is split. */
export const FRAGMENT_BYTES = 16_384;

export type Stream = "stdout" | "stderr";

const NEWLINE = Buffer.from("\n");

/**
 * One line of a container's output as containerd writes it to the log file: `TIME STREAM F CONTENT`, and for output longer than
 * 16 KiB lines with `P` (partial) before the last one. Split by bytes, so a character may lie on both sides.
 * @param content without its line break
 * @param time what containerd stamps each of the lines with
 */
export function criLines(content: Buffer, time: Date, stream: Stream = "stdout"): Buffer {
  const stamp = criTime(time);
  const parts: Buffer[] = [];
  let from = 0;
  do {
    const to = Math.min(from + FRAGMENT_BYTES, content.length);
    parts.push(
      Buffer.from(`${stamp} ${stream} ${to < content.length ? "P" : "F"} `),
      content.subarray(from, to),
      NEWLINE,
    );
    from = to;
  } while (from < content.length);
  return Buffer.concat(parts);
}

/** RFC 3339 with nanoseconds and the node's offset; nodes of EKS run in UTC. */
export function criTime(time: Date): string {
  return time.toISOString().replace("Z", "000000+00:00");
}

/** A line as the kubelet and `kubectl logs` read it. */
export interface CriLine {
  readonly time: string;
  readonly stream: Stream;
  readonly partial: boolean;
  readonly content: Buffer;
}

/** Reads lines back; the reverse of {@link criLines}, for its tests and for messages of shippers that send the raw line. */
export function parseCriLine(line: Buffer): CriLine | undefined {
  const match = /^(\S+) (stdout|stderr) ([PF]) /.exec(line.subarray(0, 80).toString("latin1"));
  if (!match) return undefined;
  const [prefix, time = "", stream, tag] = match;
  return { time, stream: stream as Stream, partial: tag === "P", content: line.subarray(prefix.length) };
}
