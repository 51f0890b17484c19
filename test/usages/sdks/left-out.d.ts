/**
 * What the fixtures use of packages that are not installed, copied from the types that each published in November 2026.
 * With what they depend on these take more than 15 MB each: 16 for Unleash's Next, 19 for Vue, 21 for Nest, 30 for
 * Harness's server, 32 to 47 for DevCycle, 44 for Angular and 59 for PostHog's browser client. React Native takes more
 * still, and Statsig's server core brings a native library.
 */
declare module '@launchdarkly/react-native-client-sdk' {
  export const useBoolVariation: (key: string, defaultValue: boolean) => boolean;
  export const useTypedVariationDetail: <T>(key: string, defaultValue: T) => { value: T; reason: unknown };
}

declare module 'launchdarkly-vue-client-sdk' {
  import type { LDClient } from 'launchdarkly-js-client-sdk';
  export function useLDClient(): LDClient;
  export function useLDFlag<T>(flagKey: string, defaultValue?: T): Readonly<{ value: T }>;
}

declare module '@unleash/proxy-client-vue' {
  import type { IVariant } from 'unleash-proxy-client';
  export const useFlag: (featureName: string) => { value: boolean };
  export const useVariant: (featureName: string) => { value: Partial<IVariant> };
}

declare module '@unleash/nextjs' {
  import type { IVariant } from 'unleash-proxy-client';
  export const flag: (
    flag: string,
    context?: object,
  ) => Promise<{ enabled: boolean; variant: Partial<IVariant>; error?: unknown }>;
}

declare module 'rxjs' {
  export interface Observable<T> {
    subscribe(next: (value: T) => void): unknown;
  }
}

declare module '@openfeature/nestjs-sdk' {
  interface FeatureProps<T> {
    flagKey: string;
    defaultValue: T;
  }
  export const OpenFeatureClient: (props?: { domain?: string }) => ParameterDecorator;
  export const BooleanFeatureFlag: (...dataOrPipes: FeatureProps<boolean>[]) => ParameterDecorator;
  export const StringFeatureFlag: (...dataOrPipes: FeatureProps<string>[]) => ParameterDecorator;
  export const RequireFlagsEnabled: (props: {
    flags: { flagKey: string; defaultValue?: boolean }[];
  }) => ClassDecorator & MethodDecorator;
}

declare module '@angular/core' {
  export function Component(options: { imports?: unknown[]; template?: string }): ClassDecorator;
  export function inject<T>(token: new (...args: never[]) => T): T;
}

declare module '@openfeature/angular-sdk' {
  import type { EvaluationDetails } from '@openfeature/web-sdk';
  import type { Observable } from 'rxjs';
  export class BooleanFeatureFlagDirective {}
  export class FeatureFlagService {
    getBooleanDetails(
      flagKey: string,
      defaultValue: boolean,
      domain?: string,
    ): Observable<EvaluationDetails<boolean>>;
  }
}

declare module '@statsig/statsig-node-core' {
  export class StatsigUser {
    constructor(args: { userID: string });
  }
  export class Statsig {
    constructor(sdkKey: string);
    checkGate(user: StatsigUser, gateName: string, options?: object): boolean;
    getFeatureGate(user: StatsigUser, gateName: string, options?: object): { readonly value: boolean };
  }
}

declare module 'posthog-js' {
  export interface PostHog {
    getFeatureFlag(key: string, options?: object): boolean | string | undefined;
    getFeatureFlagPayload(key: string): unknown;
    isFeatureEnabled(key: string, options?: object): boolean | undefined;
  }
  const posthog: PostHog;
  export default posthog;
}

declare module 'posthog-js/react' {
  import type { PostHog } from 'posthog-js';
  import type { ReactElement, ReactNode } from 'react';
  export function PostHogFeature(props: {
    flag: string;
    match?: string | boolean;
    children: ReactNode;
    fallback?: ReactNode;
  }): ReactElement | null;
  export function useFeatureFlagEnabled(flag: string): boolean | undefined;
  export function useFeatureFlagPayload(flag: string): unknown;
  export function useFeatureFlagVariantKey(flag: string): string | boolean | undefined;
  export const usePostHog: () => PostHog;
}

declare module '@devcycle/nodejs-server-sdk' {
  interface DevCycleClient {
    variable<T>(user: { user_id: string }, key: string, defaultValue: T): { readonly value: T };
    variableValue<T>(user: { user_id: string }, key: string, defaultValue: T): T;
  }
  export function initializeDevCycle(sdkKey: string): DevCycleClient;
}

declare module '@devcycle/react-client-sdk' {
  import type { ReactNode } from 'react';

  interface DevCycleClient {
    variable<T>(key: string, defaultValue: T): { readonly value: T };
    variableValue<T>(key: string, defaultValue: T): T;
  }
  export const RenderIfEnabled: <T>(props: {
    children: ReactNode;
    variableKey: string;
    targetValue?: T;
    defaultValue?: T;
  }) => ReactNode;
  export const useDevCycleClient: () => DevCycleClient;
  export const useVariable: <T>(key: string, defaultValue: T) => { readonly value: T };
  export const useVariableValue: <T>(key: string, defaultValue: T) => T;
}

declare module '@harnessio/ff-nodejs-server-sdk' {
  interface Target {
    identifier: string;
    name: string;
  }
  export class Client {
    constructor(sdkKey: string);
    boolVariation(identifier: string, target?: Target, defaultValue?: boolean): Promise<boolean>;
    stringVariation(identifier: string, target?: Target, defaultValue?: string): Promise<string>;
  }
}
