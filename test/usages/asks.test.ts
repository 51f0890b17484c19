import { describe, expect, it } from 'vitest';
import { asksForAny } from '../../server/src/usages/asks';
import { scanSource } from '../../server/src/usages/scan';
import { type CallShape, shapeTable } from '../../server/src/usages/shapes';

const shape = (more: Partial<CallShape>): CallShape => ({ name: 'ask', keys: [[0]], ...more });

/** Whether a source is scanned again when a shape turns up. */
function isAgain(text: string, found: CallShape, lasting: readonly CallShape[] = []): boolean {
  return asksForAny([found])(scanSource('a.tsx', text, shapeTable(lasting)));
}

describe('what a scan asks its shapes for', () => {
  it('is the name of each call, by whatever name it goes here', () => {
    expect(isAgain("ask('x');", shape({}))).toBe(true);
    expect(isAgain("client.ask('x');", shape({}))).toBe(true);
    expect(isAgain("import { ask as on } from './ask'; on('x');", shape({}))).toBe(true);
    expect(isAgain("asked('x'); const ask = 1;", shape({}))).toBe(false);
  });

  it('is no name of a call without arguments, where a shape takes its key from one', () => {
    expect(isAgain('list.ask();', shape({}))).toBe(false);
    expect(isAgain('list.ask();', shape({ keys: [], flag: 'dark' }))).toBe(true);
  });

  it('is the name of each element with each of its attributes', () => {
    const gate = shape({ name: 'Gate', keys: [[0, 'flag']] });
    expect(isAgain('<Gate flag="x" />;', gate)).toBe(true);
    expect(isAgain('<Gate name="x">a</Gate>;', gate)).toBe(false);
  });

  it('is the name of each function that may be a reader itself', () => {
    expect(isAgain('function ask(key: string) { return settings.getValue(key); }', shape({}))).toBe(true);
    expect(isAgain("vi.mock('./door', () => ({ ask: (key) => key === 'x' }));", shape({}))).toBe(true);
    expect(isAgain('function ask(key: string) { return false; }', shape({}), [shape({})])).toBe(true);
  });

  it('is no name of a function that is declared, where another of that name was revealed', () => {
    const text = "class Door { ask(key: 'x' | 'y') { return list.has(key); } }";
    expect(isAgain(text, shape({ wrapper: 'a.tsx#Door.ask' }))).toBe(true);
    expect(isAgain(text, shape({ wrapper: 'a.tsx#Door.ask', keys: [[0, 'flag']] }))).toBe(false);
    expect(isAgain(text, shape({ wrapper: 'b.tsx#Gate.ask' }))).toBe(false);
  });

  it('is nothing of another wrapper that is called alike, but in the file that declares it', () => {
    const other = shape({ wrapper: 'b.tsx#Gate.ask' });
    const isAgainForOther = (text: string): boolean =>
      asksForAny([], [other])(scanSource('b.tsx', text, shapeTable([shape({ wrapper: 'a.tsx#Door.ask' })])));
    expect(isAgainForOther("door.ask('x'); gate.ask('x');")).toBe(false);
    expect(isAgainForOther("class Gate { ask(key: 'x' | 'y') { return list.has(key); } }")).toBe(true);
  });

  it('is the name of each member that is taken, where a shape is one', () => {
    const getter = shape({ keys: [], flag: 'dark', isMember: true });
    expect(isAgain('show(gates.ask);', getter)).toBe(true);
    expect(isAgain('show(gates.asked);', getter)).toBe(false);
  });
});
