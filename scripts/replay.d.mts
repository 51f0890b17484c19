/** What the server logged while it was sent the messages of a trace, and how it ended. */
export function replay(
  file: string,
  folder?: string,
): Promise<{ readonly logged: readonly string[]; readonly exit: number | string }>;
