import { defineConfig } from "@playwright/test";

const chromium = process.env.MORTISE_CHROMIUM ?? "/usr/bin/chromium";

/** Journeys through the real server with the demo, which `MORTISE_URL` names. */
export default defineConfig({
  testDir: "e2e",
  outputDir: `test-results/${process.env.MORTISE_DATABASE ?? "here"}`,
  workers: 1,
  // A journey that holds only at the second try is told by name, with a trace of that try.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [["list"], ["json"]],
  use: {
    baseURL: process.env.MORTISE_URL ?? "http://127.0.0.1:8080",
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
    // What slides in or fades out cannot be clicked for sure; the application keeps still for whoever asks for it.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "on-first-retry",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
