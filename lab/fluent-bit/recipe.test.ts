import { expect, test } from "vitest";
import { platformOf, recipe, recipeKey } from "./recipe.ts";

const bookworm = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n';

test("another recipe, another platform: another build", () => {
  const key = recipeKey("linux x64 debian 12");
  expect(recipeKey("linux x64 debian 13")).not.toBe(key);
  expect(recipeKey("linux x64 debian 12", { ...recipe, cmakeArguments: [] })).not.toBe(key);
  expect(recipeKey("linux x64 debian 12")).toBe(key);
});

test("the platform names the distribution whose libraries the program uses", () => {
  expect(platformOf(bookworm, "linux", "x64")).toBe("linux x64 debian 12");
  expect(platformOf("", "linux", "arm64")).toBe("linux arm64");
});
