import type { Position } from 'vscode-languageserver';
import { type Answer, type Question, questionAbout, questionAt, whoGets } from '../features/who-gets';
import type { ServerContext } from './server';

/** A flag by its key in a document, or by a place in it. */
interface QuestionParams {
  readonly uri: string;
  readonly flag?: string;
  readonly position?: Position;
}

interface EvaluateParams {
  readonly uri: string;
  readonly flag: string;
  /** As a person writes it: `user_id=user_123, plan=pro`. */
  readonly context: string;
  readonly withShares?: boolean;
}

/**
 * Answers "who gets this?", for any client that asks: `flagwright/question` gives the flag with the attributes that its
 * rules ask about, `flagwright/evaluate` the answer for a context.
 */
export function registerQuestions({ connection, guard, folderOf }: ServerContext): void {
  connection.onRequest(
    'flagwright/question',
    guard.request(
      'question',
      null,
      async ({ uri, flag, position }: QuestionParams): Promise<Question | null> => {
        const place = folderOf(uri);
        if (!place) return null;
        const { folder, path } = place;
        await folder.loaded;
        const snapshot = await folder.current();
        if (flag !== undefined) return questionAbout(snapshot, flag, path) ?? null;
        if (!position) return null;
        return questionAt(snapshot, path, (await folder.lines(path)).offsetAt(position)) ?? null;
      },
    ),
  );

  connection.onRequest(
    'flagwright/evaluate',
    guard.request('evaluate', null, async (params: EvaluateParams): Promise<Answer | null> => {
      const { uri, flag, context, withShares = false } = params;
      const place = folderOf(uri);
      if (!place) return null;
      await place.folder.loaded;
      return whoGets(await place.folder.current(), flag, place.path, context, { withShares });
    }),
  );
}
