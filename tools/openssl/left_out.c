/* SPDX-License-Identifier: Apache-2.0 */
/* What a TLS client over a stream never calls, and OpenSSL's tables name all the same: the server's
 * half of the handshake, DTLS, and the curve of X448 and Ed448 (provider.c offers neither).
 *
 * tools/build_openssl.sh takes the files that hold these out of the libraries and puts this one in:
 * 100 KB of wasm less. Whoever calls one of them after all gets a refusal, so nothing here can make
 * a handshake or a signature seem good.
 */
#include "crypto/ecx.h"
#include "ssl_local.h"
#include "statem/statem_local.h"

/* --- curve448 --- */

void ossl_x448_public_from_private(uint8_t out[56], const uint8_t private_key[56]) {
  __builtin_trap(); /* it cannot refuse */
}

int ossl_x448(uint8_t out[56], const uint8_t private_key[56], const uint8_t peer[56]) { return 0; }

int ossl_ed448_public_from_private(OSSL_LIB_CTX* context, uint8_t out[57],
                                   const uint8_t private_key[57], const char* properties) {
  return 0;
}

int ossl_ed448_sign(OSSL_LIB_CTX* library, uint8_t* out, const uint8_t* message,
                    size_t message_octets, const uint8_t public_key[57],
                    const uint8_t private_key[57], const uint8_t* context, size_t context_octets,
                    const uint8_t prehashed, const char* properties) {
  return 0;
}

int ossl_ed448_verify(OSSL_LIB_CTX* library, const uint8_t* message, size_t message_octets,
                      const uint8_t signature[114], const uint8_t public_key[57],
                      const uint8_t* context, size_t context_octets, const uint8_t prehashed,
                      const char* properties) {
  return 0;
}

/* --- DTLS --- */

int dtls_get_message(SSL_CONNECTION* s, int* type) { return 0; }

int dtls_get_message_body(SSL_CONNECTION* s, size_t* octets) { return 0; }

CON_FUNC_RETURN dtls_construct_change_cipher_spec(SSL_CONNECTION* s, WPACKET* packet) {
  return CON_FUNC_ERROR;
}

int dtls1_do_write(SSL_CONNECTION* s, uint8_t type) { return -1; }

void dtls1_clear_received_buffer(SSL_CONNECTION* s) {}
void dtls1_start_timer(SSL_CONNECTION* s) {}
void dtls1_stop_timer(SSL_CONNECTION* s) {}

/* --- the server's states and messages --- */

int ossl_statem_server_read_transition(SSL_CONNECTION* s, int type) { return 0; }

WRITE_TRAN ossl_statem_server_write_transition(SSL_CONNECTION* s) { return WRITE_TRAN_ERROR; }

WORK_STATE ossl_statem_server_pre_work(SSL_CONNECTION* s, WORK_STATE work) { return WORK_ERROR; }

WORK_STATE ossl_statem_server_post_work(SSL_CONNECTION* s, WORK_STATE work) { return WORK_ERROR; }

int ossl_statem_server_construct_message(SSL_CONNECTION* s, confunc_f* construct, int* type) {
  return 0;
}

size_t ossl_statem_server_max_message_size(SSL_CONNECTION* s) { return 0; }

MSG_PROCESS_RETURN ossl_statem_server_process_message(SSL_CONNECTION* s, PACKET* packet) {
  return MSG_PROCESS_ERROR;
}

WORK_STATE ossl_statem_server_post_process_message(SSL_CONNECTION* s, WORK_STATE work) {
  return WORK_ERROR;
}

int tls_handle_alpn(SSL_CONNECTION* s) { return 0; }

/* --- the server's extensions: from a client's hello ("ctos"), into its own ("stoc") --- */

#define REFUSES_TO_PARSE(name)                                                                \
  int tls_parse_ctos_##name(SSL_CONNECTION* s, PACKET* packet, unsigned int context, X509* x, \
                            size_t index) {                                                   \
    return 0;                                                                                 \
  }
#define REFUSES_TO_CONSTRUCT(name)                                                               \
  EXT_RETURN tls_construct_stoc_##name(SSL_CONNECTION* s, WPACKET* packet, unsigned int context, \
                                       X509* x, size_t index) {                                  \
    return EXT_RETURN_FAIL;                                                                      \
  }

REFUSES_TO_PARSE(alpn)
REFUSES_TO_PARSE(client_cert_type)
REFUSES_TO_PARSE(cookie)
REFUSES_TO_PARSE(early_data)
REFUSES_TO_PARSE(ec_pt_formats)
REFUSES_TO_PARSE(ems)
REFUSES_TO_PARSE(etm)
REFUSES_TO_PARSE(key_share)
REFUSES_TO_PARSE(maxfragmentlen)
REFUSES_TO_PARSE(post_handshake_auth)
REFUSES_TO_PARSE(psk)
REFUSES_TO_PARSE(psk_kex_modes)
REFUSES_TO_PARSE(renegotiate)
REFUSES_TO_PARSE(server_cert_type)
REFUSES_TO_PARSE(server_name)
REFUSES_TO_PARSE(session_ticket)
REFUSES_TO_PARSE(supported_groups)

/* These two a client reads as well: they stand in the CertificateRequest of TLS 1.3 (RFC 8446
 * §4.3.2), and OpenSSL's table has the server's parser for both sides. */
static int parse_algorithms(SSL_CONNECTION* s, PACKET* packet, int of_certificates) {
  PACKET algorithms;
  if (PACKET_as_length_prefixed_2(packet, &algorithms) && PACKET_remaining(&algorithms) > 0 &&
      tls1_save_sigalgs(s, &algorithms, of_certificates)) {
    return 1;
  }
  SSLfatal(s, SSL_AD_DECODE_ERROR, SSL_R_BAD_EXTENSION);
  return 0;
}

int tls_parse_ctos_sig_algs(SSL_CONNECTION* s, PACKET* packet, unsigned int context, X509* x,
                            size_t index) {
  return parse_algorithms(s, packet, 0);
}

int tls_parse_ctos_sig_algs_cert(SSL_CONNECTION* s, PACKET* packet, unsigned int context, X509* x,
                                 size_t index) {
  return parse_algorithms(s, packet, 1);
}

REFUSES_TO_CONSTRUCT(alpn)
REFUSES_TO_CONSTRUCT(client_cert_type)
REFUSES_TO_CONSTRUCT(cookie)
REFUSES_TO_CONSTRUCT(cryptopro_bug)
REFUSES_TO_CONSTRUCT(early_data)
REFUSES_TO_CONSTRUCT(ec_pt_formats)
REFUSES_TO_CONSTRUCT(ems)
REFUSES_TO_CONSTRUCT(etm)
REFUSES_TO_CONSTRUCT(key_share)
REFUSES_TO_CONSTRUCT(maxfragmentlen)
REFUSES_TO_CONSTRUCT(psk)
REFUSES_TO_CONSTRUCT(renegotiate)
REFUSES_TO_CONSTRUCT(server_cert_type)
REFUSES_TO_CONSTRUCT(server_name)
REFUSES_TO_CONSTRUCT(session_ticket)
REFUSES_TO_CONSTRUCT(supported_groups)
REFUSES_TO_CONSTRUCT(supported_versions)
