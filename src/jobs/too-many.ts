import { Problem } from '../platform/http/problem.ts';

/** As many jobs of a kind are under way for a user as may be. @param detail which, and that they are to be waited for */
export function tooManyJobs(detail: string): Problem {
  return new Problem({
    status: 429,
    code: 'too_often',
    title: 'Too many requests',
    detail,
    headers: { 'retry-after': '5' },
  });
}
