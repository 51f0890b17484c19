import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { FlagValue } from '../../../server/src/flags/model';
import { askAll, CODE_DEFAULT, type Oracle } from './oracle';

/**
 * GO Feature Flag's evaluation as a module of WebAssembly, which its providers run in their process. No npm package has
 * it (its JavaScript SDKs there ask a server), so one has to have it: a `.wasi` of go-feature-flag/wasm-releases.
 */
export function goFeatureFlag(module: string): Oracle {
  return async (text, keys, people) => {
    const document = parse(text) as Record<string, unknown>;
    const flags = (document.flags ?? document) as Record<string, object>;
    const evaluate = await load(module);
    // The old form is turned into the new one before.
    const ours = keys.filter((key) => flags[key] && 'variations' in flags[key]);
    return askAll(ours, people, (key, { id, attributes }) => {
      const question = {
        flagKey: key,
        flag: flags[key],
        // Whoever has no key gets an error, whatever the flag.
        evalContext: { ...attributes, targetingKey: id ?? 'nobody' },
        flagContext: { defaultSdkValue: NOTHING, evaluationContextEnrichment: {} },
      };
      const { value, variationType, errorCode } = JSON.parse(
        evaluate(JSON.stringify(question)),
      ) as Evaluation;
      if (errorCode === 'PARSE_ERROR') throw new Error(`Flag '${key}' is not read`);
      return variationType === 'SdkDefault' || value === NOTHING ? CODE_DEFAULT : value;
    });
  };
}

const NOTHING = 'no value of a flag';

interface Evaluation {
  readonly value: FlagValue;
  readonly variationType?: string;
  readonly errorCode?: string;
}

/** It takes a text in its own memory, and answers with where the answer is and how long. */
async function load(module: string): Promise<(input: string) => string> {
  // Node warns of it as soon as it is imported.
  const { WASI } = await import('node:wasi');
  const wasi = new WASI({ version: 'preview1' });
  const { instance } = await WebAssembly.instantiate(readFileSync(module), wasi.getImportObject());
  if ('_start' in instance.exports) wasi.start(instance);
  else wasi.initialize(instance);
  const { memory, malloc, free, evaluate } = instance.exports;
  return (input) => {
    const bytes = new TextEncoder().encode(input);
    const at = malloc(bytes.length + 1);
    new Uint8Array(memory.buffer).set([...bytes, 0], at);
    const answer = BigInt.asUintN(64, evaluate(at, bytes.length));
    free(at);
    const from = Number(answer >> 32n);
    const size = Number(answer & 0xffff_ffffn);
    return new TextDecoder().decode(new Uint8Array(memory.buffer, from, size));
  };
}

/** What it takes of the global of this name, of which Node's own types say nothing. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{
    readonly instance: {
      readonly exports: {
        readonly memory: { readonly buffer: ArrayBuffer };
        malloc(size: number): number;
        free(at: number): void;
        evaluate(at: number, size: number): bigint;
      };
    };
  }>;
};
