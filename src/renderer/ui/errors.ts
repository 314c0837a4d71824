import { notifications } from '@mantine/notifications';
import type { Problem } from '../../shared/errors.ts';

/** What the interface shows of any failure, with a sentence's capital and full stop left to the service. */
export function describeError(error: unknown): Omit<Problem, 'code'> {
  if (isProblem(error)) {
    const { message, file, hint } = error;
    return {
      message: capitalised(message),
      ...(file !== undefined && { file }),
      ...(hint !== undefined && { hint: capitalised(hint) }),
    };
  }
  return { message: error instanceof Error ? error.message : String(error) };
}

/** A ServiceError, or the error of a job. */
function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

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
