/** What a record carries beside its number; `invalid` only in every 50th, as somebody would paste a binary file once. */
export type Content = "plain" | "unusual" | "look-alike" | "invalid";

/** One numbered record. Container and number decide every byte of it, so that what arrives can be compared with what was sent. */
export interface RecordShape {
  readonly container: string;
  readonly number: number;
  /** Length of the record's line, bytes; one with other content than plain is a little longer. */
  readonly bytes: number;
  readonly content: Content;
}

const EXTRAS: Readonly<Record<Content, readonly Buffer[]>> = {
  plain: [],
  /** Valid UTF-8 that breaks careless shippers: beyond the basic plane, combining, line separators, NUL, terminal escapes. */
  unusual: [
    Buffer.from("😀 𝒳 e\u0301 \u2028"),
    Buffer.from("a\u0000b"),
    Buffer.from("\u001b[31mred\u001b[0m\u0007"),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's syntax, as somebody may type it
    Buffer.from("'}], \\\\ %s ${HOME} \t\r"),
  ],
  /** What a user types to look like the start of a line of the log, and a record of its own. */
  "look-alike": [
    Buffer.from(" 2026-01-01T00:00:00.000000000+00:00 stdout F "),
    Buffer.from(' stdout F {"forged":true} '),
    Buffer.from(" stderr P x"),
  ],
  /** A lone continuation byte, a truncated sequence, an overlong one, a byte that is never in UTF-8. */
  invalid: [Buffer.from([0x80]), Buffer.from([0xe2, 0x82, 0x20]), Buffer.from([0xc0, 0xaf]), Buffer.from([0xff])],
};

/** Records between two with invalid content. */
const RECORDS_PER_INVALID = 50;

function extraOf({ content, number }: RecordShape): Buffer {
  const choices = EXTRAS[content];
  if (choices.length === 0 || (content === "invalid" && number % RECORDS_PER_INVALID !== 0)) return Buffer.alloc(0);
  const turn = content === "invalid" ? number / RECORDS_PER_INVALID : number;
  return choices[turn % choices.length] ?? Buffer.alloc(0);
}

/** The line that Falco would print, without its line break. Falco itself escapes what JSON needs escaped, and so does this. */
export function recordLine(shape: RecordShape): Buffer {
  const { container, number, bytes, content } = shape;
  const head = Buffer.from(`{"seq":${number},"container":"${container}","shape":"${content}:${bytes}","text":"`);
  const tail = Buffer.from('"}');
  const padding = paddingOf(number, Math.max(0, bytes - head.length - tail.length));
  return Buffer.concat([head, escaped(extraOf(shape)), padding, tail]);
}

/** Different for neighbours, so that a piece of one record in another is seen. */
function paddingOf(number: number, length: number): Buffer {
  return Buffer.alloc(length, `${number.toString(36)}.`);
}

/** Quotes and backslashes escaped; all other bytes as they are, as a program does that writes bytes without looking at them. */
function escaped(bytes: Buffer): Buffer {
  return Buffer.from([...bytes].flatMap((byte) => (byte === 0x22 || byte === 0x5c ? [0x5c, byte] : [byte])));
}

/** What the start of a record says of it; undefined when it is no start of a record. */
export function shapeOf(text: string): RecordShape | undefined {
  const match = /^\{"seq":(\d+),"container":"([^"]*)","shape":"(plain|unusual|look-alike|invalid):(\d+)"/.exec(text);
  if (!match) return undefined;
  const [, number, container = "", content, bytes] = match;
  return { container, number: Number(number), bytes: Number(bytes), content: content as Content };
}
