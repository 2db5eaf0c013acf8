import { describe, expect, test } from "vitest";
import { type Palette, palettes, tint } from "./theme";

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const texts: (keyof Palette)[] = ["text", "textSoft", "textFaint", "accentText", "success", "warning", "danger"];
const grounds: (keyof Palette)[] = ["page", "surface", "raised", "sunken"];

describe.each(["light", "dark"] as const)("the %s palette", (mode) => {
  const p = palettes[mode];

  test.each(
    texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  )("%s reads on %s", (text, ground) => {
    expect(contrast(p[text], p[ground])).toBeGreaterThanOrEqual(4.5);
  });

  test("the accent carries white text, and its text reads on the soft accent", () => {
    expect(contrast(p.accent, "#ffffff")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(p.accentText, p.accentSoft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(p.text, tint(p.danger, p.surface))).toBeGreaterThanOrEqual(4.5);
  });
});

test("a tint lies between its colours", () => {
  expect(tint("#000000", "#ffffff", 0.5)).toBe("#808080");
  expect(tint("#ff0000", "#ffffff", 0)).toBe("#ffffff");
});
