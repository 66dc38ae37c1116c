/* SPDX-License-Identifier: Apache-2.0 */
/* OpenSSL's default provider, with the algorithms that Pillarbox uses and no others.
 *
 * libcrypto finds every algorithm through its providers' tables, and its own tables name all that
 * it has: a linker can leave nothing out. These name what TLS 1.2 and 1.3 with AEAD, the
 * certificates of public authorities and SASL need. What is not here does not exist in the browser:
 * no CBC, no static RSA, no encoder of keys. tools/build_openssl.sh puts this file in place of
 * OpenSSL's defltprov.c and baseprov.c; the implementations behind it are OpenSSL's, untouched.
 *
 * There is no random generator among them: wasm/tls/platform.cpp gives OpenSSL the host's, and
 * without it every operation that needs one fails.
 */
#include <openssl/core.h>
#include <openssl/core_dispatch.h>
#include <stddef.h>

#include "prov/bio.h"
#include "prov/implementations.h"
#include "prov/names.h"
#include "prov/provider_ctx.h"
#include "prov/provider_util.h"
#include "prov/providercommon.h"
#include "prov/seeding.h"

#define OURS(names, functions) \
  { names, "provider=default", functions, NULL }
#define SPKI(names, functions) \
  { names, "provider=default,input=der,structure=SubjectPublicKeyInfo", functions, NULL }
#define END \
  { NULL, NULL, NULL, NULL }

static const OSSL_ALGORITHM digests[] = {
    OURS(PROV_NAMES_SHA2_256, ossl_sha256_functions),
    OURS(PROV_NAMES_SHA2_384, ossl_sha384_functions),
    OURS(PROV_NAMES_SHA2_512, ossl_sha512_functions),
    OURS(PROV_NAMES_SHA2_224, ossl_sha224_functions),
    /* SCRAM-SHA-1, key identifiers of certificates */
    OURS(PROV_NAMES_SHA1, ossl_sha1_functions),
    /* APOP, CRAM-MD5 */
    OURS(PROV_NAMES_MD5, ossl_md5_functions),
    /* ML-KEM */
    OURS(PROV_NAMES_SHA3_256, ossl_sha3_256_functions),
    OURS(PROV_NAMES_SHA3_512, ossl_sha3_512_functions),
    OURS(PROV_NAMES_SHAKE_128, ossl_shake_128_functions),
    OURS(PROV_NAMES_SHAKE_256, ossl_shake_256_functions),
    END,
};

static const OSSL_ALGORITHM ciphers[] = {
    OURS(PROV_NAMES_ChaCha20_Poly1305, ossl_chacha20_ossl_poly1305_functions),
    OURS(PROV_NAMES_AES_128_GCM, ossl_aes128gcm_functions),
    OURS(PROV_NAMES_AES_256_GCM, ossl_aes256gcm_functions),
    END,
};

static const OSSL_ALGORITHM macs[] = {
    OURS(PROV_NAMES_HMAC, ossl_hmac_functions),
    END,
};

static const OSSL_ALGORITHM kdfs[] = {
    OURS(PROV_NAMES_HKDF, ossl_kdf_hkdf_functions),
    OURS(PROV_NAMES_TLS1_3_KDF, ossl_kdf_tls1_3_kdf_functions),
    OURS(PROV_NAMES_TLS1_PRF, ossl_kdf_tls1_prf_functions),
    /* SCRAM */
    OURS(PROV_NAMES_PBKDF2, ossl_kdf_pbkdf2_functions),
    END,
};

static const OSSL_ALGORITHM keys[] = {
    OURS(PROV_NAMES_RSA, ossl_rsa_keymgmt_functions),
    OURS(PROV_NAMES_RSA_PSS, ossl_rsapss_keymgmt_functions),
    OURS(PROV_NAMES_EC, ossl_ec_keymgmt_functions),
    OURS(PROV_NAMES_ED25519, ossl_ed25519_keymgmt_functions),
    OURS(PROV_NAMES_X25519, ossl_x25519_keymgmt_functions),
    OURS(PROV_NAMES_ML_KEM_768, ossl_ml_kem_768_keymgmt_functions),
    OURS(PROV_NAMES_X25519MLKEM768, ossl_mlx_x25519_kem_kmgmt_functions),
    /* TLS 1.3 binds a ticket with HMAC as if that were a signature, and its key a key pair. */
    OURS(PROV_NAMES_HMAC, ossl_mac_legacy_keymgmt_functions),
    END,
};

static const OSSL_ALGORITHM exchanges[] = {
    OURS(PROV_NAMES_X25519, ossl_x25519_keyexch_functions),
    OURS(PROV_NAMES_ECDH, ossl_ecdh_keyexch_functions),
    END,
};

