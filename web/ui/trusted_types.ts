// SPDX-License-Identifier: Apache-2.0
// The page's policy (index.html) demands Trusted Types, so that no string can become HTML or code.
// The one thing allowed here: starting our own worker and service worker by their address. HTML has
// DOMPurify's own policy, and only safe_html.ts asks for it. Imported first, before any use.

interface Policies {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): unknown;
}

const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;

policies?.createPolicy('default', {
  createScriptURL(url) {
    const address = new URL(url, document.baseURI);
    if (address.origin === location.origin && address.pathname.endsWith('.js')) return address.href;
    throw new TypeError(`not a script of this app: ${address.href}`);
  },
});
