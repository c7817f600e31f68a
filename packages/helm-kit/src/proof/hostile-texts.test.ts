import { goTools, startRenderer } from "@shelltrail/helm-engines";
import { expect, test } from "vitest";
import { hostileTexts, isCarriable, isCarriableKey, uncarriableTexts } from "./hostile-texts.ts";
import { valuesFile } from "./random-values.ts";

const FILES = {
  "Chart.yaml": "apiVersion: v2\nname: probe\nversion: 0.1.0\n",
  "templates/last.yaml": "kind: Last\nheld:\n  {{- toYaml .Values.held | nindent 2 }}\n",
  "templates/middle.yaml": "kind: Middle\nheld:\n  {{- toYaml .Values.held | nindent 2 }}\nafter: it\n",
};

test.each([goTools.renderer3.version, goTools.renderer4.version])(
  "Helm %s carries every text that counts as carriable through toYaml, and none of the others",
  async (engine) => {
    await using renderer = await startRenderer({ engine });
    await renderer.load("probe", { files: FILES });
    const survives = async (held: object): Promise<boolean> => {
      const release = { name: "r", namespace: "default" };
      const answer = await renderer.render({ chart: "probe", release, values: valuesFile({ held }) });
      return answer.ok && answer.objects.every(({ object }) => JSON.stringify(object.held) === JSON.stringify(held));
    };
    for (const text of hostileTexts.filter(isCarriable)) {
      expect(await survives({ text }), JSON.stringify(text)).toBe(true);
      expect(await survives({ list: [{ text }] }), JSON.stringify(text)).toBe(true);
    }
    for (const key of hostileTexts.filter(isCarriableKey)) {
      expect(await survives({ [key]: { inner: 1 } }), JSON.stringify(key)).toBe(true);
    }
    for (const text of uncarriableTexts) {
      expect(isCarriable(text)).toBe(false);
      expect(await survives({ text }), JSON.stringify(text)).toBe(false);
    }
    expect(await survives({ "<<": { inner: 1 } })).toBe(false);
  },
  300_000,
);
