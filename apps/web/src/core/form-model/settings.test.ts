import { expect, test } from "vitest";
import { newSettings, settingsOf, withSetting } from "./settings";

test("no kind asks for the same setting twice", () => {
  for (const specs of Object.values(settingsOf)) {
    const keys = specs.map((spec) => spec.key);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test("a setting that is left blank is left out, so that the server's preset holds", () => {
  expect(withSetting({ min: "1", max: "2" }, "min", null)).toEqual({ max: "2" });
  expect(withSetting({}, "accept", [])).toEqual({});
  expect(withSetting({ options: [{ key: "a" }] }, "options", [])).toEqual({ options: [] });
});

test("a new link leads to another form of the app", () => {
  const around = { forms: ["other", "this"], links: [], option: (n: number) => ({ key: `${n}` }) };
  expect(newSettings("link", around)).toEqual({ form: "other" });
  expect(newSettings("select", around)).toEqual({ options: [{ key: "1" }, { key: "2" }] });
});
