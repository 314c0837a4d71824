import { notifications } from '@mantine/notifications';
import { describeError } from './describe-error.ts';

/** Stays until it is closed. */
export function notifyError(error: unknown): void {
  const { message, file, hint } = describeError(error);
  notifications.show({
    color: 'red',
    title: message,
    message: [file, hint].filter(Boolean).join(' · '),
    autoClose: false,
    role: 'alert',
  });
}
