// SPDX-License-Identifier: Apache-2.0
// What is publicly known of large mail providers: the name of their POP3 server, and what has to be
// done there before it lets an app in. Some have no POP3 at all, and saying so at once spares the
// person a search for a fault of theirs.

export type Obstacle =
  /** There is no POP3. */
  | 'none'
  /** A password is no longer taken: only a sign-in on the provider's own page. */
  | 'signIn'
  /** POP3 is to be switched on in the settings of the mailbox. */
  | 'switchOn'
  /** Not the password of the mailbox, but one made for this app. */
  | 'appPassword'
  | 'switchOnAndAppPassword';

export interface Provider {
  name: string;
  /** Empty where there is none. */
  server: string;
  obstacle: Obstacle | null;
}

interface Known extends Provider {
  /** Of the mail addresses; the whole name. */
  domains: RegExp;
}

const known = (
  name: string,
  domains: RegExp,
  server: string,
  obstacle: Obstacle | null = null,
): Known => ({ name, domains, server, obstacle });

const kProviders: readonly Known[] = [
  known('iCloud Mail', /^(icloud|me|mac)\.com$/u, '', 'none'),
  // Its Bridge speaks IMAP and SMTP only.
  known('Proton Mail', /^(proton\.me|protonmail\.(com|ch)|pm\.me)$/u, '', 'none'),
  known('Tuta', /^(tuta\.(com|io)|tutanota\.(com|de)|tutamail\.com|keemail\.me)$/u, '', 'none'),
  known('HEY', /^hey\.com$/u, '', 'none'),
  // These two only pass mail on, and keep none.
  known('DuckDuckGo Email', /^duck\.com$/u, '', 'none'),
  known('Firefox Relay', /^mozmail\.com$/u, '', 'none'),
  known('Gmail', /^(gmail|googlemail)\.com$/u, 'pop.gmail.com', 'switchOnAndAppPassword'),
  // NOTE: Microsoft ended passwords for these in September 2024, app passwords too.
  known(
    'Outlook',
    /^((outlook|hotmail)\.(com|(com?\.)?[a-z]{2})|live\.(com|co\.uk|nl|fr|de|it|se|no|dk|be|ca|ie)|(msn|windowslive)\.com)$/u,
    'outlook.office365.com',
    'signIn',
  ),
  // NOTE: the Japanese one is another company.
  known('Yahoo Mail', /^yahoo\.co\.jp$/u, 'pop.mail.yahoo.co.jp', 'switchOn'),
  known(
    'Yahoo Mail',
    /^(yahoo\.(com|(com?\.)?[a-z]{2})|(ymail|rocketmail)\.com)$/u,
    'pop.mail.yahoo.com',
    'appPassword',
  ),
  known('AOL Mail', /^(aol|aim)\.com$/u, 'pop.aol.com', 'appPassword'),
  known('GMX', /^gmx\.(net|de|at|ch)$/u, 'pop.gmx.net', 'switchOn'),
  known('GMX', /^gmx\.com$/u, 'pop.gmx.com', 'switchOn'),
  known('WEB.DE', /^web\.de$/u, 'pop3.web.de', 'switchOn'),
  known('Zoho Mail', /^zoho(mail)?\.com$/u, 'pop.zoho.com', 'switchOn'),
  known('Fastmail', /^fastmail\.(com|fm)$/u, 'pop.fastmail.com', 'appPassword'),
  known('Yandex Mail', /^(yandex\.(com|ru)|ya\.ru)$/u, 'pop.yandex.com', 'switchOnAndAppPassword'),
  known('Mail.ru', /^(mail|inbox|list|bk)\.ru$/u, 'pop.mail.ru', 'appPassword'),
  known('QQ Mail', /^(vip\.)?qq\.com$|^foxmail\.com$/u, 'pop.qq.com', 'switchOnAndAppPassword'),
  known('Naver Mail', /^naver\.com$/u, 'pop.naver.com', 'switchOn'),
  known('NetEase Mail', /^163\.com$/u, 'pop.163.com', 'switchOnAndAppPassword'),
  known('NetEase Mail', /^126\.com$/u, 'pop.126.com', 'switchOnAndAppPassword'),
];

export const providerOfDomain = (domain: string): Provider | null =>
  kProviders.find(({ domains }) => domains.test(domain)) ?? null;

const bare = (host: string): string => host.trim().toLowerCase().replace(/\.$/u, '');

/** Somebody may look for the server of a provider that has none. */
function isWithin(host: string, domains: RegExp): boolean {
  const labels = host.split('.');
  return labels.some((_, from) => domains.test(labels.slice(from).join('.')));
}

function providerOfServer(host: string): Provider | null {
  const found = kProviders.find(({ server, domains }) =>
    server === '' ? isWithin(host, domains) : server === host,
  );
  return found ?? null;
}

/** Whose server an account would ask. An address of one's own may lie with a large provider, and an
 *  address of a large one may be collected from elsewhere: so the server decides, once there is one. */
export const providerOf = (domain: string, server: string): Provider | null =>
  bare(server) === '' ? providerOfDomain(domain) : providerOfServer(bare(server));
