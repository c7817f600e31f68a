import type { ApiObject } from "cdk8s";
import type { DaemonSet } from "kubernetes-types/apps/v1.js";
import type { ConfigMap, Pod, Secret, Service, ServiceAccount } from "kubernetes-types/core/v1.js";
import type { NetworkPolicy } from "kubernetes-types/networking/v1.js";
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from "kubernetes-types/rbac/v1.js";
import type { Condition } from "../expression/expression.ts";
import type { TemplatedObject } from "../structure/templated.ts";
import type { HelmChart } from "./helm-chart.ts";

/** A Kubernetes object without what its function fills in. */
export type Manifest<T> = TemplatedObject<Omit<T, "apiVersion" | "kind" | "status">>;

export interface ResourceOptions {
  /** File below templates/ without ".yaml"; the id by default. */
  readonly file?: string;
  /** Condition around the whole file. */
  readonly when?: Condition;
}

type ResourceFunction<T> = (
  chart: HelmChart,
  id: string,
  manifest: Manifest<T>,
  options?: ResourceOptions,
) => ApiObject;

/**
 * A function for a kind of resource. Manifests are typed by Kubernetes' own types; a value, an expression or a condition
 * may stand wherever its type fits.
 */
export function resourceFunction<T>(apiVersion: string, kind: string): ResourceFunction<T> {
  return (chart, id, manifest, options) => chart.add(id, { apiVersion, kind, ...(manifest as object) }, options);
}

export const clusterRole = resourceFunction<ClusterRole>("rbac.authorization.k8s.io/v1", "ClusterRole");
export const clusterRoleBinding = resourceFunction<ClusterRoleBinding>(
  "rbac.authorization.k8s.io/v1",
  "ClusterRoleBinding",
);
export const configMap = resourceFunction<ConfigMap>("v1", "ConfigMap");
export const daemonSet = resourceFunction<DaemonSet>("apps/v1", "DaemonSet");
export const networkPolicy = resourceFunction<NetworkPolicy>("networking.k8s.io/v1", "NetworkPolicy");
export const pod = resourceFunction<Pod>("v1", "Pod");
export const role = resourceFunction<Role>("rbac.authorization.k8s.io/v1", "Role");
export const roleBinding = resourceFunction<RoleBinding>("rbac.authorization.k8s.io/v1", "RoleBinding");
export const secret = resourceFunction<Secret>("v1", "Secret");
export const service = resourceFunction<Service>("v1", "Service");
export const serviceAccount = resourceFunction<ServiceAccount>("v1", "ServiceAccount");
