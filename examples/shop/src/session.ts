import type { User } from './types';

let user: User | undefined;

export function signIn(newUser: User): void {
  user = newUser;
}

export function currentUser(): User | undefined {
  return user;
}
