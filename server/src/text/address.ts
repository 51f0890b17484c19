/** A text as a part of an address. A half of a surrogate pair, which none can hold, becomes the sign for what is not readable. */
export function inAddress(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
}
