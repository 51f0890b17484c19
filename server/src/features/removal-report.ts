import type { RemovalPlan } from '../removal/plan';
import type { Place } from '../workspace/snapshot';
import { count } from './text';

/** What a person is told of a removal that has been made. */
export interface RemovalReport {
  /** Something is left to do. */
  readonly isPartial: boolean;
  readonly message: string;
  /** The first place that needs a look. */
  readonly place?: Place;
  /** Every place that needs a look, a line each; for the log. */
  readonly details: readonly string[];
}

/** The places that a message names; the log has them all. */
const SHOWN = 3;

/**
 * Sums up a plan that was carried out; nothing where the edit says all there is to say. `nameOf` gives a place as
 * `src/app.ts:12`.
 */
export function reportRemoval(
  plan: RemovalPlan,
  scope: 'here' | 'file' | 'everywhere',
  nameOf: (place: Place) => string,
): RemovalReport | undefined {
  const { flag, files, review, notes, removesEntry } = plan;
  const isPartial = review.length > 0 || files.length === 0;
  if (scope !== 'everywhere' && !isPartial && notes.length === 0) return undefined;
  const left = review.map((place) => `${nameOf(place)}: ${place.reason}`);
  const told = notes.map((place) => `${nameOf(place)}: ${place.message}`);
  const place = review[0] ?? notes[0];
  const sentences = [done(plan, scope)];
  if (left.length > 0) {
    const entry = scope === 'everywhere' && !removesEntry ? 'Its entry stays, for ' : '';
    const places = count(left.length, 'place');
    sentences.push(`${entry}${places} ${left.length === 1 ? 'is' : 'are'} left for you. ${shown(left)}`);
  } else if (files.length === 0) {
    sentences.push('Nothing here reads it any more.');
  } else if (scope === 'everywhere' && !removesEntry) {
    sentences.push(`No entry of '${flag}' was left to delete.`);
  }
  if (told.length > 0) sentences.push(`Please check: ${shown(told)}`);
  return {
    isPartial,
    message: sentences.join(' '),
    ...(place && { place: { file: place.file, span: place.span } }),
    details: [...left, ...told],
  };
}

function done({ flag, files, removesEntry }: RemovalPlan, scope: 'here' | 'file' | 'everywhere'): string {
  if (files.length === 0) return `Flag '${flag}' was not removed.`;
  if (scope === 'here') return `Flag '${flag}' was removed here.`;
  if (scope === 'file') return `Flag '${flag}' was removed in this file.`;
  const entry = removesEntry ? ', with its entry' : '';
  return `Flag '${flag}' was removed from ${count(files.length, 'file')}${entry}.`;
}

function shown(lines: readonly string[]): string {
  const more = lines.length > SHOWN ? ` And ${lines.length - SHOWN} more; the log lists them.` : '';
  return lines.slice(0, SHOWN).join(' ') + more;
}
