import type { Json } from '@/api/types';
import { isObject } from '@/ui/schema';

/** How large a value is that the server left out of a list; undefined for a value that is there. */
export function bytesLeftOut(value: Json | undefined): number | undefined {
  const large = isObject(value) ? value.$large : undefined;
  return isObject(large) && typeof large.bytes === 'number' ? large.bytes : undefined;
}
