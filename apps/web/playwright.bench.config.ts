import { defineConfig } from "@playwright/test";
import journeys from "./playwright.config";

/** What a person waits for; `cargo xtask bench` starts it against a server with many records. */
export default defineConfig({ ...journeys, testDir: "bench", timeout: 300_000, reporter: [["list"]] });
