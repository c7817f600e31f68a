import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import type { PinnedHelmVersion } from "./find-helm.ts";
import { goTool } from "./go-tool.ts";
import { goTools } from "./go-tools.ts";

/** A chart for the renderer: a folder or .tgz, or the texts of its files by path within the chart. */
export type ChartSource = { path: string } | { files: Readonly<Record<string, string>> };

/** One render, as one run of `helm template`. */
export interface RenderRequest {
  /** The id under which the chart was loaded. */
  chart: string;
  /** `.Release`; revision 1 and an install unless said otherwise. */
  release: { name: string; namespace: string; revision?: number; isInstall?: boolean; isUpgrade?: boolean };
  /** `--kube-version` and `--api-versions`; Helm's own defaults when absent. */
  capabilities?: { kubeVersion?: string; apiVersions?: readonly string[] };
  /** The text of one values file (`-f`), YAML or JSON; `valuesText` writes it. */
  values?: string;
  /** `--set` arguments. */
  set?: readonly string[];
  /** Asks for the text of every document as well. */
  texts?: boolean;
  /** Makes a key that occurs twice in one map an error; Helm lets the last one win. */
  strict?: boolean;
  /** Adds the subcharts' notes, as `--render-subchart-notes`. */
  subNotes?: boolean;
}

/** A Kubernetes object and the template that it came from, such as `falco/templates/daemonset.yaml`. */
export interface RenderedObject {
  template: string;
  object: Record<string, unknown>;
}

/** One document of the text that `helm template` prints after its `# Source:` line. */
export interface RenderedText {
  template: string;
  text: string;
}

export interface RenderSuccess {
  ok: true;
  /** In the order in which `helm template` prints them: manifests in install order, then hooks and tests. */
  objects: RenderedObject[];
  /** NOTES.txt; empty when there is none. */
  notes: string;
  /** Every document, in the same order, those of comments alone included; only when the request asked for it. */
  texts?: RenderedText[];
}

export interface RenderFailure {
  ok: false;
  /** Where it failed; `request` is a mistake of the caller. */
  stage: "request" | "values" | "dependencies" | "schema" | "kubeVersion" | "render" | "parse";
  /** Helm's message, without its leading `Error: `. */
  error: string;
}

export type RenderAnswer = RenderSuccess | RenderFailure;

/** A running batch renderer. */
export interface Renderer extends AsyncDisposable {
  readonly engine: PinnedHelmVersion;
  /**
   * Loads a chart under an id for later renders; an id in use is replaced.
   * @throws Helm's message when it cannot be loaded.
   */
  load(id: string, source: ChartSource): Promise<void>;
  /**
   * Renders once. A chart that does not render is an answer, not an error.
   * @throws when the process has ended; the message holds the end of its stderr.
   */
  render(request: RenderRequest): Promise<RenderAnswer>;
  /** Renders many, on all cores, without keeping more of them in flight than the process takes. Answers are in order. */
  renderAll(requests: Iterable<RenderRequest>): Promise<RenderAnswer[]>;
  /** Lets pending renders finish and ends the process. */
  close(): Promise<void>;
}

/**
 * Starts Helm's own engine as a process that renders many times (a `helm template` process took about 70 ms each on two cores).
 * Built from Go modules on first use.
 */
export async function startRenderer(options: { engine: PinnedHelmVersion }): Promise<Renderer> {
  const { path } = await goTool(options.engine === goTools.helm3.version ? "renderer3" : "renderer4");
  return connectRenderer(options.engine, spawn(path, { stdio: ["pipe", "pipe", "pipe"] }));
}

interface Pending {
  resolve(answer: WireAnswer): void;
  reject(error: Error): void;
}

type WireAnswer =
  | { ok: true; objects?: RenderedObject[]; notes?: string; texts?: RenderedText[] }
  | { ok: false; stage: RenderFailure["stage"] | "load"; error: string };

/** How much of stderr an error message repeats, in characters. */
const stderrTail = 2000;

/** Speaks to a process that has been started. Apart from `startRenderer` so that tests can bring a process that misbehaves. */
export function connectRenderer(engine: PinnedHelmVersion, child: ChildProcessWithoutNullStreams): Renderer {
  const pending: Pending[] = [];
  let stderr = "";
  let ended: Error | undefined;
  let lastWrite: Promise<void> = Promise.resolve();

  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-stderrTail);
  });
  const closed = new Promise<void>((resolve) => {
    const end = (error: Error) => {
      ended ??= error;
      for (const { reject } of pending.splice(0)) {
        reject(ended);
      }
      resolve();
    };
    child.on("error", (cause) => end(new Error(`Failed to start the renderer of Helm ${engine}`, { cause })));
    child.on("close", (code, signal) => {
      const how = signal ? `was ended by ${signal}` : `exited with ${code}`;
      end(new Error(`The renderer of Helm ${engine} ${how}${stderr && `; its last words:\n${stderr.trim()}`}`));
    });
  });
  // A broken pipe is followed by `close`, which says more.
  child.stdin.on("error", () => {});
  onLines(child.stdout, (line) => pending.shift()?.resolve(JSON.parse(line) as WireAnswer));

  /** Resolves once the process has taken the message; the answer arrives on its own. */
  async function post(message: object, waiting: Pending): Promise<void> {
    const write = lastWrite.then(async () => {
      if (ended) {
        waiting.reject(ended);
        return;
      }
      pending.push(waiting);
      if (!child.stdin.write(`${JSON.stringify(message)}\n`)) {
        // Not events.once: it also rejects when the pipe breaks.
        await Promise.race([new Promise((resolve) => child.stdin.once("drain", resolve)), closed]);
      }
    });
    lastWrite = write;
    await write;
  }

  function ask(message: object): Promise<WireAnswer> {
    return new Promise((resolve, reject) => void post(message, { resolve, reject }));
  }

  async function close(): Promise<void> {
    await lastWrite;
    child.stdin.end();
    await closed;
  }

  return {
    engine,
    async load(id, source) {
      const answer = await ask({ op: "load", id, ...source });
      if (!answer.ok) {
        throw new Error(`Failed to load the chart ${id}: ${answer.error}`);
      }
    },
    async render(request) {
      return renderAnswer(await ask({ op: "render", ...request }));
    },
    async renderAll(requests) {
      const answers: Promise<RenderAnswer>[] = [];
      for (const request of requests) {
        await new Promise<void>((written) => {
          const answer = new Promise<WireAnswer>((resolve, reject) => {
            post({ op: "render", ...request }, { resolve, reject }).then(written);
          }).then(renderAnswer);
          // Seen by Promise.all below, perhaps only after it has failed.
          answer.catch(() => {});
          answers.push(answer);
        });
      }
      return Promise.all(answers);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Go leaves empty fields out; here they are filled in. */
function renderAnswer(answer: WireAnswer): RenderAnswer {
  if (!answer.ok) {
    return { ok: false, stage: answer.stage === "load" ? "request" : answer.stage, error: answer.error };
  }
  return { ...answer, objects: answer.objects ?? [], notes: answer.notes ?? "" };
}

/** Calls back for every line. Not node:readline: it also splits at U+2028, which rendered text may hold. */
function onLines(stream: NodeJS.ReadableStream, callback: (line: string) => void): void {
  let parts: string[] = [];
  stream.setEncoding("utf8").on("data", (text: string) => {
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      parts.push(line);
      if (index < lines.length - 1) {
        callback(parts.join(""));
        parts = [];
      }
    }
  });
}