static const OSSL_ALGORITHM encapsulations[] = {
    OURS(PROV_NAMES_ML_KEM_768, ossl_ml_kem_asym_kem_functions),
    OURS(PROV_NAMES_X25519MLKEM768, ossl_mlx_kem_asym_kem_functions),
    END,
};

static const OSSL_ALGORITHM signatures[] = {
    OURS(PROV_NAMES_RSA, ossl_rsa_signature_functions),
    OURS(PROV_NAMES_ECDSA, ossl_ecdsa_signature_functions),
    OURS(PROV_NAMES_ED25519, ossl_ed25519_signature_functions),
    OURS(PROV_NAMES_HMAC, ossl_mac_legacy_hmac_signature_functions),
    END,
};

/* The keys of certificates. */
static const OSSL_ALGORITHM decoders[] = {
    SPKI(PROV_NAMES_RSA, ossl_SubjectPublicKeyInfo_der_to_rsa_decoder_functions),
    SPKI(PROV_NAMES_RSA_PSS, ossl_SubjectPublicKeyInfo_der_to_rsapss_decoder_functions),
    SPKI(PROV_NAMES_EC, ossl_SubjectPublicKeyInfo_der_to_ec_decoder_functions),
    SPKI(PROV_NAMES_ED25519, ossl_SubjectPublicKeyInfo_der_to_ed25519_decoder_functions),
    END,
};

static const OSSL_ALGORITHM* query(void* context, int operation, int* no_cache) {
  *no_cache = 0;
  switch (operation) {
    case OSSL_OP_DIGEST:
      return digests;
    case OSSL_OP_CIPHER:
      return ciphers;
    case OSSL_OP_MAC:
      return macs;
    case OSSL_OP_KDF:
      return kdfs;
    case OSSL_OP_KEYMGMT:
      return keys;
    case OSSL_OP_KEYEXCH:
      return exchanges;
    case OSSL_OP_KEM:
      return encapsulations;
    case OSSL_OP_SIGNATURE:
      return signatures;
    case OSSL_OP_DECODER:
      return decoders;
    default:
      return NULL;
  }
}

static void teardown(void* context) {
  BIO_meth_free(ossl_prov_ctx_get0_core_bio_method(context));
  ossl_prov_ctx_free(context);
}

static const OSSL_DISPATCH functions[] = {
    {OSSL_FUNC_PROVIDER_TEARDOWN, (void (*)(void))teardown},
    {OSSL_FUNC_PROVIDER_QUERY_OPERATION, (void (*)(void))query},
    /* TLS groups and signature algorithms; libssl takes those whose keys it finds above. */
    {OSSL_FUNC_PROVIDER_GET_CAPABILITIES, (void (*)(void))ossl_prov_get_capabilities},
    OSSL_DISPATCH_END,
};

OSSL_provider_init_fn ossl_default_provider_init;
OSSL_provider_init_fn ossl_base_provider_init;

int ossl_default_provider_init(const OSSL_CORE_HANDLE* handle, const OSSL_DISPATCH* core,
                               const OSSL_DISPATCH** out, void** context) {
  OSSL_FUNC_core_get_libctx_fn* library_of = NULL;
  OSSL_FUNC_core_get_params_fn* parameters_of = NULL;
  if (!ossl_prov_bio_from_dispatch(core) || !ossl_prov_seeding_from_dispatch(core)) return 0;
  for (; core->function_id != 0; core++) {
    if (core->function_id == OSSL_FUNC_CORE_GET_LIBCTX)
      library_of = OSSL_FUNC_core_get_libctx(core);
    if (core->function_id == OSSL_FUNC_CORE_GET_PARAMS) {
      parameters_of = OSSL_FUNC_core_get_params(core);
    }
  }
  if (library_of == NULL) return 0;
  PROV_CTX* made = ossl_prov_ctx_new();
  BIO_METHOD* bio = ossl_bio_prov_init_bio_method();
  if (made == NULL || bio == NULL) {
    ossl_prov_ctx_free(made);
    BIO_meth_free(bio);
    return 0;
  }
  ossl_prov_ctx_set0_libctx(made, (OSSL_LIB_CTX*)library_of(handle));
  ossl_prov_ctx_set0_handle(made, handle);
  ossl_prov_ctx_set0_core_bio_method(made, bio);
  ossl_prov_ctx_set0_core_get_params(made, parameters_of);
  *context = made;
  *out = functions;
  return 1;
}

/* Nobody asks for it. */
int ossl_base_provider_init(const OSSL_CORE_HANDLE* handle, const OSSL_DISPATCH* core,
                            const OSSL_DISPATCH** out, void** context) {
  return 0;
}
