/**
 * What must not compile, and what must. Nothing here runs: `tsc --build` fails when an expected error is gone. Every
 * refused line has a twin that compiles, so that it is refused for the reason its comment gives.
 */
import { App } from "cdk8s";
import type { Affinity, EnvVar } from "kubernetes-types/core/v1.js";
import {
  add,
  and,
  boolean,
  choice,
  choose,
  configMap,
  daemonSet,
  defineGlobal,
  defineValues,
  type Expression,
  eq,
  forEach,
  HelmChart,
  integer,
  join,
  not,
  object,
  objectList,
  pod,
  secret,
  service,
  spread,
  text,
  textList,
  textMap,
  trunc,
  type ValuesInput,
  when,
  withDefault,
} from "./index.ts";

const declaration = {
  buffer: { limit: text("1G", "") },
  image: { tag: text("1", "") },
  replicas: integer(1, ""),
  debug: boolean(true, ""),
  mode: choice(["fast", "safe"], "fast", ""),
  hosts: textList([], ""),
  labels: textMap({}, ""),
  env: objectList<EnvVar>([], ""),
  affinity: object<Affinity>({}, ""),
};
const values = defineValues(declaration);
const global = defineGlobal({ cluster: { name: text("", "") } });
const metadata = { name: "web", version: "1.2.3", appVersion: "4", description: "", minimumKubernetes: "1.31.0" };
const chart = new HelmChart(new App(), { metadata });
const containers = [{ name: "web" }];
const same = <T>(held: T): T => held;

// A value that was not declared.
same(values.buffer.limit);
// @ts-expect-error bufer does not exist, did you mean buffer?
same(values.bufer.limit);
// @ts-expect-error nor does it below global
same(global.cluster.nmae);

// Kubernetes wants a string.
configMap(chart, "s1", { metadata: { name: values.image.tag }, data: { port: `${values.replicas}` } });
// @ts-expect-error a number
configMap(chart, "s2", { metadata: { name: 3 } });
// @ts-expect-error an integer value
configMap(chart, "s3", { metadata: { name: values.replicas } });
// @ts-expect-error an integer value among labels
configMap(chart, "s4", { metadata: { labels: { a: values.replicas } } });
// @ts-expect-error a boolean among a ConfigMap's data
configMap(chart, "s5", { data: { a: true } });
// @ts-expect-error a boolean value among a Secret's data
secret(chart, "s6", { stringData: { a: values.debug } });

// Kubernetes wants an integer, a boolean, a list, a map, an object.
service(chart, "n1", { metadata: {}, spec: { healthCheckNodePort: values.replicas } });
// @ts-expect-error text for an integer
service(chart, "n2", { metadata: {}, spec: { healthCheckNodePort: values.image.tag } });
// @ts-expect-error text for an integer, in a template string
service(chart, "n3", { metadata: {}, spec: { healthCheckNodePort: `${values.replicas}` } });
pod(chart, "b1", { spec: { containers, hostNetwork: values.debug } });
// @ts-expect-error text for a boolean
pod(chart, "b2", { spec: { containers, hostNetwork: values.image.tag } });
pod(chart, "l1", {
  spec: { containers: [{ name: "a", env: values.env, args: values.hosts as Expression<string[]> }] },
});
// @ts-expect-error a map for a list
pod(chart, "l2", { spec: { containers: [{ name: "a", env: values.labels }] } });
pod(chart, "m1", { spec: { containers, nodeSelector: values.labels, affinity: values.affinity } });
// @ts-expect-error an object of another kind for a map
pod(chart, "m2", { spec: { containers, nodeSelector: values.affinity } });
// @ts-expect-error text for an object whose keys are all optional
pod(chart, "m3", { spec: { containers, affinity: values.image.tag } });

