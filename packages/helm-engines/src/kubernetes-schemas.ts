import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { cachedFolder, cacheRoot } from "./cache-folder.ts";
import { runGo } from "./go-tool.ts";
import { startProgress } from "./progress.ts";
import { type OpenApiDocument, schemasFromOpenApi } from "./schemas-from-open-api.ts";

const inMemory = new Map<string, Promise<string>>();

/**
 * The folder with a JSON schema for every kind of a Kubernetes version (such as `1.34.4`, a leading v is allowed), made from the
 * OpenAPI document in the Go module k8s.io/kubernetes. The first run for a version downloads that module, some 35 MB.
 * @throws when the version is not three numbers, does not exist, or cannot be downloaded.
 */
export function kubernetesSchemas(kubernetesVersion: string): Promise<string> {
  const version = kubernetesVersion.replace(/^v/, "");
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    return Promise.reject(
      new Error(`Kubernetes version "${kubernetesVersion}": write all three numbers, such as 1.34.4`),
    );
  }
  let schemas = inMemory.get(version);
  if (!schemas) {
    schemas = makeSchemas(version);
    inMemory.set(version, schemas);
  }
  return schemas;
}

async function makeSchemas(version: string): Promise<string> {
  const name = `${version}-${await converterKey()}`;
  return cachedFolder(join(cacheRoot(), "kubernetes-schemas"), name, async (folder) => {
    const progress = startProgress(`making JSON schemas of Kubernetes ${version} (first run only)`);
    let made = false;
    try {
      const module = await downloadKubernetes(version);
      const text = await readFile(join(module, "api", "openapi-spec", "swagger.json"), "utf8");
      for (const [file, schema] of schemasFromOpenApi(JSON.parse(text) as OpenApiDocument)) {
        await writeFile(join(folder, file), JSON.stringify(schema));
      }
      made = true;
    } finally {
      progress.end(made);
    }
  });
}

/** The module's folder in Go's module cache. */
async function downloadKubernetes(version: string): Promise<string> {
  // A folder outside any module: the version asked for must not meet someone's go.mod.
  const result = await runGo(["mod", "download", "-json", `k8s.io/kubernetes@v${version}`], tmpdir());
  // A failure prints no JSON when the proxy is not reached at all.
  const answer = JSON.parse(result.stdout || "{}") as { Dir?: string; Error?: string };
  if (result.exitCode !== 0 || answer.Dir === undefined) {
    throw new Error(
      `Failed to get the Go module k8s.io/kubernetes v${version}: ${answer.Error ?? result.stderr.trim()}`,
    );
  }
  return answer.Dir;
}

/** Changes with the converter, so that schemas of an older one are not used. */
async function converterKey(): Promise<string> {
  const converter = new URL(`./schemas-from-open-api${extname(import.meta.url)}`, import.meta.url);
  return createHash("sha256")
    .update(await readFile(converter))
    .digest("hex")
    .slice(0, 16);
}
