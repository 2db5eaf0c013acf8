import { describe, expect, it } from "vitest";
import { limitsOf, refusalOf } from "./fileLimits";

const mb = 1024 * 1024;

describe("what a field that holds files takes", () => {
  it("knows its usual limits", () => {
    expect(limitsOf({}, false, false)).toEqual({ accept: [], maxMb: 20, most: 1 });
    expect(limitsOf({ accept: ["PDF", ".docx"], max_size_mb: 5, max_files: 3 }, true, false)).toEqual({
      accept: [".pdf", ".docx"],
      maxMb: 5,
      most: 3,
    });
    expect(limitsOf({}, true, true).accept).toContain(".jpeg");
  });

  it("refuses what is too large, of another type, or one too many", () => {
    const limits = limitsOf({ accept: ["pdf"], max_size_mb: 1, max_files: 2 }, true, false);
    expect(refusalOf({ name: "a.PDF", size: mb }, 1, limits)).toBeNull();
    expect(refusalOf({ name: "a.pdf", size: mb + 1 }, 0, limits)?.key).toBe("file.tooLarge");
    expect(refusalOf({ name: "a.pdf.exe", size: 1 }, 0, limits)).toEqual({
      key: "file.wrongType",
      params: { name: "a.pdf.exe", accept: ".pdf" },
    });
    expect(refusalOf({ name: "a.pdf", size: 1 }, 2, limits)).toEqual({
      key: "file.tooMany",
      params: { name: "a.pdf", most: 2 },
    });
  });
});