// A value that may be absent, where text is wanted.
configMap(chart, "g1", { metadata: { name: withDefault(global.cluster.name, "none") } });
configMap(chart, "g2", { data: { ...when(global.cluster.name, (name) => ({ name })) } });
trunc(withDefault(global.cluster.name, ""), 3);
configMap(chart, "g3", { metadata: { name: choose(global.cluster.name, (name) => `${name}-x`, "none") } });
// @ts-expect-error without when or withDefault
configMap(chart, "g4", { metadata: { name: global.cluster.name } });
// @ts-expect-error among data
configMap(chart, "g5", { data: { name: global.cluster.name } });
// @ts-expect-error a when that does not take the tested value narrows nothing
configMap(chart, "g6", { data: { ...when(global.cluster.name, { name: global.cluster.name }) } });
// @ts-expect-error as an operand of a function that Helm refuses it for
trunc(global.cluster.name, 3);

// A condition is tested, never printed.
const both = and(values.debug, values.image.tag);
pod(chart, "c1", { spec: { containers, ...when(both, { hostname: "a" }), hostIPC: not(both) } });
// @ts-expect-error as text
configMap(chart, "c2", { metadata: { name: both } });
// @ts-expect-error as a boolean: Go's `and` gives an operand
configMap(chart, "c3", { immutable: both });
// @ts-expect-error as a map
configMap(chart, "c4", { metadata: { labels: both } });
// @ts-expect-error as an object
pod(chart, "c5", { spec: { containers, affinity: both } });

// when
pod(chart, "w1", { spec: { containers: [{ name: "a", env: [...when(values.debug, [{ name: "A" }])] }] } });
// @ts-expect-error an item of another type
pod(chart, "w2", { spec: { containers: [{ name: "a", env: [...when(values.debug, [{ name: 1 }])] }] } });
// @ts-expect-error an item without what it needs
pod(chart, "w3", { spec: { containers: [{ name: "a", env: [...when(values.debug, [{ value: "A" }])] }] } });
// @ts-expect-error an entry of another type
pod(chart, "w4", { spec: { containers, ...when(values.debug, { hostNetwork: "yes" }) } });
// @ts-expect-error the bound value keeps its type
pod(chart, "w5", { spec: { containers, ...when(values.replicas, (hostname) => ({ hostname })) } });

// Keys that Kubernetes does not know.
daemonSet(chart, "k1", { spec: { selector: {}, template: {}, minReadySeconds: 1 } });
// @ts-expect-error in a spec
daemonSet(chart, "k2", { spec: { selector: {}, template: {}, minReadySecs: 1 } });
// @ts-expect-error at the top
daemonSet(chart, "k3", { sepc: {} });
// @ts-expect-error deep inside
pod(chart, "k4", { spec: { containers: [{ name: "a", imagePullPolcy: "Always" }] } });
// @ts-expect-error missing: a container needs a name
pod(chart, "k5", { spec: { containers: [{ image: "a" }] } });

// Functions know the types of their operands.
eq(values.mode, "safe");
// @ts-expect-error no such choice
eq(values.mode, "slow");
// @ts-expect-error text for an integer
eq(values.replicas, "1");
add(values.replicas, 1);
// @ts-expect-error text
add(values.image.tag, 1);
join(values.hosts, ",");
// @ts-expect-error no list
join(values.image.tag, ",");
// @ts-expect-error a default for a number would override 0
withDefault(values.replicas, "1");
forEach(values.hosts, (host) => [host]);
// @ts-expect-error no list
forEach(values.labels, (label) => [label]);
spread(values.labels);
// @ts-expect-error neither list nor map
spread(values.image.tag);

// A default is of its field's kind.
choice(["fast", "safe"], "safe", "");
// @ts-expect-error no such choice
choice(["fast", "safe"], "slow", "");
// @ts-expect-error text for an integer
integer("1", "");

// What a user may write for a declaration.
type Input = ValuesInput<typeof declaration>;
same<Input>({});
same<Input>({ image: { tag: "2" }, replicas: 3, mode: "safe", hosts: ["a"], labels: { a: "b" }, env: [{ name: "A" }] });
// @ts-expect-error an undeclared key
same<Input>({ imgae: { tag: "2" } });
// @ts-expect-error an undeclared key inside
same<Input>({ image: { tga: "2" } });
// @ts-expect-error a number for text
same<Input>({ image: { tag: 2 } });
// @ts-expect-error no such choice
same<Input>({ mode: "slow" });
// @ts-expect-error an object of another type
same<Input>({ env: [{ nmae: "A" }] });
