// SPDX-License-Identifier: Apache-2.0
// Every word the person sees, in British English. The accessible names that scripts and assistive
// technology rely on are here too: changing one is a change of contract.

import type { FailureCode, Security } from '../protocol.ts';

/** What a failure's sentence may name. Names come from the account, never from the server. */
export interface FailureContext {
  server: string;
  relay: string;
  user: string;
  port: number;
}

type FailureSentences = Record<FailureCode, (about: FailureContext) => string>;

const number = new Intl.NumberFormat('en-GB');

function count(n: number, one: string, many: string): string {
  return `${number.format(n)} ${n === 1 ? one : many}`;
}

const failures: FailureSentences = {
  'relay.unreachable': ({ relay }) =>
    `The relay at ${relay} does not answer. Your mail here is still readable.`,
  'relay.refused': ({ relay, server, port }) =>
    `The relay at ${relay} does not connect to ${server} on port ${port}. Your mail here is still readable.`,
  'connect.refused': ({ server, port }) =>
    `${server} could not be reached on port ${port}. Check the server’s name and port.`,
  'tls.untrusted': ({ server }) =>
    `No authority that this app knows vouches for ${server}. No password was sent.`,
  'tls.expired': ({ server }) =>
    `The certificate of ${server} is out of date. No password was sent. If your clock is right, tell whoever runs the server.`,
  'tls.wrong-host': ({ server }) =>
    `The server that answered has a certificate for another name than ${server}. No password was sent.`,
  'tls.pin-mismatch': ({ server }) =>
    `${server} shows another key than the one you trusted. This may be a renewed certificate, or someone in between. No password was sent.`,
  'tls.protocol': ({ server }) =>
    `No safe connection to ${server} could be agreed on. No password was sent.`,
  'tls.stls-unavailable': ({ server }) =>
    `${server} does not offer encryption on this port. No password was sent. Port 995 with TLS may work.`,
  'tls.stls-injection': ({ server }) =>
    `Something slipped words into the start of the encrypted connection to ${server}. No password was sent.`,
  'auth.rejected': ({ server }) =>
    `${server} did not accept the user name or password. Nothing was changed. Gmail and Yahoo need an app password.`,
  'auth.unsupported': ({ server }) =>
    `${server} offers no way of signing in that this app knows. Nothing was changed.`,
  'auth.insecure': ({ server }) =>
    `${server} would have received your password unencrypted, so it was not sent.`,
  'server.busy': ({ server }) =>
    `${server} says that another program is reading this mailbox now. Close it there or wait a few minutes.`,
  'server.login-delay': ({ server }) =>
    `${server} asks for more time between two visits. Wait a few minutes.`,
  'server.temporary': ({ server }) =>
    `${server} has a fault of its own just now. It may pass soon.`,
  'server.permanent': ({ server }) =>
    `${server} refuses this mailbox. Ask whoever runs it what is wrong.`,
  'protocol.malformed': ({ server }) =>
    `${server} answered with something that is not POP3. Check the server’s name, port and security.`,
  'protocol.closed': ({ server }) => `${server} hung up before everything had arrived.`,
  'protocol.timeout': ({ server }) => `${server} stopped answering.`,
  'limit.exceeded': ({ server }) =>
    `${server} sent more than this app accepts in one piece, so it stopped listening.`,
  'storage.full': () => 'This browser’s storage is full.',
  'storage.failed': () => 'This browser could not write to its storage.',
  cancelled: () => 'Stopped.',
  internal: () => 'The app made a mistake and has started that part again.',
};

