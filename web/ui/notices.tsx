// SPDX-License-Identifier: Apache-2.0
// What the app has to say: failures stay, with their next step, until they are dealt with; notices
// pass. Both regions always exist, so that assistive technology hears what is put into them.

import { messages } from '../i18n/language.ts';
import {
  ask,
  checkAccount,
  dismissFailure,
  dismissNotice,
  editAccount,
  showLog,
} from './actions.ts';
import { report, type Step } from './failure.ts';
import { Icon } from './icons.tsx';
import { navigate } from './navigation.ts';
import { SetAside } from './set_aside.tsx';
import { type FailedCheck, failures, notices } from './state.ts';

export function Failures() {
  return (
    <div class="failures" role="alert">
      {failures.value.map((failed) => (
        <Failed key={failed.account.id} failed={failed} />
      ))}
      <SetAside />
    </div>
  );
}

function Failed({ failed }: { failed: FailedCheck }) {
  const words = messages.value;
  const told = report(failed.account, failed.failure, failed.stored, failed.left, words, location);
  return (
    <div class="failure">
      <Icon name="warning" />
      <div class="failure-text">
        <p>
          {told.sentence} {told.safe}
        </p>
        <details class="detail">
          <summary>{words.safe.detail}</summary>
          <span>{told.detail}</span>
          <button type="button" class="link-button" onClick={() => void showLog(failed.account)}>
            {words.log.title}
          </button>
        </details>
      </div>
      <div class="failure-steps">
        {told.steps.map((step) => (
          <button key={step} type="button" class="link-button" onClick={() => take(step, failed)}>
            {words.steps[step]}
          </button>
        ))}
        <button
          type="button"
          class="icon-button"
          aria-label={words.actions.dismiss}
          onClick={() => dismissFailure(failed)}
        >
          <Icon name="close" small />
        </button>
      </div>
    </div>
  );
}

function take(step: Step, { account, failure }: FailedCheck): void {
  const certificate = failure.certificate;
  switch (step) {
    case 'retry':
      checkAccount(account.id, null);
      break;
    case 'password':
      ask({ type: 'password', account });
      break;
    case 'relay':
    case 'account':
      editAccount(account);
      break;
    case 'certificate':
      if (certificate !== undefined) ask({ type: 'certificate', account, certificate });
      break;
    case 'compare':
      if (certificate !== undefined) ask({ type: 'changed', account, certificate });
      break;
    case 'space':
      navigate('settings');
      break;
    case 'reload':
      location.reload();
      break;
  }
}

export function Notices() {
  const words = messages.value;
  return (
    <div class="notices" role="status">
      {notices.value.map(({ id, text, steps }) => (
        <div key={id} class="notice">
          <span>{text}</span>
          <div class="notice-steps">
            {steps.map(({ label, take }) => (
              <button
                key={label}
                type="button"
                class="link-button"
                onClick={() => {
                  dismissNotice(id);
                  take();
                }}
              >
                {label}
              </button>
            ))}
            <button
              type="button"
              class="icon-button"
              aria-label={words.actions.dismiss}
              onClick={() => dismissNotice(id)}
            >
              <Icon name="close" small />
            </button>
          </div>
        </div>
      ))}
    </div>
  );
}
