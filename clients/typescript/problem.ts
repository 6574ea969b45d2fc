/** The server refused what it was asked. Trying again as it is is of no use. */
export class AxleError extends Error {
  /** The HTTP status, or the one that stands for the problem. */
  readonly status: number;
  /** What sort of problem it is: `validation`, `notFound`, an `AXLnnnn`. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'AxleError';
    this.status = status;
    this.code = code;
  }

  /** The problem that an answer of the API is. */
  static async of(answer: Response): Promise<AxleError> {
    const problem = await answer.json().catch(() => ({}));
    return new AxleError(answer.status, problem.code ?? 'unknown', problem.detail ?? `The server answered ${answer.status}.`);
  }
}
