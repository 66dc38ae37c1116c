// SPDX-License-Identifier: Apache-2.0
// The page of fresh_log.test.ts.

export { beginFreshLog } from '../../../web/worker/store/fresh_log.ts';
