export { chartMetadata, KUBERNETES_FLOOR } from "./chart-metadata.ts";
export { DNS_NAME, global } from "./global.ts";
export { guardCluster, guardIdentity } from "./guards.ts";
