import type { Content } from "../feeder/record.ts";
import { type Fault, writeFor } from "./fault.ts";

export const unusualCharacters: Fault = {
  name: "unusual-characters",
  title: "records with 4-byte characters, NUL, escape sequences",
  ...written("unusual"),
};

export const lookAlikes: Fault = {
  name: "look-alikes",
  title: "records in which a user typed the start of a line of the log",
  ...written("look-alike"),
};

export const invalidUtf8: Fault = {
  name: "invalid-utf-8",
  title: "every 50th record with bytes that are no UTF-8",
  ...written("invalid"),
};

function written(content: Content): Pick<Fault, "feed" | "run"> {
  return {
    feed: { content },
    async run(bench) {
      bench.engine.start();
      await writeFor(bench, 20);
      bench.over();
    },
  };
}
