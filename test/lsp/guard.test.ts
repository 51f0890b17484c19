import { describe, expect, it, vi } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver-protocol';
import { createGuard } from '../../server/src/lsp/guard';

describe('the guard', () => {
  const open = () => {
    const logged: string[] = [];
    return {
      guard: createGuard((message) => logged.push(message)),
      logged,
      cancel: new CancellationTokenSource(),
    };
  };

  it('passes on what a handler answers', async () => {
    const { guard, logged, cancel } = open();
    expect(await guard.request('hover', null, async (n: number) => n + 1)(1, cancel.token)).toBe(2);
    expect(logged).toEqual([]);
  });

  it('logs a defect with its request, and gives the fallback', async () => {
    const { guard, logged, cancel } = open();
    const handler = guard.request('hover', 'nothing', async (_: object): Promise<string> => {
      throw new Error('boom');
    });
    const params = {
      textDocument: { uri: 'file:///a.ts' },
      position: { line: 1, character: 2 },
      text: 'secret',
    };
    expect(await handler(params, cancel.token)).toBe('nothing');
    expect(logged).toEqual([
      expect.stringMatching(
        /^A defect in Flagwright: hover failed\. .*"file:\/\/\/a\.ts".*"line":1.*\nError: boom/,
      ),
    ]);
    expect(logged[0]).not.toContain('secret');
  });

  it('catches what is thrown before anything is awaited, and what is no error', async () => {
    const { guard, logged, cancel } = open();
    const handler = guard.request<null, string>('x', 'nothing', () => {
      throw 'a text';
    });
    expect(await handler(null, cancel.token)).toBe('nothing');
    expect(logged[0]).toContain('a text');
  });

  it('does not run a request that is cancelled, nor answer one that was meanwhile', async () => {
    const { guard, cancel, logged } = open();
    let ran = 0;
    const handler = guard.request('x', 0, async () => {
      ran++;
      cancel.cancel();
      return 1;
    });
    expect(await handler(null, cancel.token)).toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(await handler(null, cancel.token)).toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect([ran, logged]).toEqual([1, []]);
  });

  it('keeps the defects of background work', async () => {
    const { guard, logged } = open();
    const work = Promise.reject(new Error('boom'));
    guard.background('checking', () => work);
    await work.catch(() => {});
    expect(logged).toEqual([
      expect.stringMatching(/^A defect in Flagwright: checking failed\.\nError: boom/),
    ]);
  });

  it('lets a request go before the next slice of what nobody waits for', async () => {
    const { guard, cancel } = open();
    const order: string[] = [];
    let isOver = false;
    const slices = (async () => {
      while (!isOver) {
        await guard.lastTurn();
        order.push('slice');
      }
    })();
    const answer = guard.request('hover', null, async () => {
      order.push('answer');
      isOver = true;
      return null;
    });
    await answer(null, cancel.token);
    await slices;
    expect(order).toEqual(['answer', 'slice']);
  });

  it('lets nothing go on that nobody waits for before what was heard is taken in', async () => {
    const { guard } = open();
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    guard.heard();
    let isDone = false;
    const slice = guard.lastTurn().then(() => {
      isDone = true;
    });
    for (let turn = 0; turn < 5; turn++) await guard.firstTurn();
    expect(isDone).toBe(false);
    now.mockReturnValue(1010);
    await slice;
    now.mockRestore();
  });
});
