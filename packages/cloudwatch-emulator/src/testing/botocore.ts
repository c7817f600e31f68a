import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** AWS's own descriptions of its services, as the Python SDK carries them. Pinned: a newer one may bring limits to follow. */
export const botocoreVersion = "1.44.5";

const run = promisify(execFile);

// A wheel is a zip file, and the descriptions in it are gzip files.
const unpack = `
import glob, gzip, sys, zipfile
wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + "/*.whl")[0])
for service, version in (("logs", "2014-03-28"), ("sts", "2011-06-15")):
    data = wheel.read(f"botocore/data/{service}/{version}/service-2.json.gz")
    open(f"{sys.argv[1]}/{service}.json", "wb").write(gzip.decompress(data))
`;

/**
 * The folder with `logs.json` and `sts.json`, fetched from PyPI once and kept in the user's cache folder under the version.
 * @throws with what is needed when Python or PyPI cannot be reached.
 */
export async function botocoreFolder(): Promise<string> {
  const parent = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "shelltrail", "botocore");
  const folder = join(parent, botocoreVersion);
  if (existsSync(folder)) {
    return folder;
  }
  await mkdir(parent, { recursive: true });
  const unfinished = await mkdtemp(join(parent, ".unfinished-"));
  try {
    const download = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", unfinished];
    await run("python3", [...download, `botocore==${botocoreVersion}`]);
    await run("python3", ["-c", unpack, unfinished]);
    await rename(unfinished, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } catch (error) {
    throw new Error(
      `botocore ${botocoreVersion} is needed to compare with AWS: install Python 3 with pip, and a way to PyPI. ${(error as Error).message}`,
      { cause: error },
    );
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** A shape as botocore writes it: like ours, but named. */
export interface ModelShape {
  type: string;
  required?: string[];
  members?: Record<string, { shape: string }>;
  member?: { shape: string };
  key?: { shape: string };
  value?: { shape: string };
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  exception?: boolean;
  fault?: boolean;
  error?: { code: string; httpStatusCode: number };
}

export interface ServiceModel {
  operations: Record<
    string,
    { input?: { shape: string }; output?: { shape: string; resultWrapper?: string }; errors?: { shape: string }[] }
  >;
  shapes: Record<string, ModelShape>;
}

/** AWS's description of CloudWatch Logs or of STS. */
export async function serviceModel(service: "logs" | "sts"): Promise<ServiceModel> {
  return JSON.parse(await readFile(join(await botocoreFolder(), `${service}.json`), "utf8")) as ServiceModel;
}
