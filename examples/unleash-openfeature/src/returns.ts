import { flags } from './flags';

/** What it costs to send a parcel back, in cents. */
export function returnCosts(weight: number): number {
  return flags.getBooleanValue('free-returns', false) ? 0 : labelCosts(weight);
}

/** How a parcel may go back. */
export function waysBack(): string[] {
  const ways = ['post office'];
  if (flags.getBooleanValue('pick-up', false)) ways.push('picked up at the door');
  return ways;
}

function labelCosts(weight: number): number {
  return 490 + Math.ceil(weight) * 100;
}
