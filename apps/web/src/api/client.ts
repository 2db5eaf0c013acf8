import i18next from "i18next";
import { ApiProblem, problemOf } from "./errors";

const base = "/api/v1";

export interface UploadOptions {
  signal?: AbortSignal;
  onProgress?: (percent: number) => void;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface RequestOptions {
  body?: unknown;
  form?: FormData;
  /** A zip as the whole body. */
  zip?: Blob;
  query?: Record<string, string | number | boolean | undefined>;
  signal?: AbortSignal;
  /** The same key for a repeated attempt, so that it is done once. */
  idempotencyKey?: string;
  headers?: Record<string, string>;
}

let csrfToken: string | null = null;
const signedOut = new Set<() => void>();

/** Remembers the token that writes carry. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** Calls `listener` whenever the server says that there is no session. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

export function apiUrl(path: string, query?: RequestOptions["query"]): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) {
      params.set(name, String(value));
    }
  }
  const text = params.toString();
  return `${base}${path}${text ? `?${text}` : ""}`;
}

function headersFor(method: Method, options: RequestOptions): Headers {
  const headers = new Headers({ Accept: "application/json", "Accept-Language": i18next.language ?? "zh-CN" });
  if (options.body !== undefined) {
    headers.set("Content-Type", "application/json");
  }
  if (options.zip) {
    headers.set("Content-Type", "application/zip");
  }
  if (method !== "GET" && csrfToken) {
    headers.set("X-CSRF-Token", csrfToken);
  }
  if (method === "POST") {
    headers.set("Idempotency-Key", options.idempotencyKey ?? newKey());
  }
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    headers.set(name, value);
  }
  return headers;
}

/** A fresh idempotency key. */
export function newKey(): string {
  return typeof crypto.randomUUID === "function"
    ? crypto.randomUUID()
    : Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** Sends a request; throws an [`ApiProblem`] for every answer that is not 2xx and when the server cannot be reached. */
export async function send(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(apiUrl(path, options.query), {
      method,
      headers: headersFor(method, options),
      body: options.form ?? options.zip ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      signal: options.signal,
      credentials: "same-origin",
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      throw error;
    }
    throw new ApiProblem({ type: "unreachable", title: "unreachable", status: 0 });
  }
  return accepted(response, path);
}

/** The answer where it is 2xx; everything else is thrown. */
async function accepted(response: Response, path: string): Promise<Response> {
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && path !== "/auth/login") {
      for (const listener of signedOut) {
        listener();
      }
    }
    throw problem;
  }
  return response;
}

/** Sends a form with files and reads the JSON of the answer, telling on the way how many per cent have been sent. */
export function upload<T>(path: string, form: FormData, options: UploadOptions = {}): Promise<T> {
  // `fetch` does not tell how far a request is.
  const sending = new XMLHttpRequest();
  sending.open("POST", apiUrl(path));
  for (const [name, value] of headersFor("POST", { form })) {
    sending.setRequestHeader(name, value);
  }
  return new Promise<T>((resolve, reject) => {
    const stop = () => sending.abort();
    options.signal?.addEventListener("abort", stop);
    sending.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) {
        options.onProgress?.(Math.floor((100 * loaded) / total));
      }
    };
    sending.onabort = () => reject(new DOMException("stopped", "AbortError"));
    sending.onerror = () => reject(new ApiProblem({ type: "unreachable", title: "unreachable", status: 0 }));
    sending.onload = () => {
      const answer = new Response(sending.responseText, { status: sending.status, statusText: sending.statusText });
      accepted(answer, path).then((response) => resolve(response.json() as Promise<T>), reject);
    };
    sending.onloadend = () => options.signal?.removeEventListener("abort", stop);
    if (options.signal?.aborted) {
      reject(new DOMException("stopped", "AbortError"));
    } else {
      sending.send(form);
    }
  });
}

/** Sends a request and reads the JSON of the answer; `undefined` where it has none. */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 204 || response.headers.get("Content-Length") === "0") {
    return undefined as T;
  }
  return (await response.json()) as T;
}

export const get = <T>(path: string, options?: RequestOptions) => request<T>("GET", path, options);
export const post = <T>(path: string, body?: unknown, options?: RequestOptions) =>
  request<T>("POST", path, { ...options, body: body ?? {} });
export const put = <T>(path: string, body: unknown, options?: RequestOptions) =>
  request<T>("PUT", path, { ...options, body });
export const patch = <T>(path: string, body: unknown, options?: RequestOptions) =>
  request<T>("PATCH", path, { ...options, body });
export const del = <T>(path: string, body?: unknown, options?: RequestOptions) =>
  request<T>("DELETE", path, { ...options, body });
