import type { HelmChart } from "../chart/helm-chart.ts";
import { configMap } from "../chart/resources.ts";
import type { StandardHelpers } from "../chart/standard-helpers.ts";
import { add, eq, toJson } from "../expression/operators.ts";
import { textFile, yamlFile } from "../structure/documents.ts";
import { comment, forEach, itemComment, when } from "../structure/structure.ts";
import { specimenValues as values } from "./specimen-values.ts";

const FILE = `# A file of the chart. {{ not an action }} {{- nor -}} %s $1 \\n
- rule: "quoted"

  indented: |
    lines
trailing space: ${" "}
last: é 😀
`;

/** Files inside a ConfigMap: both backends must write them to the letter. */
export function addFiles(chart: HelmChart, { fullname }: StandardHelpers): void {
  const { on, off, line, lines, word, words, texts, pairs, unset, plain, count, offset, extraFields, mode } = values;
  configMap(chart, "files", {
    metadata: { name: fullname },
    data: {
      "carried.yaml": chart.file("files/carried.yaml", FILE),
      ...when(on, { "again.yaml": chart.file("files/again.yaml", "one line: {{ x }}\n") }),
      "config.yaml": yamlFile({
        ...comment("Made from values: {{ x }}"),
        plain,
        count,
        on,
        static: { "a: b": "{{ x }}", n: ["no", "~", 1e21, true, "multi\nline\n"], no: null, empty: {}, none: [] },
        json: { list: texts, map: pairs, object: extraFields },
        string: toJson(texts),
        ...when(unset, (set) => ({ set }), { unset: mode }),
        ...when(off, { off: { deep: [line] } }),
        loop: [
          ...forEach(words, (name) => [{ name, file: `/${name}/%s`, ...when(on, { only: name }) }]),
          ...when(off, [plain]),
          plain,
        ],
        onlyLoop: [...forEach(texts, (text) => [text])],
        onlyWhen: { ...when(offset, (number) => ({ number })) },
      }),
      "config.conf": textFile([
        "[SERVICE]",
        `    Name  ${word}{${line}}`,
        `    Literal {{ x }} %s "quoted" {{`,
        "",
        `    Count ${count} of ${add(offset, 1)}, ${on}, ${eq(mode, "two")}`,
        `${line}`,
        ...when(on, ["", "[ON]", `  Mode ${mode}`]),
        ...when(line, (set) => [`line=${set}`], [`no line in ${fullname}`]),
        ...forEach(lines, (each) => [`- ${each}`, `${each}`]),
        ...itemComment("a comment {{ of }} the file"),
        `Json ${toJson(words)}`,
        "end  ",
      ]),
      "expression-first.conf": textFile([`${line}`, "second"]),
      "loop.conf": textFile([...forEach(lines, (each) => [`${each}`])]),
      "indented.conf": textFile(["  first", "\tsecond"]),
    },
  });
}
