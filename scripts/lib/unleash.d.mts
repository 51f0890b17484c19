export const ADMIN_TOKEN: string;
export const CLIENT_TOKEN: string;
export function ensureUnleash(): Promise<void>;
export function missingForUnleash(): string | undefined;
export function startUnleash(): Promise<{
  readonly url: string;
  writeLastSeen(): Promise<void>;
  stop(): Promise<void>;
}>;
