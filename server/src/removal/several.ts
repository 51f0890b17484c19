import type { TextChange } from '../text/patch';
import type { Workspace } from '../workspace/workspace';
import { planFromWorkspace } from './from-workspace';
import type { RemovalPlan } from './plan';
import type { RemovalRequest } from './plan-removal';
import { type Draft, draftOf } from './removal-draft';
import type { TypeGate } from './type-gate';

/** The removals of several flags, each planned on what the one before it leaves. */
export interface SeveralRemovals {
  readonly plans: readonly RemovalPlan[];
  readonly draft: Pick<Draft, 'review' | 'notes'>;
  readonly changes: readonly TextChange[];
}

/** Plans them on a workspace of its own, so that nobody sees what is only planned. */
export async function planSeveral(
  workspace: Workspace,
  requests: readonly RemovalRequest[],
  gate?: TypeGate,
  signal?: AbortSignal,
): Promise<SeveralRemovals> {
  const own = workspace.fork();
  const draft = draftOf(own);
  const plans: RemovalPlan[] = [];
  for (const request of requests) {
    if (signal?.aborted) break;
    await draft.show();
    const plan = await planFromWorkspace(own, request, gate);
    await draft.add(plan);
    plans.push(plan);
  }
  return { plans, draft, changes: draft.changes() };
}
