import { notifications } from '@mantine/notifications';

/** Says that something is done; read out by screen readers, gone after a while. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'teal' });
}

/** Says that something was not done. */
export function notifyFailed(message: string, title?: string): void {
  notifications.show({ message, color: 'red', autoClose: 10_000, ...(title !== undefined && { title }) });
}
