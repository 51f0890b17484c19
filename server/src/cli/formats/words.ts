/** `1 flag`, `3 flags`, `0 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `12 d`, `7 mo`, `2.5 y`. */
export function ageInWords(days: number): string {
  if (days < 60) return `${days} d`;
  return days < 730 ? `${Math.floor(days / 30.44)} mo` : `${(days / 365.25).toFixed(1)} y`;
}

/** A text as one word of a shell's command, for people to copy: quoted where it needs to be. */
export function shellWord(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
