/** A percentage as a person types it: `25`, `25 %`, `12,5`. Undefined for what is none. */
export function parsePercentage(text: string): number | undefined {
  const trimmed = text.replace('%', '').replace(',', '.').trim();
  const number = trimmed === '' ? Number.NaN : Number(trimmed);
  return number >= 0 && number <= 100 ? number : undefined;
}

/** A day that a calendar has, as flag files write it: `2027-01-31`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
