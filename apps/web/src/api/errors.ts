import type { I18nText, Json } from "./types";

/** Something the caller can fix: where, what, and the sentence for it. */
export interface Issue {
  severity: "error" | "warning";
  pointer: string;
  code: string;
  params?: Record<string, Json>;
  message?: string | I18nText | null;
}

/** The body of a refused request (RFC 9457). */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail?: string;
  request_id?: string;
  issues?: Issue[];
  [extra: string]: Json | Issue[] | undefined;
}

/** A request that the server refused, or that never reached it (`status` 0). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly body: ProblemBody;

  constructor(body: ProblemBody) {
    super(body.detail ?? body.title);
    this.name = "ApiProblem";
    this.status = body.status;
    this.body = body;
  }

  /** The slug of its type. */
  get slug(): string {
    return this.body.type.split("/").pop() ?? "";
  }

  get issues(): Issue[] {
    return this.body.issues ?? [];
  }
}

/** The problem of an answer that is not 2xx, whatever its body says. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const fallback: ProblemBody = {
    type: `http_${response.status}`,
    title: response.statusText,
    status: response.status,
  };
  try {
    const body = (await response.json()) as Partial<ProblemBody>;
    return new ApiProblem({ ...fallback, ...body, status: response.status });
  } catch {
    return new ApiProblem(fallback);
  }
}

export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) {
    return error;
  }
  const problem = new ApiProblem({ type: "crashed", title: "crashed", status: 0 });
  problem.cause = error;
  return problem;
}
