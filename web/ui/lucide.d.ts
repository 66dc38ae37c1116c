// SPDX-License-Identifier: Apache-2.0

declare module 'lucide:*' {
  /** Tags and attributes of the drawing, as web/lucide_plugin.ts reads them from lucide-static. */
  export const shapes: [tag: string, attributes: Record<string, string>][];
}
