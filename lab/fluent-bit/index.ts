export { buildFluentBit, builtFluentBit } from "./build.ts";
export { type FindOptions, type FluentBit, findFluentBit } from "./find.ts";
