import { expect, test } from 'vitest';
import { references } from '../../server/src/features/references';
import { drawPlace, openFixture } from '../support/workspace';

/** Every place that names the flag at the cursor, as `file: line`, the name between brackets. */
async function placesOf(source: string): Promise<string[]> {
  const { snapshot, file, offset, textOf } = await openFixture(source);
  const places = references(snapshot, file, offset, { includeDeclaration: true });
  return places.map((place) => `${place.file}: ${drawPlace(textOf(place.file), place.span)}`);
}

test('enums, tables, unions, interfaces and defaults that name flags declare them too', async () => {
  const places = await placesOf(`
    //- flags.yaml
    flags:
      dark_mode: { enabled: true }
      new_checkout: { enabled: false }
    //- src/flags.ts
    export enum Flag { DarkMode = 'dark_mode', Checkout = 'new_checkout' }
    export type FlagKey = 'dark_mode' | 'new_checkout';
    export interface FlagDefaults { dark_mode: boolean; new_checkout?: boolean }
    export const defaults: FlagDefaults = { dark_mode: false };
    export const KEYS = ['dark_mode', 'new_checkout'] as const;
    //- src/app.ts
    import { Flag } from './flags';
    flags.isEnabled(Flag.Dark$0Mode);
  `);
  expect(places).toEqual([
    'flags.yaml: [dark_mode]: { enabled: true }',
    "src/flags.ts: export enum Flag { DarkMode = '[dark_mode]', Checkout = 'new_checkout' }",
    "src/flags.ts: export type FlagKey = '[dark_mode]' | 'new_checkout';",
    'src/flags.ts: export interface FlagDefaults { [dark_mode]: boolean; new_checkout?: boolean }',
    'src/flags.ts: export const defaults: FlagDefaults = { [dark_mode]: false };',
    "src/flags.ts: export const KEYS = ['[dark_mode]', 'new_checkout'] as const;",
    'src/app.ts: flags.isEnabled(Flag.[DarkMode]);',
  ]);
});

test('a table about something else declares no flag, whatever words it shares with one', async () => {
  const places = await placesOf(`
    //- flags.yaml
    flags:
      search: { enabled: true }
    //- src/app.ts
    const tabs = ['search', 'cart', 'account'];
    const icons = { search: 'loupe', cart: 'basket', account: 'person' };
    flags.isEnabled('sea$0rch');
  `);
  expect(places).toEqual([
    'flags.yaml: [search]: { enabled: true }',
    "src/app.ts: flags.isEnabled('[search]');",
  ]);
});
