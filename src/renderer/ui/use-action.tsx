import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { notifyError } from './errors.ts';

/**
 * Something the user asks of the service. A failure is shown in the service's own words.
 * @returns `run` resolves to undefined after a failure
 */
export function useAction<Arguments extends unknown[], Result>(
  action: (...arguments_: Arguments) => Promise<Result>,
  { success }: { success?: string | ((result: Result) => string) } = {},
) {
  const { mutateAsync, isPending } = useMutation({
    mutationFn: (arguments_: Arguments) => action(...arguments_),
    onError: notifyError,
    onSuccess: (result) => {
      if (success === undefined) return;
      notifications.show({ message: typeof success === 'string' ? success : success(result) });
    },
  });
  const run = (...arguments_: Arguments): Promise<Result | undefined> =>
    mutateAsync(arguments_).catch(() => undefined);
  return { run, isRunning: isPending };
}
