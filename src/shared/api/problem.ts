import { z } from 'zod';

/** The body of every response that is not a success, with the fields of a FundusError. */
export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  file: z.string().optional(),
  hint: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
