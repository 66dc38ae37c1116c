// SPDX-License-Identifier: Apache-2.0
// The text of dovecot.conf (Dovecot 2.3) for the demo server.
import { join } from 'node:path';

/**
 * @typedef {object} Settings
 * @property {string} directory
 * @property {{ pop3: number, pop3s: number }} ports
 * @property {{ certFile: string, keyFile: string }} tls
 * @property {string} minProtocol
 * @property {{ uid: number, gid: number }} mailUser who owns the mail; never uid 0
 * @property {string | null} runAs the user everything runs as, or null as root
 */

/** @param {Settings} settings */
export function configuration({ directory, ports, tls, minProtocol, mailUser, runAs }) {
  // Without root, Dovecot can neither change users nor chroot.
  const unprivileged =
    runAs === null
      ? ''
      : `default_internal_user = ${runAs}
default_login_user = ${runAs}
default_internal_group =
`;
  return `protocols = pop3
listen = 127.0.0.1
base_dir = ${join(directory, 'run')}
state_dir = ${join(directory, 'state')}
log_path = /dev/stderr
${unprivileged}
ssl = yes
ssl_cert = <${tls.certFile}
ssl_key = <${tls.keyFile}
ssl_min_protocol = ${minProtocol}

# What is sent in the clear stays on loopback.
disable_plaintext_auth = no
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256
# Wrong passwords are part of the tests; guessing is not a danger here.
auth_failure_delay = 0 secs

passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${join(directory, 'users')}
}
userdb {
  driver = static
  args = uid=${mailUser.uid} gid=${mailUser.gid} home=${join(directory, 'mail')}/%u
}
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_fsync = never
mail_max_userip_connections = 200

service pop3-login {
  chroot =
  # One process for many connections: tests open hundreds.
  service_count = 0
  client_limit = 1000
  inet_listener pop3 {
    port = ${ports.pop3}
  }
  inet_listener pop3s {
    port = ${ports.pop3s}
    ssl = yes
  }
}
service pop3 {
  process_limit = 200
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;
}
