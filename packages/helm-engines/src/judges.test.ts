import { expect, test } from "vitest";
import { parseKubeScore, scoreManifests } from "./kube-score.ts";
import { parseKubeconform, validateManifests } from "./kubeconform.ts";
import { kubernetesSchemas } from "./kubernetes-schemas.ts";

const kubernetesVersion = "1.34.4";

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: good, labels: null}
spec:
  selector: {matchLabels: {app: good}}
  template:
    metadata: {labels: {app: good}}
    spec:
      containers:
        - name: main
          image: example:latest
          resources: {limits: {cpu: 0.5, memory: 1Gi}}
          livenessProbe: {httpGet: {port: http}}
          readinessProbe: {httpGet: {port: 8080}}
`;

test("kubeconform judges by Kubernetes' own schemas, in the order of the documents", async () => {
  const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: bad}\nspec: {ports: [{port: "80"}], tyype: x}\n';
  const monitor = "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: custom}\n";
  const manifests = [deployment, service, "# nothing\n", monitor, "a: 1\na: 2\n"].join("---\n");
  expect(await validateManifests(manifests, { kubernetesVersion })).toEqual([
    { kind: "Deployment", name: "good", status: "valid", message: "" },
    {
      kind: "Service",
      name: "bad",
      status: "invalid",
      message:
        "at '/spec/ports/0/port': got string, want integer; at '/spec': additional properties 'tyype' not allowed",
    },
    { kind: "ServiceMonitor", name: "custom", status: "error", message: "could not find schema for ServiceMonitor" },
    { kind: "", name: "", status: "error", message: expect.stringContaining('key "a" already set in map') },
  ]);
  expect(await validateManifests(monitor, { kubernetesVersion, skip: ["ServiceMonitor"] })).toMatchObject([
    { status: "skipped" },
  ]);
  expect(await validateManifests("", { kubernetesVersion })).toEqual([]);
});

test("a Kubernetes version needs three numbers and must exist", async () => {
  await expect(kubernetesSchemas("1.34")).rejects.toThrow('Kubernetes version "1.34": write all three numbers');
});

test("an answer that kubeconform never gave is an error", () => {
  expect(() => parseKubeconform("", "panic")).toThrow("kubeconform printed no JSON: panic");
  expect(() => parseKubeconform('{"resources":[{"status":"statusNew"}]}')).toThrow('unknown status "statusNew"');
});

test("kube-score names what it holds against an object", async () => {
  const findings = await scoreManifests(deployment, { kubernetesVersion });
  expect(findings).toContainEqual({
    object: "Deployment/apps/v1//good",
    check: "container-image-tag",
    grade: "critical",
    path: "main",
    summary: "Image with latest tag",
  });
  expect(findings).toContainEqual(
    expect.objectContaining({ check: "deployment-has-host-podantiaffinity", grade: "warning" }),
  );
  expect(findings.map(({ check }) => check)).toEqual(findings.map(({ check }) => check).toSorted());
});

test("kube-score's refusal is an error, and skipped or passed checks are no findings", async () => {
  await expect(scoreManifests("a: b: c")).rejects.toThrow(/kube-score refused the manifests: .*mapping values/);
  const check = (grade: number, skipped: boolean) => ({
    check: { id: `grade-${grade}` },
    grade,
    skipped,
    comments: null,
  });
  const checks = [check(10, false), check(7, false), check(5, false), check(1, true)];
  expect(parseKubeScore(JSON.stringify([{ object_name: "o", checks }]))).toEqual([
    { object: "o", check: "grade-5", grade: "warning", path: "", summary: "" },
  ]);
});
