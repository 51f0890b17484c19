import { type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import type { LensChoice } from '../features/lenses';
import type { ClientAbilities } from './client';
import type { Guard } from './guard';

/** What is a person's taste. What a team agrees on stands in its configuration file, and nothing here wins over that. */
export interface Settings {
  /** `flagwright.codeLens.enabled`: lenses above the entries of flag files. */
  readonly codeLens: boolean;
  /** `flagwright.codeLens.reads` and `.switches`: which of them. */
  readonly lenses: LensChoice;
  /** `flagwright.inlayHints.enabled`: the state of a flag behind its key. */
  readonly inlayHints: boolean;
  /** `flagwright.fading.enabled`: whether what is not needed is shown pale. */
  readonly fading: boolean;
  /** `flagwright.fixAll.enabled`: whether fixing all removes flags. */
  readonly fixAll: boolean;
}

const DEFAULTS: Settings = {
  codeLens: true,
  lenses: { reads: true, switches: true },
  inlayHints: true,
  fading: true,
  fixAll: false,
};

export interface SettingsSource {
  /** The settings as they are now. */
  current(): Promise<Settings>;
  /** Asks the client to tell of changes, where it does so on request only. */
  register(): Promise<void>;
}

/**
 * Reads the editor's settings: asked for where the client answers, else what it sent at its start or sends when they
 * change. `initial` are the options of its initialisation.
 */
export function createSettings(
  connection: Connection,
  abilities: () => ClientAbilities,
  initial: () => unknown,
  onChange: () => void,
  guard: Guard,
): SettingsSource {
  let known: Promise<Settings> | undefined;
  const ask = async (): Promise<Settings> => {
    if (!abilities().configuration) return readSettings(sectionOf(initial()) ?? initial());
    return readSettings(await connection.workspace.getConfiguration('flagwright'));
  };
  const current = (): Promise<Settings> => {
    known ??= ask().catch(() => DEFAULTS);
    return known;
  };

  connection.onDidChangeConfiguration(({ settings }) => {
    guard.background('reading the settings', async () => {
      const before = await current();
      const sent = sectionOf(settings);
      known =
        abilities().configuration || sent === undefined ? undefined : Promise.resolve(readSettings(sent));
      const after = await current();
      if (JSON.stringify(before) !== JSON.stringify(after)) onChange();
    });
  });

  return {
    current,
    async register() {
      if (!abilities().registersConfiguration) return;
      await connection.client.register(DidChangeConfigurationNotification.type, { section: 'flagwright' });
    },
  };
}

/** Reads the section `flagwright`; what is missing, or of another type, is as if nobody had set it. */
export function readSettings(section: unknown): Settings {
  const switchAt = (name: string, byDefault: boolean, field = 'enabled'): boolean => {
    const value = member(member(section, name), field);
    return typeof value === 'boolean' ? value : byDefault;
  };
  return {
    codeLens: switchAt('codeLens', DEFAULTS.codeLens),
    lenses: {
      reads: switchAt('codeLens', DEFAULTS.lenses.reads, 'reads'),
      switches: switchAt('codeLens', DEFAULTS.lenses.switches, 'switches'),
    },
    inlayHints: switchAt('inlayHints', DEFAULTS.inlayHints),
    fading: switchAt('fading', DEFAULTS.fading),
    fixAll: switchAt('fixAll', DEFAULTS.fixAll),
  };
}

function sectionOf(settings: unknown): unknown {
  return member(settings, 'flagwright');
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
