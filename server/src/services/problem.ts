/** Why nothing was pulled. */
export type ProblemKind =
  | 'usage'
  | 'token'
  | 'forbidden'
  | 'unknown'
  | 'limit'
  | 'network'
  | 'service'
  | 'answer'
  | 'cancelled';

/** A pull that came to nothing; the message is a sentence for people, and names no token. */
export class PullProblem extends Error {
  readonly kind: ProblemKind;
  /** The HTTP status, where the service answered. */
  readonly status?: number;

  constructor(kind: ProblemKind, message: string, status?: number) {
    super(message);
    this.kind = kind;
    if (status !== undefined) this.status = status;
  }
}

/** The request never came to an answer: the code is the system's, such as `ECONNREFUSED`. */
export class Unreachable extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
