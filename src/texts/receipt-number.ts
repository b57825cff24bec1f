/** What is told as the number of an erasure: enough to find its job by, and nothing about the person. */
export function receiptNumber(jobId: string): string {
  return jobId.slice(0, 8).toUpperCase();
}
