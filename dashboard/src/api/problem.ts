/** What the server answers when it cannot do what was asked: RFC 9457 problem details, with a code and how to mend it. */
export interface ProblemDetails {
  status: number;
  title: string;
  detail?: string;
  code?: string;
  mend?: string;
  errors?: Record<string, string[]>;
}

/** A request that did not succeed, in words that a person can act on. */
export class ApiProblem extends Error {
  constructor(readonly problem: ProblemDetails) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiProblem';
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string | undefined {
    return this.problem.code;
  }

  /** Nothing answered: the server is down, restarting, or not reachable from here. */
  get isUnreachable(): boolean {
    return this.problem.status === 0;
  }

  static unreachable(): ApiProblem {
    return new ApiProblem({
      status: 0,
      title: 'The server does not answer',
      code: 'unreachable',
      mend: 'Is `ax serve` running? This page tries again by itself and catches up when it is back.',
    });
  }

  /** Reads the problem from an answer, whatever its body is. */
  static async from(response: Response): Promise<ApiProblem> {
    const body = await response.text().catch(() => '');
    try {
      const read = JSON.parse(body) as Partial<ProblemDetails>;
      return new ApiProblem({ ...read, status: response.status, title: read.title ?? nameOf(response) });
    } catch {
      return new ApiProblem({ status: response.status, title: nameOf(response) });
    }
  }
}

function nameOf(response: Response): string {
  switch (response.status) {
    case 401:
      return 'You are not signed in';
    case 403:
      return 'Your role does not allow this';
    case 404:
      return 'There is nothing here by that name';
    case 409:
      return 'It has changed in the meantime';
    case 429:
      return 'Too many requests; wait a moment';
    default:
      return response.status >= 500 ? 'The server failed at this' : `The server refused this (${response.status})`;
  }
}