export const en = {
  languageName: 'English',
  locale: 'en-GB',
  appName: 'Pillarbox',

  actions: {
    addAccount: 'Add account',
    saveAccount: 'Save account',
    checkMail: 'Check mail',
    stop: 'Stop',
    settings: 'Settings',
    delete: 'Delete',
    archive: 'Archive',
    toInbox: 'Move to inbox',
    star: 'Star',
    markUnread: 'Mark as unread',
    markRead: 'Mark as read',
    showRemote: 'Show remote content',
    viewSource: 'View source',
    print: 'Print',
    saveAttachment: (name: string) => `Save attachment ${name}`,
    saveSource: 'Save as a file',
    tryDemo: 'Try the demo mailbox',
    back: 'Back',
    cancel: 'Cancel',
    close: 'Close',
    dismiss: 'Dismiss',
    undo: 'Undo',
    discard: 'Delete there too',
    fetchRest: 'Fetch the rest',
    edit: (account: string) => `Edit ${account}`,
    remove: (account: string) => `Remove ${account}`,
    keep: (account: string) => `Undo: keep ${account}`,
    continue: 'Continue',
    continuePlain: 'Continue without encryption',
    trust: 'Trust this certificate',
    trustNew: 'Trust the new key',
    doNotConnect: 'Do not connect',
    reload: 'Reload',
    keepMail: 'Ask the browser to keep it',
    showAll: 'Show the rest',
    clearSearch: 'Clear search',
  },

  steps: {
    retry: 'Try again',
    password: 'Try again',
    relay: 'Relay settings',
    account: 'Account settings',
    compare: 'Compare',
    certificate: 'Look at the certificate',
    space: 'Free space',
    reload: 'Reload',
  },

  folders: {
    label: 'Folders',
    inbox: 'Inbox',
    starred: 'Starred',
    archive: 'Archive',
    trash: 'Trash',
    accounts: 'Accounts',
    allAccounts: 'All accounts',
    unread: (n: number) => count(n, 'unread message', 'unread messages'),
  },

  panes: { label: 'Views', mail: 'Mail', search: 'Search', folders: 'Folders' },

  search: {
    label: 'Search mail',
    placeholder: (n: number) =>
      n > 0 ? `Search ${count(n, 'message', 'messages')}, offline too` : 'Search mail, offline too',
    found: (n: number) => (n === 0 ? 'Nothing found' : `${number.format(n)} found`),
  },

  status: {
    checked: (ago: string) => `Checked ${ago}`,
    neverChecked: 'Not checked yet',
    offline: 'Offline: the mail here is yours to read',
    now: 'just now',
    minutes: (n: number) => `${n} min ago`,
    hours: (n: number) => `${n} h ago`,
    days: (n: number) => count(n, 'day ago', 'days ago'),
  },

  progress: {
    label: 'Checking mail',
    connecting: 'Connecting …',
    nothingNew: 'Looking for new mail …',
    of: (done: number, total: number) => `${number.format(done)} of ${number.format(total)}`,
    left: (time: string) => `${time} left`,
    seconds: (n: number) => `${n} s`,
    minutes: (n: number) => `${n} min`,
  },

  list: {
    label: 'Messages',
    from: (name: string) => name || 'Unknown sender',
    noSubject: '(no subject)',
    unread: 'unread',
    starred: 'starred',
    attachments: 'has attachments',
    headerOnly: (size: string) => `Only the header is here · ${size}`,
    loading: 'Reading the list …',
    long: 'The list takes unusually long.',
    failed: 'The list could not be read.',
  },

  groups: {
    future: 'Dated in the future',
    today: 'Today',
    yesterday: 'Yesterday',
    thisWeek: 'Earlier this week',
    lastWeek: 'Last week',
    thisMonth: 'Earlier this month',
  },

  /** While the app starts: `word` after two seconds, the others after ten. */
  start: {
    worker: {
      word: 'Starting the app …',
      long: 'The app takes unusually long to start.',
      why: 'The connection may be slow, or this device busy. If another try does not help, close the browser and open it again.',
    },
    database: {
      word: 'Opening your mailbox …',
      long: 'Your mailbox takes unusually long to open.',
      why: 'Another tab of this app, or the browser itself, may be busy with it. If another try does not help, close the browser and open it again.',
    },
    blocked: {
      word: 'Waiting for another tab of this app …',
      long: 'Another tab holds your mailbox open.',
      why: 'It runs an older version of this app. Close it, and this one goes on by itself.',
    },
    upgrade: {
      word: 'Preparing your mailbox for this version …',
      long: 'Your mailbox is still being prepared.',
      why: 'This happens once, and can take minutes where there is much mail. Keep this tab open: it goes on by itself. A reload would begin again.',
    },
    accounts: {
      word: 'Reading your mailbox …',
      long: 'Your mailbox takes unusually long to read.',
      why: 'Another tab of this app, or the browser itself, may be busy with it. If another try does not help, close the browser and open it again.',
    },
    busy: 'This device, or another tab of this app, may be busy.',
    troubles: {
      code: {
        title: 'A part of the app did not load.',
        text: 'Nothing was lost, and your mail is still here. Check your connection, then try again.',
      },
      database: {
        title: 'The mail store does not open.',
        text: 'Nothing was touched, and your mail is still in it. Close other tabs of this app, then try again.',
      },
      newer: {
        title: 'A newer version of this app made the mail store.',
        text: 'Nothing was touched. Reload to get the newer version.',
      },
    },
    emptied: {
      title: 'This browser has emptied Pillarbox’s store.',
      text: 'The accounts and the mail that were kept here are gone. Mail that is still on the server can be collected again: add the account as before.',
      backup:
        'If there is a backup of this device, restore the browser’s profile from it first: the mail is in there.',
    },
  },

  empty: {
    opening: 'Opening your mail …',
    firstTitle: 'Your mail, kept by you.',
    firstText:
      'Pillarbox collects mail from your POP3 mailboxes, keeps it on this device, and shows it without a connection. The relay it uses sees only encrypted bytes.',
    readyTitle: 'Everything is set up.',
    readyText: 'Check mail, at the top, collects what is waiting on the server.',
    inboxTitle: 'No mail in here.',
    inboxText: 'What arrives next will stand here.',
    starredTitle: 'Nothing starred.',
    starredText: 'A star keeps a message at hand, wherever it lies.',
    archiveTitle: 'The archive is empty.',
    archiveText: 'What you have dealt with, and want to keep, goes here.',
    trashTitle: 'The trash is empty.',
    trashText: 'What you delete waits here, in case you want it back.',
    searchTitle: 'Nothing found.',
    searchText: (query: string) =>
      `No sender, subject or beginning of a message here holds “${query}”.`,
    noneOpenTitle: 'No message open.',
    noneOpenText: 'Choose one from the list.',
    arrivingTitle: 'Mail is on its way.',
    arrivingText: 'Each message stands here as soon as it is safely stored.',
  },

  reader: {
    label: 'Message',
    bodyTitle: 'Message body',
    to: 'to',
    cc: 'copy to',
    me: 'me',
    nobody: 'nobody named',
    quoted: (lines: number) => `Quoted text, ${count(lines, 'line', 'lines')}`,
    attachments: 'Attachments',
    nothing: 'This message has no text.',
    gone: 'This message could not be opened. It is still stored here.',
    textOnly: 'Shown as plain text, because its formatted version stopped the app last time.',
    tooLarge: 'Shown as plain text, because its formatted version is very large.',
    defects: (n: number) =>
      `${count(n, 'part', 'parts')} of this message did not follow the rules of mail and may look odd.`,
    headerOnly: (size: string) =>
      `Only the header of this message is here: with ${size} it is over the size limit of this account. The message itself stays on the server until you fetch it.`,
    remote: (pictures: number, trackers: number) => {
      const what = [
        ...(pictures > 0 ? [count(pictures, 'picture', 'pictures')] : []),
        ...(trackers > 0 ? [count(trackers, 'tracker', 'trackers')] : []),
      ].join(' and ');
      return `${what} ${pictures + trackers === 1 ? 'was' : 'were'} not loaded.`;
    },
    sourceTitle: 'Source',
    sourceCut: (shown: string, all: string) => `The first ${shown} of ${all}.`,
    loading: 'Opening the message …',
    long: 'This message takes unusually long to open.',
  },

  account: {
    addTitle: 'Add account',
    editTitle: 'Account settings',
    intro:
      'Type your address: the rest is a guess that you can change. Your mail provider’s help pages call these the “POP3 settings”.',
    address: 'Email address',
    user: 'User name',
    password: 'Password',
    passwordKept: 'Leave empty to keep what this app knows.',
    obstacle: {
      none: (provider: string) =>
        `${provider} has no POP3, so this app cannot collect mail from it.`,
      signIn: (provider: string) =>
        `${provider} lets apps in only by a sign-in on its own page, which this app does not have. It will most likely refuse your password, an app password too.`,
      switchOn: (provider: string) =>
        `First switch POP3 on in the settings of ${provider}, on its website.`,
      appPassword: (provider: string) =>
        `${provider} does not take your usual password here: make an app password in the security settings of your account there.`,
      switchOnAndAppPassword: (provider: string) =>
        `First switch POP3 on in the settings of ${provider}, on its website. It does not take your usual password here: make an app password in the security settings of your account there.`,
    },
    server: 'Server',
    port: 'Port',
    security: 'Security',
    securities: { tls: 'TLS', stls: 'STLS', none: 'None' } satisfies Record<Security, string>,
    securityHint: {
      tls: 'Encrypted from the first byte. The usual choice.',
      stls: 'Begins in the clear, then switches to encryption; never goes on without it.',
      none: 'Anyone between here and the server can read mail and password.',
    } satisfies Record<Security, string>,
    after: 'After download',
    afterLeave: 'Leave on server',
    afterDelete: 'Delete from server',
    afterDeleteLater: 'Delete after',
    days: 'Days',
    daysHint: 'Counted from the day a message was stored here.',
    deleteWarning:
      'Afterwards the copy in this browser is the only one. This browser has not promised to keep it: it may clear the data of sites that you do not visit for a while.',
    deleteNotice: 'Afterwards the copy in this browser is the only one.',
    check: 'Check for new mail',
    checkEvery: {
      5: 'Every 5 minutes',
      10: 'Every 10 minutes',
      15: 'Every 15 minutes',
      30: 'Every half hour',
      60: 'Every hour',
      never: 'Only when I ask',
    },
    checkHint:
      'While the app is open, after you have checked it yourself once. It needs the password: remembered, or typed since you opened the app.',
    recent: 'All recent mail',
    recentHint:
      'Gmail then shows the last 30 days, also what another program has fetched. Otherwise it shows each message to one program only.',
    sizeLimit: 'Size limit',
    sizeLimitHint: 'Of larger messages only the header comes, until you ask for the rest.',
    noSizeLimit: 'None',
    relay: 'Relay',
    relayHint: 'Empty means this site’s own. It passes on encrypted bytes and cannot read them.',
    remember: 'Remember password',
    rememberHint:
      'Encrypted, on this device only. Otherwise it is forgotten when you close the app.',
    needAddress: 'Type an address such as you@example.org.',
    needUser: 'Type the user name.',
    needServer: 'Type the server’s name, such as pop.example.org.',
    badPort: 'A port is a number from 1 to 65535.',
    badDays: 'Type a number of days from 1 to 3650.',
    badRelay: 'A relay’s address begins with wss:// (or ws:// on this computer).',
    saved: (address: string) => `${address} is saved.`,
  },

  dialogs: {
    passwordTitle: 'Password needed',
    passwordText: (user: string, server: string) =>
      `For ${user} at ${server}. It is kept until you close the app.`,
    certificateTitle: 'Certificate not trusted',
    certificateText: (server: string) =>
      `No authority that this app knows vouches for ${server}. If it is your own server, compare the fingerprint with what its administrator gave you. If you did not expect this, someone may be in between.`,
    changedTitle: 'Certificate changed',
    changedText: (server: string) =>
      `${server} shows another key than the one you trusted. Ask its administrator before you trust the new one.`,
    detailsTitle: 'Certificate',
    plainTitle: 'No encryption',
    plainText: (server: string, relay: string) =>
      `Without encryption, the relay (${relay}) and everyone on the network between it and ${server} can read your user name, your password and all your mail, and can change it on the way.`,
    removeTitle: 'Remove account',
    removeText: (address: string) =>
      `All mail of ${address} that is stored here goes, with the account. What is still on the server stays there.`,
    removeCounting: 'Counting the messages that exist only here …',
    removeUnknown:
      'How many of its messages exist only here could not be counted: it may be all of them.',
    removeCounted: (only: number, total: number) => {
      if (total === 0) return 'No message of it is stored here.';
      if (only === 0) {
        return `This app has deleted none of its ${count(total, 'message', 'messages')} on the server, so the server should still have ${total === 1 ? 'it' : 'them'}.`;
      }
      const all = total === 1 ? 'Its one message' : `All its ${number.format(total)} messages`;
      const some =
        only === total ? all : `${number.format(only)} of its ${number.format(total)} messages`;
      return only === 1
        ? `${some} exists only here, as far as this app knows: the server does not have it any more. It would be gone for good.`
        : `${some} exist only here, as far as this app knows: the server does not have them any more. They would be gone for good.`;
    },
    removeYes: 'Remove account and mail',
    subject: 'Name',
    issuer: 'Issued by',
    names: 'Valid for',
    valid: 'Valid',
    fingerprint: 'SHA-256',
    key: 'Key',
    keyBefore: 'Key you trusted',
    keyNow: 'Key shown now',
    validFromTo: (from: string, to: string) => `${from} to ${to}`,
  },

  failures,
  /** Said instead of `connect.refused` where the name itself is unknown. */
  unknownHost: ({ server }: FailureContext) => `${server} was not found. Check the server’s name.`,
  safe: {
    nothingLost: 'Nothing was lost.',
    counted: (stored: number, left: number) =>
      `${count(stored, 'message is', 'messages are')} safe here, ${number.format(left)} ${left === 1 ? 'is' : 'are'} still on the server.`,
    setAside: (n: number, server: string) =>
      `${count(n, 'message', 'messages')} on ${server} made the connection fail three times and ${n === 1 ? 'is' : 'are'} left there for now. Nothing was lost, and all other mail comes in.`,
    detail: 'Details',
    refused: 'That did not work. Nothing was lost.',
  },

  notices: {
    arrived: (n: number) =>
      n === 0 ? 'No new mail.' : `${count(n, 'new message', 'new messages')}.`,
    deletedThere: (n: number) =>
      `${count(n, 'message was', 'messages were')} deleted from the server.`,
    skipped: (n: number) => `${count(n, 'message was', 'messages were')} left on the server.`,
    stopped: 'Stopped.',
    deleted: 'Deleted here. It stays on the server.',
    deletedOnly: 'Deleted. It waits in the trash.',
    discarded: 'The next check deletes it on the server too.',
    archived: 'Archived.',
    moved: 'Moved to the inbox.',
    leaving: (address: string) =>
      `${address} and its mail will be removed from here in ten seconds.`,
    kept: (address: string) => `${address} stays, with all its mail.`,
    removed: (address: string) => `${address} was removed.`,
    notRemoved: (address: string) => `${address} could not be removed completely. Try again.`,
    update: 'A new version is ready.',
    offlineReady: 'Ready to work without a connection.',
  },

  waiting: {
    text: (address: string) => `Password needed for ${address}.`,
    enter: 'Enter password',
  },

  log: {
    title: 'Conversation log',
    of: (address: string) => `Conversation log of ${address}`,
    text: (server: string) =>
      `What was said in the last checks with ${server}. Passwords and mail are not in it; your user name is.`,
    none: (address: string) => `${address} has not been checked yet.`,
    copy: 'Copy',
    copied: 'Copied.',
    notCopied: 'The browser did not allow it: select the text instead.',
  },

  settings: {
    title: 'Settings',
    edit: 'Edit',
    leaving: { soon: 'Will be removed in a moment.', now: 'Is being removed …' },
    language: 'Language',
    accounts: 'Accounts',
    noAccounts: 'None yet.',
    storage: 'Storage',
    usage: (used: string, quota: string) => `${used} of ${quota} used here`,
    persisted: 'The browser has agreed to keep this mail.',
    notPersisted: 'The browser may clear this mail when the device runs out of room.',
    persistRefused: 'The browser did not agree. Installing the app usually changes its mind.',
    connection: 'Connection',
    noConnection: 'Not connected yet.',
    secured: (protocol: string, cipher: string, group: string) =>
      [protocol, cipher, group].filter((part) => part !== '').join(' · '),
    pinned: 'The key is the one you trusted.',
    vouched: (issuer: string) => `Issued by ${issuer}.`,
    plain: 'Not encrypted.',
    lastChecked: (when: string) => `Last checked ${when}`,
    keys: 'Keys',
    keyList: [
      ['/', 'Search'],
      ['j  k', 'Next and previous message'],
      ['Enter', 'Open'],
      ['Esc', 'Back'],
      ['e', 'Archive'],
      ['s', 'Star'],
      ['Del', 'Delete'],
    ] as [string, string][],
    about: 'About',
    aboutText: 'Pillarbox is free software under the Apache License 2.0.',
  },

  seal: {
    encrypted: 'Encrypted to the mail server',
    plain: 'Not encrypted to the mail server',
    unknown: 'Not connected yet',
  },
};

/** What every translation must hold. */
export type Messages = typeof en;
