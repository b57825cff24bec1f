import { notFound, type Problem } from '../platform/http/problem.ts';
import { isUserId, type UserId } from '../platform/ids.ts';

/** A path names a user whom there is not. */
export function noUser(id: string | number): Problem {
  return notFound(`There is no user ${id}.`);
}

/** @throws {Problem} for digits that are nobody's id. */
export function userIdOfPath(digits: string): UserId {
  const id = Number(digits);
  if (!isUserId(id)) throw noUser(digits);
  return id;
}
