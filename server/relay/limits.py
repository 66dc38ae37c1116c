# SPDX-License-Identifier: Apache-2.0
"""Every quantity a stranger can push against, with its reason."""

# RFC 1035 §2.3.4: "names 255 octets or less" on the wire, 253 as text.
MAX_HOST_LENGTH = 253

# Large providers show about a dozen addresses; more is somebody's experiment.
MAX_ADDRESSES = 16

# A connection is a process of about 4 MB: 256 of them fit a small virtual machine.
MAX_CONNECTIONS = 256

# One household behind one address: a browser opens 6 for the site, and one a mail account.
MAX_CONNECTIONS_PER_CLIENT = 32

# Bytes held for one side while it does not read. Two full TCP windows on a home line; with both
# directions full a process stays within a megabyte.
MAX_QUEUED = 256 * 1024

# One WebSocket message from the browser. The client sends TLS records of at most 16 KB; the
# room above is for other clients of the same relay.
MAX_MESSAGE = 8 * 1024 * 1024

# How much is read at once: from the mail server what makes one frame, from the browser about
# one TLS record, because websockify copies what it has not decoded yet with every read.
READ_FROM_SERVER = 64 * 1024
READ_FROM_BROWSER = 16 * 1024

# Longer than anybody waits for a mail server's SYN-ACK, shorter than the client's patience.
CONNECT_SECONDS = 15.0

# For a TLS handshake, a request line, or the next request on a kept connection.
REQUEST_SECONDS = 20.0

# RFC 1939 §3: a server's autologout timer "MUST be of at least 10 minutes' duration". A little
# more, so that it is the mail server that ends an idle session and not the relay.
IDLE_SECONDS = 660.0

# For the last bytes in a direction whose other end is gone, without progress.
DRAIN_SECONDS = 30.0

# For the browser's answer to our close frame, and so for children to end with the relay.
CLOSE_SECONDS = 3.0

# WebSocket pings, so that routers and proxies (nginx: 60 s) keep a quiet connection open.
HEARTBEAT_SECONDS = 30
