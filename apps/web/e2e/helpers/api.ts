import { type APIRequestContext, expect, type PlaywrightWorkerArgs } from "@playwright/test";
import { demoPassword } from "./test";

/** The HTTP interface as one person of the demo asks it. */
export class Api {
  private constructor(
    private readonly context: APIRequestContext,
    private readonly csrf: string,
  ) {}

  static async as(playwright: PlaywrightWorkerArgs["playwright"], baseURL: string, username: string): Promise<Api> {
    const context = await playwright.request.newContext({ baseURL });
    const answer = await context.post("/api/v1/auth/login", {
      data: { tenant: "demo", username, password: demoPassword },
    });
    expect(answer.status()).toBe(200);
    return new Api(context, (await answer.json()).csrf_token);
  }

  /** Sends JSON; gives the status, the JSON of the answer, and its headers. */
  async send(method: string, path: string, data?: unknown, headers: Record<string, string> = {}) {
    const answer = await this.context.fetch(`/api/v1${path}`, {
      method,
      data: data === undefined ? undefined : JSON.stringify(data),
      headers: { "Content-Type": "application/json", "X-CSRF-Token": this.csrf, ...headers },
    });
    const text = await answer.text();
    const json = text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : null;
    return { status: answer.status(), json, text, headers: answer.headers() };
  }

  /** The same, where anything but a 2xx is a fault of the journey. */
  async must(method: string, path: string, data?: unknown) {
    const answer = await this.send(method, path, data);
    expect(answer.status, `${method} ${path}: ${answer.text.slice(0, 600)}`).toBeLessThan(300);
    return answer.json;
  }

  /** The bytes of an answer. */
  async bytes(path: string): Promise<Buffer> {
    const answer = await this.context.post(`/api/v1${path}`, { data: {}, headers: { "X-CSRF-Token": this.csrf } });
    expect(answer.status()).toBe(200);
    return answer.body();
  }
}
