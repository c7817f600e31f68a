import { nameValues } from "../chart/standard-helpers.ts";
import { defineGlobal, defineValues, section } from "../values/define-values.ts";
import { boolean, choice, integer, object, objectList, text, textList, textMap } from "../values/field.ts";

/** A pattern for text that may stand bare in a file: printable ASCII on one line. */
const LINE = "^[ -~]*$";
const WORD = "^[a-z][a-z0-9-]{0,30}$";
/** Sums of two stay exact as float64. */
const BOUND = 2 ** 50;

/** Values of every type, with and without constraints, shallow, nested and below keys that are no Go identifiers. */
export const specimenValues = defineValues({
  ...nameValues,
  plain: text('it\'s "plain": {{ not an action }} #1', "Any text."),
  unset: text("", "Any text, empty unless set."),
  word: text("alpha-", "A short ASCII word.", {
    pattern: WORD,
    examples: ["alpha", "beta-suffix", "pre-beta", "no", "y", "a-pre-alpha", "beta-suffix-b"],
  }),
  line: text("", "One line of ASCII.", {
    pattern: LINE,
    examples: ["", "{{ x }}", "%s {", "  indented", "# a: b", "`tick` \\n", "ends with {", "trailing "],
  }),
  mode: choice(["one", "two", "no"], "one", "A word of three."),
  count: integer(10_000_000, "Printed 1e+07 by a careless template.", { minimum: 0, maximum: BOUND }),
  offset: integer(0, "False unless set.", { minimum: -BOUND, maximum: BOUND }),
  on: boolean(true, "A switch that is on."),
  off: boolean(false, "A switch that is off."),
  words: textList(["alpha", "beta"], "Words.", { pattern: WORD, examples: ["alpha", "beta", "gamma"] }),
  texts: textList([], "Any texts."),
  lines: textList(["one: {{ 1 }}"], "Lines of ASCII.", { pattern: LINE, examples: ["", " a", "{{ x }}", "%d {"] }),
  pairs: textMap({}, "Any keys and texts."),
  extraItems: objectList<object>([], "Objects, passed through."),
  extraFields: object<object>({}, "An object, passed through."),
  preset: object<object>({ no: "yes", "1": { "a: b": [1.5, 10_000_000, true, ["- x"]] } }, "An object with a default."),
  nested: section("Values two levels down.", {
    words: textList(["beta"], "Words.", { pattern: WORD, examples: ["alpha", "beta"] }),
    deeper: {
      words: textList(["beta", "gamma"], "Words.", { pattern: WORD, examples: ["alpha", "beta"] }),
      text: text("a\nb\n", "Several lines."),
      list: textList(["x"], "Any texts."),
      on: boolean(true, "A switch."),
    },
  }),
  "odd-key": { "also.odd": text("", "Reached through index."), count: integer(1, "A number reached through index.") },
  refuse: section("What guards look at.", {
    first: boolean(false, "Refuses with a fixed message."),
    name: text("fine", "Refused when it starts with bad-.", {
      pattern: WORD,
      examples: [
        "fine",
        "fine",
        "fine",
        "fine",
        "fine",
        "fine",
        "fine",
        "fine",
        "fine",
        "fine",
        "fine",
        "fine",
        "fine",
        "fine",
        "fine",
        "fine",
        "bad-name",
      ],
    }),
  }),
});

/** What the specimen and its subchart share. */
export const specimenGlobal = defineGlobal({
  cluster: section("The cluster.", {
    name: text("", "Its name."),
    region: choice(["", "eu-central-1", "us-gov-west-1"], "", "Its region."),
    size: integer(0, "Its nodes.", { minimum: 0, maximum: 10_000_000 }),
    private: boolean(false, "Whether it has no way out."),
  }),
  exceptions: textList([], "Any texts."),
  labels: textMap({}, "Labels of everything."),
});

/** Values of the subchart. */
export const subchartValues = defineValues({
  text: text("", "Any text."),
  count: integer(3, "A number.", { minimum: 0, maximum: BOUND }),
  "dashed-list": textList(["a"], "A list reached through index."),
  refuse: choice(["nothing", "little", "much", "more", "most", "everything"], "nothing", "Refuses everything."),
});

/** Values that go against the defaults: what is on is off, what is empty is full. Random ones are laid over them. */
export const specimenBases: readonly object[] = [
  {
    plain: "a {{ x }} %s $& \u0085\n 'a'\\",
    unset: "alpha",
    word: "a-pre-alpha-suffix-b",
    line: "  {{ x }} %s {",
    mode: "two",
    count: 3,
    offset: -12_345_678,
    on: false,
    off: true,
    words: ["gamma", "alpha"],
    texts: ["~", " a", "a\nb"],
    lines: [" a", "{{ x }} %d {", ""],
    pairs: { no: "yes", "a: b": "{{ x }}" },
    extraItems: [{ b: 1, a: [{ c: "x\ny" }] }, {}],
    extraFields: { b: [], a: { "- c": 10_000_000 } },
    global: {
      cluster: { name: "shell", region: "eu-central-1", size: 10_000_000 },
      exceptions: ["x"],
      labels: { team: "a" },
    },
  },
  { word: "pre-beta", texts: ["~x", "", "b"], words: [], unset: "b", line: "a%", mode: "no", offset: 1, lines: [] },
];
