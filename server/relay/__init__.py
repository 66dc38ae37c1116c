# SPDX-License-Identifier: Apache-2.0
"""The relay: WebSocket on one side, a mail server's TCP port on the other, ciphertext between."""
