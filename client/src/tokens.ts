import { type ExtensionContext, l10n, window } from 'vscode';
import type { Service } from './pullFlags';

/**
 * Tokens of services, in VS Code's secret storage, each for one address: a workspace that names another address gets no
 * token that was meant for the first.
 */
export interface Tokens {
  /** The token for an address; asks for it where none is kept, or where that one was refused. Undefined: never mind. */
  ask(service: Service, address: string, wasRefused: boolean): Promise<string | undefined>;
  /** The token that is kept for an address. */
  known(service: Service, address: string): Promise<string | undefined>;
  /** Forgets all of them, and says how many there were. */
  forgetAll(): Promise<number>;
}

/** Stands for the environment's token, once a person has agreed to its use for the address. An empty token is none. */
const FROM_ENVIRONMENT = '(from the environment)';
const KEPT = 'flagwright.tokens';

export function createTokens({ secrets, globalState }: ExtensionContext): Tokens {
  const nameOf = ({ name }: Service, address: string): string => `flagwright.token ${name} ${address}`;
  const tokenOf = (kept: string | undefined): string | undefined =>
    // The process that pulls reads it off its own environment.
    kept === FROM_ENVIRONMENT ? '' : kept;
  const keep = async (name: string, token: string): Promise<void> => {
    await secrets.store(name, token);
    const names = new Set(globalState.get<string[]>(KEPT, []));
    await globalState.update(KEPT, [...names.add(name)]);
  };

  const known = async (service: Service, address: string): Promise<string | undefined> =>
    tokenOf(await secrets.get(nameOf(service, address)));

  return {
    known,

    async ask(service, address, wasRefused) {
      const name = nameOf(service, address);
      const kept = wasRefused ? undefined : await known(service, address);
      if (kept !== undefined) return kept;
      if (!wasRefused && (process.env[service.tokenVariable] ?? '').trim() !== '') {
        const [use, other] = [l10n.t('Use It'), l10n.t('Enter Another')];
        const answer = await window.showInformationMessage(
          l10n.t('Send the token in {0} to {1} at {2}?', service.tokenVariable, service.title, address),
          { modal: true },
          use,
          other,
        );
        if (answer === undefined) return undefined;
        if (answer === use) {
          await keep(name, FROM_ENVIRONMENT);
          return '';
        }
      }
      const token = await window.showInputBox({
        title: l10n.t('Token for {0}', service.title),
        prompt: l10n.t('For {0}: {1}. It is kept in the secret storage.', address, service.tokenKind),
        password: true,
        ignoreFocusOut: true,
        validateInput: (text) => (text.trim() === '' ? l10n.t('A token is expected.') : undefined),
      });
      if (token === undefined) return undefined;
      await keep(name, token.trim());
      return token.trim();
    },

    async forgetAll() {
      const names = globalState.get<string[]>(KEPT, []);
      for (const name of names) await secrets.delete(name);
      await globalState.update(KEPT, undefined);
      return names.length;
    },
  };
}
